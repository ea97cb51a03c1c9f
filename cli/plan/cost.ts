import { priceOf } from "../../catalog";
import { isUnknown } from "../../catalog/unknown";
import type { Plan } from "../../plan/plan";
import type { PlannedResource } from "../../plan/resource";
import { type FixedZone, fixedZoneOf } from "./fixed-zone";
import { fieldsOf, type GpuHost } from "./gpu-hosts";
import { type NetworkCost, networkCosts } from "./network-cost";
import { HOURS_PER_MONTH, type ServiceCost, serviceCosts } from "./service-cost";
import { unpricedParts } from "./unpriced";

/** What one host costs while it runs, in USD per hour. */
interface HostCost {
  readonly host: string;
  readonly region?: string;
  readonly types: readonly string[];
  readonly capacity: "spot" | "on-demand" | "spot-then-on-demand" | "capacity-block" | "unknown";
  /** Machines that run when all is well, and at most. */
  readonly machines: { readonly wanted: number; readonly most: number };
  /** Cheapest type at its lowest sampled spot price (or on-demand price) times the machines wanted; those of an on-demand base at its on-demand price. */
  readonly lowUsdPerHour?: number;
  /** Dearest type at its on-demand price times the most machines: also the ceiling of a spot request without a price limit. */
  readonly highUsdPerHour?: number;
  /** Its data keeps it in one zone. */
  readonly fixedZone?: FixedZone;
  /** What the catalog has no price of; the range is then without it. */
  readonly unpriced: readonly string[];
  readonly sources: readonly string[];
}

export interface Cost {
  readonly hosts: readonly HostCost[];
  /** NAT gateways and interface endpoints, which cost by the hour whether a machine runs or not. */
  readonly network: readonly NetworkCost[];
  /** Volumes, keys, secrets, addresses; logs, images and builds by use. */
  readonly services: readonly ServiceCost[];
  /** Sums over the hosts whose price is known; absent where none is. */
  readonly lowUsdPerHour?: number;
  readonly highUsdPerHour?: number;
  /** Network and services, used or not; with the most machines' volumes. */
  readonly standingUsdPerMonth: number;
  /** Parts of the plan that AWS charges and the catalog has no price of. */
  readonly notCounted: readonly string[];
}

export function costOf(plan: Plan, hosts: readonly GpuHost[]): Cost {
  const costs = hosts.map((host) => hostCost(host, fixedZoneOf(plan, host)));
  const network = networkCosts(plan);
  const services = serviceCosts(
    plan,
    network.rest,
    hosts.map((host, i) => [host, costs[i]?.machines.most ?? 0]),
  );
  const standing = [
    ...network.costs.map(({ usdPerHour }) => usdPerHour * HOURS_PER_MONTH),
    ...services.costs.map(({ usdPerMonth = 0 }) => usdPerMonth),
  ];
  const sum = (key: "lowUsdPerHour" | "highUsdPerHour"): number | undefined => {
    const known = costs.flatMap((cost) => cost[key] ?? []);
    return known.length === 0 ? undefined : round(known.reduce((total, part) => total + part, 0));
  };
  const [low, high] = [sum("lowUsdPerHour"), sum("highUsdPerHour")];
  return {
    hosts: costs,
    network: network.costs,
    services: services.costs,
    ...(low === undefined ? {} : { lowUsdPerHour: low }),
    ...(high === undefined ? {} : { highUsdPerHour: high }),
    standingUsdPerMonth: Math.round(standing.reduce((total, usd) => total + usd, 0) * 100) / 100,
    notCounted: unpricedParts(services.rest),
  };
}

