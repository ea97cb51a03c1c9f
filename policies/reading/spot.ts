import { isUnknown, TAG, UNKNOWN, type Unknown } from "../../catalog";
import { at, type Dictionary, listAt, numberAt, textAt } from "./value";

export const GROUP = "aws:autoscaling/group:Group";
export const DISTRIBUTION = "mixedInstancesPolicy.instancesDistribution";

/** How an Auto Scaling group buys, with the defaults of EC2 filled in: no base, and 100 % on-demand above it. */
export interface Purchase {
  readonly base: number | Unknown;
  /** Percentage of on-demand above the base. */
  readonly percent: number | Unknown;
  /** The group itself says one of the two. */
  readonly said: boolean;
  readonly strategy: string | Unknown | undefined;
  /** Settings that only spot needs. */
  readonly spotSettings: readonly string[];
}

/** Undefined without a mixed instances policy, `UNKNOWN` where it or its distribution is not known. */
export function purchaseOf(props: Dictionary): Purchase | Unknown | undefined {
  const policy = at(props, "mixedInstancesPolicy");
  if (policy === undefined) return undefined;
  const distribution = at(policy, "instancesDistribution");
  if (isUnknown(distribution)) return UNKNOWN;
  const base = numberAt(distribution, "onDemandBaseCapacity");
  const percent = numberAt(distribution, "onDemandPercentageAboveBaseCapacity");
  return {
    base: base ?? 0,
    percent: percent ?? 100,
    said: base !== undefined || percent !== undefined,
    strategy: textAt(distribution, "spotAllocationStrategy"),
    spotSettings: ["spotAllocationStrategy", "spotInstancePools", "spotMaxPrice"].filter((key) => at(distribution, key) !== undefined),
  };
}

/** How many types the group names in its overrides; requirements stand for many. */
export function typesNamed(props: Dictionary): number | Unknown {
  const overrides = listAt(props, "mixedInstancesPolicy", "launchTemplate", "overrides");
  if (isUnknown(overrides)) return UNKNOWN;
  const names = new Set<string>();
  for (const override of overrides) {
    if (at(override, "instanceRequirements") !== undefined) return Number.POSITIVE_INFINITY;
    const name = textAt(override, "instanceType");
    if (isUnknown(override) || isUnknown(name)) return UNKNOWN;
    if (name !== undefined) names.add(name);
  }
  return names.size;
}

/** The capacity that the tags of a group claim; a group has a list of tags, not a map. */
export function claimedCapacity(props: Dictionary): { readonly path: string; readonly value: string | Unknown } | undefined {
  const tags = listAt(props, "tags");
  if (isUnknown(tags)) return { path: "tags", value: UNKNOWN };
  const index = tags.findIndex((tag) => at(tag, "key") === TAG.capacity);
  if (index < 0) return undefined;
  const value = textAt(tags[index], "value");
  return value === undefined ? undefined : { path: `tags[${index}].value`, value };
}
