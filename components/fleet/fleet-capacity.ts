import type { GroupArgs } from "@pulumi/aws/autoscaling";
import type { LaunchTemplateArgs } from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";

/** On-demand machines, in the caller's order of types. */
export interface OnDemandFleet {
  market: "on-demand";
  /**
   * On-Demand Capacity Reservations that the machines may use or must use.
   * @default whatever open reservation matches, as EC2 does by itself
   */
  reservation?: Reservation;
}

/**
 * Spot machines, bought where price and the chance to keep them are best, with a replacement started when AWS recommends it. AWS takes them back with two
 * minutes' notice. Their ceiling is the on-demand price.
 */
export interface SpotFleet {
  market: "spot";
  /**
   * Machines that are always on-demand; the first ones.
   * @default 0
   */
  onDemandBase?: number;
  /**
   * Percentage, 0 to 100, of the machines above the base that are on-demand.
   * @default 0
   */
  onDemandPercentage?: number;
}

/** Machines of one Capacity Block for ML: paid in advance, one type, one zone, an end that is known. */
export interface CapacityBlockFleet {
  market: "capacity-block";
  /** Id of the block's reservation, `cr-…`. */
  reservationId: pulumi.Input<string>;
  /**
   * End of the block, ISO 8601 in UTC. EC2 ends machines 30 minutes before it; the fleet scales to 0 earlier, so that each machine can save its state.
   * @example "2026-12-01T11:30:00Z"
   */
  endsAt: string;
  /**
   * Start of the block, ISO 8601 in UTC: the machines start then. In the future when the fleet is made.
   * @default the machines start at once
   */
  startsAt?: string;
}

export type FleetCapacity = OnDemandFleet | SpotFleet | CapacityBlockFleet;

/** One reservation by id, or a resource group of reservations by ARN; neither is every open one. */
export interface Reservation {
  /** Id of a targeted reservation, `cr-…`. */
  id?: pulumi.Input<string>;
  /** ARN of a resource group of reservations. */
  resourceGroupArn?: pulumi.Input<string>;
  /**
   * Start machines in a reservation or not at all.
   * @default false: what the reservation does not hold is bought on demand
   */
  only?: boolean;
  /**
   * Machines that the reservation holds; what is beyond `size.max` is free for updates.
   * @default not known
   */
  machines?: number;
}

/** What the launch template says about the market. */
export function templateOf(
  capacity: FleetCapacity,
): Pick<LaunchTemplateArgs, "instanceMarketOptions" | "capacityReservationSpecification"> {
  if (capacity.market === "capacity-block") {
    return {
      instanceMarketOptions: { marketType: "capacity-block" },
      capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId: capacity.reservationId } },
    };
  }
  if (capacity.market === "spot" || capacity.reservation === undefined) return {};
  const { id, resourceGroupArn, only } = capacity.reservation;
  const target =
    id !== undefined
      ? { capacityReservationId: id }
      : resourceGroupArn !== undefined
        ? { capacityReservationResourceGroupArn: resourceGroupArn }
        : undefined;
  return {
    capacityReservationSpecification: {
      // A preference beside a target only where it forbids what is outside.
      ...(only ? { capacityReservationPreference: "capacity-reservations-only" } : target ? {} : { capacityReservationPreference: "open" }),
      ...(target ? { capacityReservationTarget: target } : {}),
    },
  };
}

/**
 * How the group buys: a policy over the acceptable types, or the template alone where AWS takes no policy. Strategies and percentages are written out: the
 * API's defaults are 100 % on-demand and, for spot, `lowest-price`, which buys from the pools that are taken back first.
 */
export function buyingOf(
  capacity: FleetCapacity,
  instanceTypes: readonly string[],
  template: { id: pulumi.Input<string>; version: pulumi.Input<string> },
  templateAlone: boolean,
): Pick<GroupArgs, "launchTemplate" | "mixedInstancesPolicy" | "capacityRebalance"> {
  if (templateAlone) return { launchTemplate: template };
  const spot = capacity.market === "spot" ? capacity : undefined;
  return {
    capacityRebalance: spot !== undefined,
    mixedInstancesPolicy: {
      instancesDistribution: {
        onDemandBaseCapacity: spot?.onDemandBase ?? 0,
        onDemandPercentageAboveBaseCapacity: spot ? (spot.onDemandPercentage ?? 0) : 100,
        // Types stand in the caller's order of preference.
        onDemandAllocationStrategy: "prioritized",
        spotAllocationStrategy: "price-capacity-optimized",
      },
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: template.id, version: template.version },
        overrides: instanceTypes.map((instanceType) => ({ instanceType })),
      },
    },
  };
}
