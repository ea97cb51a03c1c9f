import { isUnknown } from "../../catalog";
import { placementPath, reservationPath } from "../reading/capacity-reservation";
import { TEMPLATE } from "../reading/launch-templates";
import { at, textAt } from "../reading/value";
import { type Context, type Finding, type Resource, type Rule, undecided, violation } from "../rule";

const RESERVATION = "aws:ec2/capacityReservation:CapacityReservation";
const PLACEMENT_GROUP = "aws:ec2/placementGroup:PlacementGroup";
const LOST = "machines of the reservation that do not stand in the placement group cannot be started";

/**
 * A reservation lies where it lies: a placement group that was not made for it takes a part of it away.
 * https://github.com/eksctl-io/eksctl/issues/7949 (11 of 16 reserved machines), https://github.com/terraform-aws-modules/terraform-aws-eks/pull/3730
 */
export const reservationsFitTheirPlacement: Rule = {
  name: "reservations-fit-their-placement",
  description:
    "A template that takes reserved capacity, as groups with EFA do, names no placement group but the one that the reservation was made in.",
  severity: "high",
  level: "mandatory",
  remedy: "Remove placement.groupName: the reservation has its place. Or make the reservation with placementGroupArn of that group.",
  types: [TEMPLATE],
  judge(resource, context) {
    const { props } = resource;
    const options = ["capacityReservationSpecification", "placement"].find((key) => isUnknown(props[key]));
    if (options !== undefined)
      return [undecided(options, "not known before the update; a placement group can take reserved machines away")];
    const reservation = reservationPath(props);
    const placement = placementPath(props);
    if (reservation === undefined || placement === undefined) return [];
    return judgeBoth(resource, reservation, placement, context);
  },
};

function judgeBoth(resource: Resource, path: string, placement: string, { neighbours }: Context): Finding[] {
  const open = undecided(placement, `whether the reservation was made in this placement group cannot be seen; if it was not, ${LOST}`);
  if (!neighbours) return [open];
  const reservations = neighbours.targetsOf(resource, RESERVATION);
  const groups = neighbours.targetsOf(resource, PLACEMENT_GROUP);
  if (reservations.length > 0) {
    return reservations.every(({ props }) => at(props, "placementGroupArn") !== undefined)
      ? []
      : [violation(placement, `the reservation of this plan was made in no placement group; ${LOST}`)];
  }
  // A group that this plan makes is younger than a reservation that is known by its id.
  const older = typeof textAt(resource.props, ...path.split(".")) === "string" && path.startsWith("capacityReservationSpecification");
  return groups.length > 0 && older
    ? [violation(placement, `this plan makes the placement group, so the reservation was not made in it; ${LOST}`)]
    : [open];
}
