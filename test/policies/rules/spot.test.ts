import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { spotCapacityIsSpread } from "../../../policies/rules/spot-capacity-is-spread";
import { spotIsSetUpAsMeant } from "../../../policies/rules/spot-is-set-up-as-meant";
import { containing } from "../matchers";
import { resource } from "../resources";

const group = (instancesDistribution: unknown, types: unknown = ["g5.xlarge", "g6.xlarge"], tags: unknown = []) =>
  resource("aws:autoscaling/group:Group", {
    tags,
    mixedInstancesPolicy: {
      instancesDistribution,
      launchTemplate: { overrides: Array.isArray(types) ? types.map((instanceType: unknown) => ({ instanceType })) : types },
    },
  });
const capacity = (value: unknown) => [{ key: "pulumi-gpu:capacity", value, propagateAtLaunch: true }];
const SPOT = { onDemandBaseCapacity: 0, onDemandPercentageAboveBaseCapacity: 0, spotAllocationStrategy: "price-capacity-optimized" };
const PERCENT = "mixedInstancesPolicy.instancesDistribution.onDemandPercentageAboveBaseCapacity";

describe("spot-is-set-up-as-meant", () => {
  const judge = (...args: Parameters<typeof group>) => spotIsSetUpAsMeant.judge(group(...args), {});

  it("holds a group to what it claims", () => {
    expect(judge(SPOT, undefined, capacity("spot"))).toEqual([]);
    expect(judge({ onDemandPercentageAboveBaseCapacity: 100 }, undefined, capacity("on-demand"))).toEqual([]);
    expect(judge({}, undefined, capacity("spot"))).toMatchObject([{ kind: "violation", path: PERCENT }]);
    expect(judge({ ...SPOT, onDemandBaseCapacity: 1 }, undefined, capacity("spot"))).toMatchObject([
      { kind: "violation", path: containing("onDemandBaseCapacity") },
    ]);
    expect(judge(SPOT, undefined, capacity("on-demand"))).toMatchObject([{ kind: "violation", path: PERCENT }]);
    expect(judge({ ...SPOT, onDemandPercentageAboveBaseCapacity: 50 }, undefined, capacity("spot-then-on-demand"))).toMatchObject([
      { kind: "violation" },
    ]);
    expect(judge(SPOT, undefined, capacity("spot-then-on-demand"))).toEqual([]);
  });

  it("finds spot settings that buy no spot, unless the percentage is written down", () => {
    expect(judge({ spotAllocationStrategy: "price-capacity-optimized" })).toMatchObject([
      { kind: "violation", message: containing("no spot at all") },
    ]);
    expect(judge({ spotAllocationStrategy: "price-capacity-optimized", onDemandPercentageAboveBaseCapacity: 100 })).toEqual([]);
  });

  it("cannot tell whether the default of 100 % on-demand is meant", () => {
    expect(judge(undefined)).toMatchObject([{ kind: "undecided", path: PERCENT }]);
  });

  it("is undecided on exactly what is not known", () => {
    expect(judge({ onDemandPercentageAboveBaseCapacity: UNKNOWN })).toMatchObject([{ kind: "undecided", path: PERCENT }]);
    expect(judge(UNKNOWN)).toMatchObject([{ kind: "undecided", path: "mixedInstancesPolicy.instancesDistribution" }]);
    expect(judge(SPOT, undefined, capacity(UNKNOWN))).toMatchObject([{ kind: "undecided", path: "tags[0].value" }]);
    expect(judge(SPOT, undefined, UNKNOWN)).toMatchObject([{ kind: "undecided", path: "tags" }]);
  });

  it("reads the market of a launch template, and leaves other groups alone", () => {
    const template = (claim: unknown) =>
      spotIsSetUpAsMeant.judge(
        resource("aws:ec2/launchTemplate:LaunchTemplate", {
          instanceMarketOptions: { marketType: "spot" },
          tags: { "pulumi-gpu:capacity": claim },
        }),
        {},
      );
    expect(template("on-demand")).toMatchObject([{ kind: "violation", path: "instanceMarketOptions.marketType" }]);
    expect(template("spot")).toEqual([]);
    expect(template(UNKNOWN)).toMatchObject([{ kind: "undecided" }]);
    expect(spotIsSetUpAsMeant.judge(resource("aws:autoscaling/group:Group", { launchTemplate: { id: "lt-1" } }), {})).toEqual([]);
  });
});

describe("spot-capacity-is-spread", () => {
  const judge = (...args: Parameters<typeof group>) => spotCapacityIsSpread.judge(group(...args), {});

  it("wants a deep strategy and several types", () => {
    expect(judge(SPOT)).toEqual([]);
    expect(judge({ ...SPOT, spotAllocationStrategy: "lowest-price" }, ["g6.xlarge"])).toMatchObject([
      { kind: "violation", path: containing("spotAllocationStrategy") },
      { kind: "violation", path: containing("overrides"), message: containing("one instance type") },
    ]);
    expect(judge({ onDemandPercentageAboveBaseCapacity: 0 })).toMatchObject([{ message: containing("the default is lowest-price") }]);
  });

  it("takes requirements for many types, and does not apply to on-demand", () => {
    expect(judge(SPOT, [])).toMatchObject([{ kind: "violation" }]);
    const byRequirements = resource("aws:autoscaling/group:Group", {
      mixedInstancesPolicy: { instancesDistribution: SPOT, launchTemplate: { overrides: [{ instanceRequirements: {} }] } },
    });
    expect(spotCapacityIsSpread.judge(byRequirements, {})).toEqual([]);
    expect(judge({ onDemandPercentageAboveBaseCapacity: 100 }, ["g6.xlarge"])).toEqual([]);
  });

  it("is undecided on exactly what is not known", () => {
    expect(judge({ ...SPOT, spotAllocationStrategy: UNKNOWN }, UNKNOWN)).toMatchObject([
      { kind: "undecided", path: containing("spotAllocationStrategy") },
      { kind: "undecided", path: containing("overrides") },
    ]);
  });

  it("holds a Batch environment to a strategy that looks at capacity", () => {
    const batch = (computeResources: unknown) =>
      spotCapacityIsSpread.judge(resource("aws:batch/computeEnvironment:ComputeEnvironment", { computeResources }), {});
    const path = "computeResources.allocationStrategy";
    expect(batch({ type: "SPOT", allocationStrategy: "SPOT_PRICE_CAPACITY_OPTIMIZED" })).toEqual([]);
    expect(batch({ type: "EC2" })).toEqual([]);
    expect(batch({ type: "SPOT" })).toMatchObject([{ kind: "violation", path, message: containing("the default is BEST_FIT") }]);
    expect(batch({ type: "SPOT", allocationStrategy: "BEST_FIT" })).toMatchObject([{ kind: "violation", path }]);
    expect(batch({ type: "SPOT", allocationStrategy: UNKNOWN })).toMatchObject([{ kind: "undecided", path }]);
    expect(batch(UNKNOWN)).toMatchObject([{ kind: "undecided", path: "computeResources.type" }]);
  });
});
