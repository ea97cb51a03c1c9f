import type { GroupArgs } from "@pulumi/aws/autoscaling";
import type * as pulumi from "@pulumi/pulumi";

/** How a machine is bought. */
export type Capacity = "spot" | "on-demand" | "spot-then-on-demand";

export const CAPACITIES: readonly Capacity[] = ["spot", "on-demand", "spot-then-on-demand"];

/** What one group buys. */
export type Market = Exclude<Capacity, "spot-then-on-demand">;

/**
 * A policy over the acceptable types that buys in one market only. Both strategies and the percentage are written out: the API's defaults are 100 %
 * on-demand and, for spot, `lowest-price`, which buys from the pools that are taken back first.
 */
export const mixedInstances = (
  market: Market,
  launchTemplate: { id: pulumi.Input<string>; version: pulumi.Input<string> },
  instanceTypes: readonly string[],
): GroupArgs["mixedInstancesPolicy"] => ({
  instancesDistribution: {
    onDemandBaseCapacity: 0,
    onDemandPercentageAboveBaseCapacity: market === "spot" ? 0 : 100,
    // Types stand in the caller's order of preference.
    onDemandAllocationStrategy: "prioritized",
    spotAllocationStrategy: "price-capacity-optimized",
  },
  launchTemplate: {
    launchTemplateSpecification: { launchTemplateId: launchTemplate.id, version: launchTemplate.version },
    overrides: instanceTypes.map((instanceType) => ({ instanceType })),
  },
});
