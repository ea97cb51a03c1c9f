import { isUnknown } from "../../catalog";
import { DISTRIBUTION, GROUP, purchaseOf, typesNamed } from "../reading/spot";
import { type Dictionary, textAt } from "../reading/value";
import { type Finding, type Rule, undecided, violation } from "../rule";

const BATCH = "aws:batch/computeEnvironment:ComputeEnvironment";
const STRATEGY = `${DISTRIBUTION}.spotAllocationStrategy`;
const OVERRIDES = "mixedInstancesPolicy.launchTemplate.overrides";

export const spotCapacityIsSpread: Rule = {
  name: "spot-capacity-is-spread",
  description:
    "A group that buys spot takes it where capacity is deep, and from several instance types: the default strategy, lowest-price, is interrupted most.",
  severity: "medium",
  level: "advisory",
  remedy: 'Set spotAllocationStrategy: "price-capacity-optimized" and name several types that run the same image in overrides.',
  types: [GROUP, BATCH],
  judge({ type, props }) {
    if (type === BATCH) return batch(props);
    const purchase = purchaseOf(props);
    if (purchase === undefined) return [];
    if (isUnknown(purchase)) return [undecided(DISTRIBUTION, "not known before the update")];
    const { percent, strategy } = purchase;
    if (isUnknown(percent)) return [undecided(`${DISTRIBUTION}.onDemandPercentageAboveBaseCapacity`, "not known before the update")];
    if (percent === 100) return [];
    const findings: Finding[] = [];
    if (isUnknown(strategy)) findings.push(undecided(STRATEGY, "not known before the update"));
    else if (strategy === undefined)
      findings.push(violation(STRATEGY, "absent, and the default is lowest-price, which takes the pools that are interrupted most"));
    else if (strategy === "lowest-price") findings.push(violation(STRATEGY, "lowest-price takes the pools that are interrupted most"));
    const types = typesNamed(props);
    if (isUnknown(types)) findings.push(undecided(OVERRIDES, "the instance types are not known before the update"));
    else if (types <= 1) findings.push(violation(OVERRIDES, "one instance type only: when its pool is empty nothing starts"));
    return findings;
  },
};

/** Batch starts the cheapest type that fits, and waits for it, unless it is told otherwise. */
function batch(props: Dictionary): Finding[] {
  const kind = textAt(props, "computeResources", "type");
  if (isUnknown(kind)) return [undecided("computeResources.type", "not known before the update; it may be spot")];
  if (kind !== "SPOT") return [];
  const path = "computeResources.allocationStrategy";
  const strategy = textAt(props, "computeResources", "allocationStrategy");
  if (isUnknown(strategy)) return [undecided(path, "not known before the update")];
  return strategy === undefined || strategy === "BEST_FIT"
    ? [
        violation(
          path,
          `${strategy === undefined ? "absent, and the default is BEST_FIT, which" : "BEST_FIT"} waits for one cheapest type, also while others are free`,
          'Set allocationStrategy: "SPOT_PRICE_CAPACITY_OPTIMIZED".',
        ),
      ]
    : [];
}