function hostCost(host: GpuHost, fixedZone: FixedZone | undefined): HostCost {
  const { types, region, name } = host;
  const capacity = capacityOf(host);
  const machines = machinesOf(host, capacity);
  if (capacity === "capacity-block") {
    const unpriced = ["a Capacity Block is paid in advance, and the catalog has no price of it"];
    return { host: name, ...(region === undefined ? {} : { region }), types, capacity, machines, unpriced, sources: [] };
  }
  const unpriced: string[] = [];
  const sources = new Set<string>();
  const lows: number[] = [];
  const highs: number[] = [];
  if (region === undefined) unpriced.push("the region is not known");
  if (types.length === 0) unpriced.push("the instance type is not known");
  for (const type of region === undefined ? [] : types) {
    const { onDemand, spotSample } = priceOf(type, region ?? "");
    const cheapest = capacity === "on-demand" ? onDemand?.usdPerHour : (spotSample?.low ?? undefined);
    if (onDemand) highs.push(onDemand.usdPerHour);
    else unpriced.push(`no on-demand price of ${type} in ${region}`);
    if (cheapest !== undefined) lows.push(cheapest);
    else if (capacity !== "on-demand") unpriced.push(`no spot price of ${type} in ${region}`);
    for (const { source } of [onDemand, capacity === "on-demand" ? undefined : spotSample].filter((row) => row !== undefined))
      sources.add(source);
  }
  // a ceiling over some of the types is none
  const high = highs.length === types.length && highs.length > 0 ? Math.max(...highs) * machines.most : undefined;
  const onDemand = capacity === "spot" ? onDemandAmong(host.groups) : 0;
  const low =
    lows.length > 0 && (onDemand === 0 || highs.length > 0)
      ? Math.min(...lows) * (machines.wanted - onDemand) + (onDemand === 0 ? 0 : Math.min(...highs) * onDemand)
      : undefined;
  return {
    host: name,
    ...(region === undefined ? {} : { region }),
    types,
    capacity,
    machines,
    ...(low === undefined ? {} : { lowUsdPerHour: round(low) }),
    ...(high === undefined ? {} : { highUsdPerHour: round(high) }),
    ...(fixedZone ? { fixedZone } : {}),
    unpriced,
    sources: [...sources].sort(),
  };
}

const CAPACITIES = ["spot", "on-demand", "spot-then-on-demand", "capacity-block"] as const;

function capacityOf({ claims, groups, resource }: GpuHost): HostCost["capacity"] {
  const claimed = CAPACITIES.find((capacity) => capacity === claims.capacity);
  if (claimed) return claimed;
  if (resource.type === "aws:ec2/spotInstanceRequest:SpotInstanceRequest") return "spot";
  const market = resource.props.instanceMarketOptions;
  if (isUnknown(market) || groups.some(({ props }) => isUnknown(props.mixedInstancesPolicy))) return "unknown";
  if (fieldsOf(market).marketType === "spot") return "spot";
  const distributions = groups.map(({ props }) => fieldsOf(fieldsOf(props.mixedInstancesPolicy).instancesDistribution));
  return distributions.some(({ onDemandPercentageAboveBaseCapacity: percent }) => typeof percent === "number" && percent < 100)
    ? "spot"
    : "on-demand";
}

/** Machines wanted that a spot group buys on demand: its base, and the share above it. */
const onDemandAmong = (groups: readonly PlannedResource[]): number =>
  groups.reduce((sum, { props }) => {
    const { wanted } = sizeOf(props);
    const { onDemandBaseCapacity: base = 0, onDemandPercentageAboveBaseCapacity: percent = 0 } = fieldsOf(
      fieldsOf(props.mixedInstancesPolicy).instancesDistribution,
    );
    const first = Math.min(wanted, Number(base) || 0);
    return sum + first + Math.ceil(((wanted - first) * (Number(percent) || 0)) / 100);
  }, 0);

/** A fallback starts its on-demand machine instead of the spot one, never beside it: the larger group counts, not the sum. */
function machinesOf({ groups, resource }: GpuHost, capacity: HostCost["capacity"]): HostCost["machines"] {
  if (resource.type !== "aws:ec2/launchTemplate:LaunchTemplate") return { wanted: 1, most: 1 };
  const sizes = groups.map(({ props }) => sizeOf(props));
  if (sizes.length === 0) return { wanted: 0, most: 0 };
  const join = capacity === "spot-then-on-demand" ? Math.max : (...all: number[]) => all.reduce((total, one) => total + one, 0);
  return { wanted: join(...sizes.map(({ wanted }) => wanted)), most: join(...sizes.map(({ most }) => most)) };
}

function sizeOf({ desiredCapacity, minSize, maxSize }: PlannedResource["props"]): HostCost["machines"] {
  const number = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
  const wanted = number(desiredCapacity) ?? number(minSize) ?? 0;
  return { wanted, most: Math.max(wanted, number(maxSize) ?? wanted) };
}

/** Prices have at most six decimals; sums of them should not show more. */
const round = (usd: number): number => Math.round(usd * 1e6) / 1e6;
