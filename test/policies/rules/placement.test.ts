import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { judge } from "../../../policies/rules";
import { reservationsFitTheirPlacement } from "../../../policies/rules/reservations-fit-their-placement";
import { containing } from "../matchers";
import { depending, resource } from "../resources";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const found = (rule: string, ...plan: Parameters<typeof judge>[0]) => judge(plan, {}).filter((result) => result.rule === rule);
const placementGroup = (strategy = "cluster") => resource("aws:ec2/placementGroup:PlacementGroup", { strategy }, "together");

describe("reservations-fit-their-placement", () => {
  const template = (capacityReservationId: unknown, groupName: unknown) =>
    resource(TEMPLATE, {
      ...(capacityReservationId === undefined
        ? {}
        : { capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId } } }),
      ...(groupName === undefined ? {} : { placement: { groupName } }),
    });
  const seen = (...plan: Parameters<typeof judge>[0]) => found("reservations-fit-their-placement", ...plan);

  it("lets a reservation without a group, and a group without a reservation, pass", () => {
    expect(seen(template("cr-1", undefined))).toEqual([]);
    expect(seen(template(undefined, "together"))).toEqual([]);
  });

  it("finds a new group around an older reservation", () => {
    const group = placementGroup();
    expect(seen(group, depending(template("cr-0123456789abcdef0", UNKNOWN), group))).toMatchObject([
      { kind: "violation", level: "mandatory", path: "placement.groupName", message: containing("makes the placement group") },
    ]);
  });

  it("asks a reservation of the same plan whether it was made in the group", () => {
    const group = placementGroup();
    const reservation = (props: Record<string, unknown>) => resource("aws:ec2/capacityReservation:CapacityReservation", props, "reserved");
    const apart = reservation({ instanceCount: 16 });
    expect(seen(group, apart, depending(template(UNKNOWN, UNKNOWN), group, apart))).toMatchObject([{ kind: "violation" }]);
    const within = reservation({ instanceCount: 16, placementGroupArn: UNKNOWN });
    expect(seen(group, within, depending(template(UNKNOWN, UNKNOWN), group, within))).toEqual([]);
  });

  it("is undecided where both come from outside, in a capacity block, and in the pack, which sees one resource", () => {
    expect(seen(template("cr-1", "older"))).toMatchObject([{ kind: "undecided", path: "placement.groupName" }]);
    const block = resource(TEMPLATE, { instanceMarketOptions: { marketType: "capacity-block" }, placement: { groupName: "older" } });
    expect(seen(block)).toMatchObject([{ kind: "undecided" }]);
    expect(reservationsFitTheirPlacement.judge(template("cr-1", "older"), {})).toMatchObject([{ kind: "undecided" }]);
    expect(seen(resource(TEMPLATE, { placement: UNKNOWN }))).toMatchObject([{ kind: "undecided", path: "placement" }]);
  });
});

describe("efa-groups-can-start", () => {
  const efa = (count: number) => Array.from({ length: count }, (_, networkCardIndex) => ({ networkCardIndex, interfaceType: "efa" }));
  const template = (networkInterfaces: unknown, instanceType: unknown = "p5.48xlarge") =>
    resource(TEMPLATE, { networkInterfaces, instanceType }, "template");
  const group = (props: Record<string, unknown>) =>
    resource("aws:autoscaling/group:Group", { launchTemplate: { id: UNKNOWN }, ...props }, "group");
  const seen = (...plan: Parameters<typeof judge>[0]) => found("efa-groups-can-start", ...plan);

  it("wants types with as many interfaces as the template asks for", () => {
    expect(seen(template(efa(32)))).toEqual([]);
    expect(seen(template(efa(1), "g5.xlarge"))).toMatchObject([
      { kind: "violation", path: "networkInterfaces", message: containing("g5.xlarge has no EFA interface") },
    ]);
    expect(seen(template(efa(8), "p4d.24xlarge"))).toMatchObject([{ kind: "violation", message: containing("has 4 of them") }]);
    expect(seen(template([{ interfaceType: "interface" }], "g5.xlarge"))).toEqual([]);
  });

  it("wants one zone, where the subnets of the plan say which they are in", () => {
    const own = template(efa(1));
    const subnet = (name: string, availabilityZone: string) => resource("aws:ec2/subnet:Subnet", { availabilityZone }, name);
    const [a, b, c] = [subnet("a", "us-east-1a"), subnet("b", "us-east-1b"), subnet("c", "us-east-1a")];
    const spread = group({ vpcZoneIdentifiers: [UNKNOWN, UNKNOWN] });
    expect(seen(own, a, b, depending(spread, own, a, b))).toMatchObject([
      { kind: "violation", path: "vpcZoneIdentifiers", message: containing("2 zones") },
    ]);
    expect(seen(own, a, c, depending(spread, own, a, c))).toEqual([]);
    expect(seen(own, depending(group({ vpcZoneIdentifiers: ["subnet-1"] }), own))).toEqual([]);
    expect(seen(own, depending(group({ vpcZoneIdentifiers: ["subnet-1", "subnet-2"] }), own))).toMatchObject([{ kind: "undecided" }]);
    expect(seen(own, depending(group({ vpcZoneIdentifiers: UNKNOWN }), own))).toMatchObject([{ kind: "undecided" }]);
    const nodes = resource(
      "aws:eks/nodeGroup:NodeGroup",
      { launchTemplate: { id: UNKNOWN }, subnetIds: ["subnet-1", "subnet-2"] },
      "nodes",
    );
    expect(seen(own, depending(nodes, own))).toMatchObject([{ kind: "undecided", path: "subnetIds" }]);
  });

  it("wants the same of a cluster placement group, and nothing of other groups", () => {
    const own = template([], "g6.xlarge");
    const two = group({ vpcZoneIdentifiers: ["subnet-1", "subnet-2"] });
    const cluster = placementGroup();
    expect(seen(own, cluster, depending(two, own, cluster))).toMatchObject([{ kind: "undecided", message: containing("placement group") }]);
    const spread = placementGroup("spread");
    expect(seen(own, spread, depending(two, own, spread))).toEqual([]);
    expect(seen(own, depending(two, own))).toEqual([]);
    expect(seen(two)).toEqual([]);
  });

  it("is undecided where interfaces or types are not known", () => {
    expect(seen(template(UNKNOWN))).toMatchObject([{ kind: "undecided", path: "networkInterfaces" }]);
    expect(seen(template(efa(1), UNKNOWN))).toMatchObject([{ kind: "undecided" }]);
  });
});
