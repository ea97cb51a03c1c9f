import { findInstanceType, isUnknown } from "../../catalog";
import { efaInterfaces } from "../reading/capacity-reservation";
import { hostOf } from "../reading/gpu-hosts";
import { NODE_GROUP, TEMPLATE, templateOf } from "../reading/launch-templates";
import { GROUP } from "../reading/spot";
import { listAt, textAt } from "../reading/value";
import { type Context, type Finding, type Resource, type Rule, undecided, violation } from "../rule";

const PLACEMENT_GROUP = "aws:ec2/placementGroup:PlacementGroup";
const SUBNET = "aws:ec2/subnet:Subnet";

export const efaGroupsCanStart: Rule = {
  name: "efa-groups-can-start",
  description: "Machines with Elastic Fabric Adapters are of types that have them, and stand in one zone: the fabric does not leave it.",
  severity: "high",
  level: "mandatory",
  remedy: "Give the group the subnet of one zone, and the template as many EFA interfaces as the smallest of its types has.",
  types: [TEMPLATE, GROUP, NODE_GROUP],
  judge: (resource, context) => (resource.type === TEMPLATE ? template(resource, context) : group(resource, context)),
};

function template(resource: Resource, context: Context): Finding[] {
  const wanted = efaInterfaces(resource.props);
  if (wanted === 0) return [];
  if (isUnknown(wanted)) return [undecided("networkInterfaces", "not known before the update; EFA interfaces need types that have them")];
  return hostOf(resource, context).types.flatMap(({ type }): Finding[] => {
    if (isUnknown(type)) return [undecided("networkInterfaces", "the instance type is not known before the update; it may have no EFA")];
    const row = findInstanceType(type);
    if (row === undefined || row.efaInterfaces >= wanted || row.confidence === "recalled") return [];
    const has = row.efaInterfaces === 0 ? "no EFA interface" : `${row.efaInterfaces} of them`;
    return [violation("networkInterfaces", `${row.instanceType} has ${has}, and the template asks for ${wanted}: it cannot start`)];
  });
}

/** The join of a group with its template and its subnets, which only a whole plan has. */
function group(resource: Resource, context: Context): Finding[] {
  const { neighbours } = context;
  const own = neighbours && templateOf(resource, context);
  if (!own) return [];
  const efa = efaInterfaces(own.props);
  const cluster = [resource, own].some((owner) =>
    neighbours.targetsOf(owner, PLACEMENT_GROUP).some(({ props }) => textAt(props, "strategy") === "cluster"),
  );
  if (efa === 0 && !cluster) return [];
  const path = resource.type === NODE_GROUP ? "subnetIds" : "vpcZoneIdentifiers";
  const subnets = listAt(resource.props, path);
  const what = efa === 0 ? "a cluster placement group lies in one zone" : "EFA does not leave a zone";
  if (isUnknown(efa)) return [];
  if (isUnknown(subnets)) return [undecided(path, `not known before the update; ${what}`)];
  if (subnets.length < 2) return [];
  const zones = new Set(neighbours.targetsOf(resource, SUBNET).map(({ props }) => textAt(props, "availabilityZone")));
  const known =
    zones.size > 0 &&
    ![...zones].some((zone) => typeof zone !== "string") &&
    neighbours.targetsOf(resource, SUBNET).length === subnets.length;
  if (!known) return [undecided(path, `${subnets.length} subnets, whose zones cannot be seen; ${what}`)];
  return zones.size === 1 ? [] : [violation(path, `subnets in ${zones.size} zones; ${what}`)];
}
