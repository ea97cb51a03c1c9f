import { isUnknown } from "../../catalog";
import { templateClaims } from "../reading/claims";
import { claimedCapacity, DISTRIBUTION, GROUP, type Purchase, purchaseOf } from "../reading/spot";
import { textAt } from "../reading/value";
import { type Finding, type Resource, type Rule, undecided, violation } from "../rule";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const PERCENT = `${DISTRIBUTION}.onDemandPercentageAboveBaseCapacity`;
const BASE = `${DISTRIBUTION}.onDemandBaseCapacity`;

export const spotIsSetUpAsMeant: Rule = {
  name: "spot-is-set-up-as-meant",
  description:
    "A group that is meant to buy spot buys spot, and one that is meant to buy on-demand does not: the defaults of EC2 are 100 % on-demand.",
  severity: "high",
  level: "mandatory",
  remedy: "Say it: onDemandBaseCapacity: 0 and onDemandPercentageAboveBaseCapacity: 0 for spot, 100 for on-demand.",
  types: [GROUP, TEMPLATE],
  judge: (resource) => (resource.type === TEMPLATE ? template(resource) : group(resource)),
};

function template({ props }: Resource): Finding[] {
  const claim = templateClaims(props).capacity;
  if (claim === undefined) return [];
  const market = textAt(props, "instanceMarketOptions", "marketType");
  if (isUnknown(market)) return [undecided("instanceMarketOptions.marketType", "not known before the update")];
  if (market !== "spot") return [];
  if (isUnknown(claim.value)) return [undecided(claim.path, "the claimed capacity is not known before the update")];
  return claim.value === "on-demand"
    ? [
        violation(
          "instanceMarketOptions.marketType",
          "the template is claimed to be on-demand and asks for spot",
          "Remove instanceMarketOptions.",
        ),
      ]
    : [];
}

function group({ props }: Resource): Finding[] {
  const purchase = purchaseOf(props);
  if (isUnknown(purchase)) return [undecided(DISTRIBUTION, "not known before the update; the default is 100 % on-demand")];
  const claim = claimedCapacity(props);
  if (purchase === undefined) {
    return claim?.value === "spot"
      ? [
          undecided(
            "launchTemplate",
            "claimed to be spot without a mixed instances policy; only the template's market options could make it so",
          ),
        ]
      : [];
  }
  if (claim !== undefined && isUnknown(claim.value)) return [undecided(claim.path, "the claimed capacity is not known before the update")];
  return claim === undefined ? unclaimed(purchase) : claimed(purchase, claim.value as string);
}

function claimed({ base, percent }: Purchase, capacity: string): Finding[] {
  if (isUnknown(percent)) return [undecided(PERCENT, "not known before the update")];
  if (isUnknown(base)) return [undecided(BASE, "not known before the update")];
  // With a fallback there are two groups, and each of them buys one kind only.
  const spot = percent === 0 && base === 0;
  if (capacity === "spot" && !spot)
    return [violation(percent === 0 ? BASE : PERCENT, "the group is claimed to be spot and buys on-demand")];
  if (capacity === "on-demand" && percent !== 100) return [violation(PERCENT, "the group is claimed to be on-demand and buys spot")];
  if (capacity === "spot-then-on-demand" && !spot && percent !== 100)
    return [violation(PERCENT, "the group mixes spot and on-demand; a fallback needs one group for each")];
  return [];
}

function unclaimed({ percent, said, spotSettings }: Purchase): Finding[] {
  if (isUnknown(percent)) return [undecided(PERCENT, "not known before the update; the default is 100 % on-demand")];
  // A percentage that is written down is meant, whatever else is set beside it.
  if (said) return [];
  if (spotSettings.length > 0) {
    const verb = spotSettings.length === 1 ? "is" : "are";
    return [
      violation(PERCENT, `${spotSettings.join(", ")} ${verb} set, and without a percentage the group buys 100 % on-demand: no spot at all`),
    ];
  }
  return [undecided(PERCENT, "absent, so the group buys 100 % on-demand by default; whether that is meant cannot be seen")];
}
