import { describe, expect, it } from "vitest";
import { priceOf } from "../../../catalog";
import { TAG } from "../../../catalog/labels";
import { UNKNOWN } from "../../../catalog/unknown";
import { costOf } from "../../../cli/plan/cost";
import { gpuHosts } from "../../../cli/plan/gpu-hosts";
import type { Plan } from "../../../plan/plan";
import { group, planned, planOf, template } from "./planned";

const cost = (plan: Plan) => costOf(plan, gpuHosts(plan));
const onDemand = (type: string): number => priceOf(type, "us-west-2").onDemand?.usdPerHour ?? Number.NaN;
const one = { minSize: 0, desiredCapacity: 1, maxSize: 1 };

describe("the cost of a host", () => {
  it("on demand is the price of the catalog", () => {
    const host = template({ [TAG.types]: "g6.xlarge", [TAG.capacity]: "on-demand" });
    expect(cost(planOf([host, group("a", host, one)]))).toMatchObject({
      hosts: [{ host: "host", region: "us-west-2", machines: { wanted: 1, most: 1 }, unpriced: [] }],
      lowUsdPerHour: onDemand("g6.xlarge"),
      highUsdPerHour: onDemand("g6.xlarge"),
    });
  });

  it("on spot ranges from the lowest sample to the on-demand price", () => {
    const spot = priceOf("p5.48xlarge", "us-west-2").spotSample?.low;
    const host = template({ [TAG.types]: "p5.48xlarge", [TAG.capacity]: "spot" });
    expect(spot).toBeGreaterThan(0);
    expect(cost(planOf([host, group("a", host, one)]))).toMatchObject({ lowUsdPerHour: spot, highUsdPerHour: onDemand("p5.48xlarge") });
  });

  it("with a fallback counts the on-demand machine once, as the ceiling", () => {
    const host = template({ [TAG.types]: "p5.48xlarge", [TAG.capacity]: "spot-then-on-demand" });
    const groups = [group("spot", host, one), group("on-demand", host, { minSize: 0, desiredCapacity: 0, maxSize: 1 })];
    expect(cost(planOf([host, ...groups]))).toMatchObject({
      hosts: [{ capacity: "spot-then-on-demand", machines: { wanted: 1, most: 1 } }],
      highUsdPerHour: onDemand("p5.48xlarge"),
    });
  });

  it("on spot counts the on-demand machines of a fleet at their price", () => {
    const spot = priceOf("p5.48xlarge", "us-west-2").spotSample?.low ?? Number.NaN;
    const host = template({ [TAG.types]: "p5.48xlarge", [TAG.capacity]: "spot" });
    const fleet = (distribution: object, size = { minSize: 4, maxSize: 4 }) =>
      cost(planOf([host, group("a", host, { ...size, mixedInstancesPolicy: { instancesDistribution: distribution } })])).lowUsdPerHour;
    const dear = onDemand("p5.48xlarge");
    expect(fleet({ onDemandBaseCapacity: 1, onDemandPercentageAboveBaseCapacity: 0 })).toBeCloseTo(dear + 3 * spot, 5);
    expect(fleet({ onDemandBaseCapacity: 1, onDemandPercentageAboveBaseCapacity: 50 })).toBeCloseTo(3 * dear + spot, 5);
    expect(fleet({ onDemandBaseCapacity: 9 })).toBeCloseTo(4 * dear, 5);
    expect(fleet({ onDemandPercentageAboveBaseCapacity: 0 }, { minSize: 0, maxSize: 4 })).toBe(0);
  });

  it("of a Capacity Block is not known: it is paid in advance", () => {
    const host = template({ [TAG.types]: "p5.48xlarge", [TAG.capacity]: "capacity-block" });
    const { hosts, lowUsdPerHour, highUsdPerHour } = cost(planOf([host, group("a", host, { minSize: 0, maxSize: 8 })]));
    expect([lowUsdPerHour, highUsdPerHour]).toEqual([undefined, undefined]);
    expect(hosts[0]).toMatchObject({ capacity: "capacity-block", unpriced: [expect.stringContaining("paid in advance")] });
  });

  it("has no ceiling where one of its types has no price, and names the type", () => {
    const host = template({ [TAG.types]: "g6.xlarge p5e.48xlarge", [TAG.capacity]: "on-demand" });
    const { hosts, highUsdPerHour } = cost(planOf([host, group("a", host, one)]));
    expect(highUsdPerHour).toBeUndefined();
    expect(hosts[0]?.unpriced).toEqual(["no on-demand price of p5e.48xlarge in us-west-2"]);
  });

  it("is not known in a region that is not known", () => {
    const host = template({ [TAG.types]: "g6.xlarge" });
    const { hosts, ...sums } = cost(planOf([host, group("a", host, one)], { config: {} }));
    expect(hosts[0]).toMatchObject({ unpriced: ["the region is not known"] });
    expect(sums).toEqual({ network: [], services: [], standingUsdPerMonth: 0, notCounted: [] });
  });

  it("takes the region of the provider before the stack's", () => {
    const provider = planned("pulumi:providers:aws", "east", { region: "us-east-1" });
    const host = { ...template({ [TAG.types]: "g6.xlarge" }), provider: `${provider.urn}::id` };
    expect(gpuHosts(planOf([provider, host]))[0]?.region).toBe("us-east-1");
    const unknown = planned("pulumi:providers:aws", "east", { region: UNKNOWN });
    expect(gpuHosts(planOf([unknown, host]))[0]?.region).toBeUndefined();
  });
});

it("names what is charged and has no price, and leaves out what is free", () => {
  const plan = planOf([
    planned("aws:ec2/natGateway:NatGateway", "a"),
    planned("aws:ec2/natGateway:NatGateway", "b"),
    planned("aws:ec2/vpcEndpoint:VpcEndpoint", "s3"),
    planned("aws:ec2/vpcEndpoint:VpcEndpoint", "ecr", { vpcEndpointType: "Interface" }),
    planned("aws:ecr/repository:Repository", "exists", {}, { read: true }),
    template({}, { blockDeviceMappings: [{ deviceName: "/dev/xvda" }] }),
  ]);
  expect(cost(plan).notCounted).toEqual([
    "1 x EBS volume of a machine, per GB-month",
    "2 x NAT gateway, per hour and per GB",
    "1 x interface endpoint, per hour and zone and per GB",
  ]);
});

describe("the cost of a network", () => {
  const endpoint = (name: string, props: Record<string, unknown>) =>
    planned("aws:ec2/vpcEndpoint:VpcEndpoint", name, { vpcEndpointType: "Interface", ...props });
  const nat = (name: string) => planned("aws:ec2/natGateway:NatGateway", name);

  it("counts an endpoint once a zone, at the price of its region", () => {
    const plan = planOf([endpoint("a", { subnetIds: [UNKNOWN, UNKNOWN] }), endpoint("b", { subnetIds: ["subnet-1"] }), nat("n")], {
      config: { "aws:region": "us-east-1" },
    });
    const { network, notCounted } = cost(plan);
    expect(network).toMatchObject([
      { part: "interface-endpoint", region: "us-east-1", count: 3, usdPerHour: 0.03, usdPerGb: 0.01 },
      { part: "nat-gateway", region: "us-east-1", count: 1, usdPerHour: 0.045, usdPerGb: 0.045 },
    ]);
    expect(notCounted).toEqual([]);
  });

  it("names without a price what lies in a region, or in zones, that nobody read", () => {
    const elsewhere = planOf([nat("n")], { config: { "aws:region": "eu-west-1" } });
    expect(cost(elsewhere)).toMatchObject({ network: [], notCounted: ["1 x NAT gateway, per hour and per GB"] });
    const zones = planOf([endpoint("a", { subnetIds: UNKNOWN })], { config: { "aws:region": "us-east-1" } });
    expect(cost(zones)).toMatchObject({ network: [], notCounted: ["1 x interface endpoint, per hour and zone and per GB"] });
  });
});

describe("hosts", () => {
  it("are found by a GPU type also without claims, and by the types of a group", () => {
    const host = template({}, { instanceType: "g6.xlarge" });
    const mixed = {
      mixedInstancesPolicy: { launchTemplate: { overrides: [{ instanceType: "g5.xlarge" }, { instanceType: "g6.xlarge" }] } },
    };
    expect(gpuHosts(planOf([host])).map(({ types }) => types)).toEqual([["g6.xlarge"]]);
    const plain = template({});
    expect(gpuHosts(planOf([plain, group("a", plain, mixed)])).map(({ types }) => types)).toEqual([["g5.xlarge", "g6.xlarge"]]);
  });

  it("are not machines without a GPU", () => {
    expect(gpuHosts(planOf([template({}, { instanceType: "m7i.large" })]))).toEqual([]);
  });
});
