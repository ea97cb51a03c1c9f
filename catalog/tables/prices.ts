import type { Confidence, Sourced } from "../sourced";

/** On-demand price, Linux, shared tenancy. */
export interface OnDemandPrice extends Sourced {
  readonly usdPerHour: number;
}

/** A range of spot prices over the zones at one unknown moment of 2026; no promise. */
export interface SpotSample extends Sourced {
  readonly low: number;
  /** Equal to on-demand means: no discount in some zone. */
  readonly high: number;
}

/** What was read for one type and region; an absent part was not read, or is not offered. */
export interface Price {
  readonly onDemand?: OnDemandPrice;
  readonly spotSample?: SpotSample;
}

interface Derived {
  readonly derived: number;
}

interface Prices {
  /** Region to USD per hour. */
  readonly onDemand: Readonly<Record<string, number | Derived>>;
  /** Region to lowest and highest USD per hour. */
  readonly spot?: Readonly<Record<string, readonly [low: number, high: number]>>;
}

/** The us-east-1 price times the regional factor of the family: good to about 0.2 percent for g4dn, exact where a second size was read. */
const derived = (usdPerHour: number): Derived => ({ derived: usdPerHour });

const CHECKED = "2026-11-23";
// Generated on 2026-07-20.
const KARPENTER = "aws/karpenter-provider-aws:pkg/providers/pricing/zz_generated.pricing_aws.go@1d927085dd81a9df9301e613f371dac5b4d16bfe";
const SKYPILOT = "skypilot-org/skypilot-catalog:catalogs/v9/aws/vms.csv";

const PRICES: Readonly<Record<string, Prices>> = {
  "g4dn.xlarge": {
    onDemand: { "us-east-1": 0.526, "us-west-2": derived(0.526), "eu-west-1": derived(0.58655), "ap-northeast-1": derived(0.70996) },
  },
  "g4dn.2xlarge": {
    onDemand: { "us-east-1": 0.752, "us-west-2": derived(0.752), "eu-west-1": derived(0.83857), "ap-northeast-1": 1.015 },
    spot: { "ap-northeast-1": [0.46, 0.46] },
  },
  "g4dn.4xlarge": {
    onDemand: { "us-east-1": 1.204, "us-west-2": derived(1.204), "eu-west-1": derived(1.3426), "ap-northeast-1": derived(1.62508) },
  },
  "g4dn.8xlarge": {
    onDemand: { "us-east-1": 2.176, "us-west-2": derived(2.176), "eu-west-1": derived(2.4265), "ap-northeast-1": derived(2.93702) },
  },
  "g4dn.12xlarge": {
    onDemand: { "us-east-1": 3.912, "us-west-2": derived(3.912), "eu-west-1": derived(4.36235), "ap-northeast-1": derived(5.28016) },
  },
  "g4dn.16xlarge": {
    onDemand: { "us-east-1": 4.352, "us-west-2": 4.352, "eu-west-1": 4.853, "ap-northeast-1": derived(5.87404) },
    spot: { "us-east-1": [1.16, 1.38], "us-west-2": [1.17, 1.36], "eu-west-1": [1.28, 1.39] },
  },
  "g4dn.metal": {
    onDemand: { "us-east-1": 7.824, "us-west-2": derived(7.824), "eu-west-1": derived(8.72469), "ap-northeast-1": derived(10.56032) },
  },
  "g5.xlarge": {
    onDemand: { "us-east-1": 1.006, "us-west-2": derived(1.006), "eu-west-1": derived(1.123), "ap-northeast-1": derived(1.459) },
  },
  "g5.2xlarge": {
    onDemand: { "us-east-1": 1.212, "us-west-2": derived(1.212), "eu-west-1": derived(1.35296), "ap-northeast-1": derived(1.75776) },
  },
  "g5.4xlarge": {
    onDemand: { "us-east-1": 1.624, "us-west-2": derived(1.624), "eu-west-1": derived(1.81288), "ap-northeast-1": derived(2.35528) },
  },
  "g5.8xlarge": {
    onDemand: { "us-east-1": 2.448, "us-west-2": derived(2.448), "eu-west-1": derived(2.73271), "ap-northeast-1": derived(3.55033) },
  },
  "g5.12xlarge": {
    onDemand: { "us-east-1": 5.672, "us-west-2": 5.672, "eu-west-1": 6.33167, "ap-northeast-1": derived(8.22609) },
    spot: { "us-east-1": [2.05, 2.79], "us-west-2": [2.27, 2.84], "eu-west-1": [2.86, 3.09] },
  },
  "g5.16xlarge": {
    onDemand: { "us-east-1": 4.096, "us-west-2": derived(4.096), "eu-west-1": derived(4.57238), "ap-northeast-1": 5.94042 },
    spot: { "ap-northeast-1": [1.36, 1.68] },
  },
  "g5.24xlarge": {
    onDemand: { "us-east-1": 8.144, "us-west-2": derived(8.144), "eu-west-1": derived(9.09117), "ap-northeast-1": derived(11.81123) },
  },
  "g5.48xlarge": {
    onDemand: { "us-east-1": 16.288, "us-west-2": derived(16.288), "eu-west-1": derived(18.18234), "ap-northeast-1": derived(23.62245) },
  },
  "g5g.xlarge": { onDemand: { "us-east-1": 0.42 } },
  "g5g.2xlarge": { onDemand: { "us-east-1": 0.556 } },
  "g5g.4xlarge": { onDemand: { "us-east-1": 0.828 } },
  "g5g.8xlarge": { onDemand: { "us-east-1": 1.372 } },
  "g5g.16xlarge": { onDemand: { "us-east-1": 2.744 } },
  "g5g.metal": { onDemand: { "us-east-1": 2.744 } },
  "g6.xlarge": { onDemand: { "us-east-1": 0.8048, "us-west-2": derived(0.8048), "ap-northeast-1": derived(1.1672) } },
  "g6.2xlarge": {
    onDemand: { "us-east-1": 0.9776, "us-west-2": 0.9776, "ap-northeast-1": derived(1.41781) },
    spot: { "us-west-2": [0.46, 0.53] },
  },
  "g6.4xlarge": {
    onDemand: { "us-east-1": 1.3232, "us-west-2": derived(1.3232), "ap-northeast-1": 1.91903 },
    spot: { "ap-northeast-1": [0.56, 0.88] },
  },
  "g6.8xlarge": { onDemand: { "us-east-1": 2.0144, "us-west-2": derived(2.0144), "ap-northeast-1": derived(2.92148) } },
  "g6.12xlarge": { onDemand: { "us-east-1": 4.6016, "us-west-2": derived(4.6016), "ap-northeast-1": derived(6.67369) } },
  "g6.16xlarge": { onDemand: { "us-east-1": 3.3968, "us-west-2": derived(3.3968), "ap-northeast-1": derived(4.92637) } },
  "g6.24xlarge": { onDemand: { "us-east-1": 6.6752, "us-west-2": derived(6.6752), "ap-northeast-1": derived(9.68103) } },
  "g6.48xlarge": {
    onDemand: { "us-east-1": 13.3504, "us-west-2": 13.3504, "ap-northeast-1": 19.36206 },
    spot: { "us-east-1": [4.43, 7.64], "us-west-2": [4.61, 5.27], "ap-northeast-1": [4.71, 4.83] },
  },
  "g6e.xlarge": { onDemand: { "us-east-1": 1.861, "us-west-2": derived(1.861), "ap-northeast-1": derived(2.699) } },
  "g6e.2xlarge": {
    onDemand: { "us-east-1": 2.24208, "us-west-2": 2.24208, "ap-northeast-1": derived(3.25168) },
    spot: { "us-east-1": [0.84, 1.1], "us-west-2": [0.97, 1.12] },
  },
  "g6e.4xlarge": {
    onDemand: { "us-east-1": 3.00424, "us-west-2": derived(3.00424), "ap-northeast-1": 4.35703 },
    spot: { "ap-northeast-1": [1.45, 1.81] },
  },
  "g6e.8xlarge": { onDemand: { "us-east-1": 4.52856, "us-west-2": derived(4.52856), "ap-northeast-1": derived(6.56775) } },
  "g6e.12xlarge": { onDemand: { "us-east-1": 10.49264, "us-west-2": derived(10.49264), "ap-northeast-1": derived(15.21743) } },
  "g6e.16xlarge": { onDemand: { "us-east-1": 7.57719, "us-west-2": derived(7.57719), "ap-northeast-1": derived(10.98917) } },
  "g6e.24xlarge": { onDemand: { "us-east-1": 15.06559, "us-west-2": derived(15.06559), "ap-northeast-1": derived(21.84956) } },
  "g6e.48xlarge": {
    onDemand: { "us-east-1": 30.13118, "us-west-2": 30.13118, "ap-northeast-1": 43.69912 },
    spot: { "us-east-1": [4.6, 11.85], "us-west-2": [12.31, 13.06], "ap-northeast-1": [8.17, 8.89] },
  },
  "g6f.large": { onDemand: { "us-east-1": 0.202, "us-west-2": derived(0.202) } },
  "g6f.xlarge": {
    onDemand: { "us-east-1": 0.2375, "us-west-2": 0.2375 },
    spot: { "us-east-1": [0.086, 0.096], "us-west-2": [0.063, 0.082] },
  },
  "g6f.2xlarge": { onDemand: { "us-east-1": 0.475, "us-west-2": derived(0.475) } },
  "g6f.4xlarge": { onDemand: { "us-east-1": 0.95, "us-west-2": derived(0.95) } },
  "g7.2xlarge": { onDemand: { "us-east-1": 2.52 } },
  "g7.4xlarge": { onDemand: { "us-east-1": 3.04208 } },
  "g7.8xlarge": { onDemand: { "us-east-1": 4.08624 } },
  "g7.12xlarge": { onDemand: { "us-east-1": 7.12832 } },
  "g7.24xlarge": { onDemand: { "us-east-1": 14.25664 } },
  "g7.48xlarge": { onDemand: { "us-east-1": 28.51328 } },
  "g7e.2xlarge": { onDemand: { "us-east-1": 3.36312, "us-west-2": derived(3.36312), "ap-northeast-1": derived(4.87752) } },
  "g7e.4xlarge": { onDemand: { "us-east-1": 3.99816, "us-west-2": derived(3.99816), "ap-northeast-1": derived(5.79852) } },
  "g7e.8xlarge": { onDemand: { "us-east-1": 5.26824, "us-west-2": derived(5.26824), "ap-northeast-1": derived(7.64051) } },
  "g7e.12xlarge": {
    onDemand: { "us-east-1": 8.28608, "us-west-2": 8.28608, "ap-northeast-1": 12.01727 },
    spot: { "us-east-1": [1.75, 2], "us-west-2": [1.15, 2.86], "ap-northeast-1": [1.69, 2.19] },
  },
  "g7e.24xlarge": {
    onDemand: { "us-east-1": 16.57216, "us-west-2": derived(16.57216), "ap-northeast-1": 24.03454 },
    spot: { "us-east-1": [3.84, 3.94], "ap-northeast-1": [3.4, 4.62] },
  },
  "g7e.48xlarge": { onDemand: { "us-east-1": 33.14432, "us-west-2": derived(33.14432), "ap-northeast-1": derived(48.06908) } },
  "gr6.4xlarge": { onDemand: { "us-east-1": 1.5392, "us-west-2": derived(1.5392) } },
  "gr6.8xlarge": { onDemand: { "us-east-1": 2.4464, "us-west-2": 2.4464 }, spot: { "us-west-2": [0.66, 0.79] } },
  "gr6f.4xlarge": {
    onDemand: { "us-east-1": 1.066, "us-west-2": 1.066, "ap-northeast-1": 1.54602 },
    spot: { "us-east-1": [0.38, 0.56], "us-west-2": [0.33, 0.37], "ap-northeast-1": [0.39, 0.5] },
  },
  "p3.2xlarge": {
    onDemand: { "us-east-1": 3.06, "eu-west-1": 3.305, "ap-northeast-1": 4.194 },
    spot: { "eu-west-1": [0.88, 0.88], "ap-northeast-1": [1.25, 4.19] },
  },
  "p3.8xlarge": { onDemand: { "us-east-1": 12.24 } },
  "p3.16xlarge": {
    onDemand: { "us-east-1": 24.48, "us-west-2": 24.48, "eu-west-1": 26.44, "ap-northeast-1": 33.552 },
    spot: { "us-east-1": [3.19, 3.82], "us-west-2": [2.68, 4.81] },
  },
  "p3dn.24xlarge": { onDemand: { "us-east-1": 31.212 } },
  "p4d.24xlarge": { onDemand: { "us-east-1": 21.957642, "us-west-2": 21.95764 }, spot: { "us-west-2": [11.93, 15.73] } },
  "p4de.24xlarge": {
    onDemand: { "us-east-1": 27.44705, "us-west-2": 27.44705, "ap-northeast-1": 37.6223 },
    spot: { "us-east-1": [14.26, 20.13], "us-west-2": [15.05, 20.06], "ap-northeast-1": [12.55, 13.94] },
  },
  "p5.4xlarge": {
    onDemand: { "us-east-1": 6.88, "us-west-2": 6.88, "ap-northeast-1": 8.6 },
    spot: { "us-east-1": [5.4, 6.88], "us-west-2": [4.82, 5.75], "ap-northeast-1": [3.24, 3.24] },
  },
  "p5.48xlarge": {
    onDemand: { "us-east-1": 55.04, "us-west-2": 55.04, "ap-northeast-1": 68.8 },
    spot: { "us-east-1": [16.95, 55.04], "us-west-2": [9.37, 19.35], "ap-northeast-1": [9.85, 23.58] },
  },
  "p5e.48xlarge": { onDemand: {}, spot: { "us-west-2": [17.75, 17.75], "us-east-2": [14.03, 15.48] } },
  "p5en.48xlarge": {
    onDemand: { "us-east-1": 63.296, "us-west-2": 63.296, "ap-northeast-1": 79.12 },
    spot: { "us-east-1": [14.82, 20.78], "us-west-2": [17.82, 19.38], "ap-northeast-1": [19.1, 19.1] },
  },
  "p6-b200.48xlarge": {
    onDemand: { "us-east-1": 113.9328, "us-west-2": 113.9328 },
    spot: { "us-east-1": [23.84, 24.4], "us-west-2": [35.76, 35.76] },
  },
  "p6-b300.48xlarge": { onDemand: { "us-east-1": 142.416 } },
};

/** Every type that has a price, sorted like `INSTANCE_TYPES`. */
export const pricedTypes = (): readonly string[] => Object.keys(PRICES);

const proof = (source: string, confidence: Confidence, note: string): Sourced => ({ source, checked: CHECKED, confidence, note });

/** What was read of the price in a region, in USD per hour. Capacity Blocks, p5e and p6e have no published on-demand price. */
export function priceOf(instanceType: string, region: string): Price {
  const row = Object.hasOwn(PRICES, instanceType) ? PRICES[instanceType] : undefined;
  const onDemand = row && Object.hasOwn(row.onDemand, region) ? row.onDemand[region] : undefined;
  const spot = row?.spot && Object.hasOwn(row.spot, region) ? row.spot[region] : undefined;
  const price: { onDemand?: OnDemandPrice; spotSample?: SpotSample } = {};
  if (typeof onDemand === "number") {
    const [source, when] = region === "us-east-1" ? [KARPENTER, "price of 2026-07-20"] : [SKYPILOT, "price of 2026, day unknown"];
    price.onDemand = { usdPerHour: onDemand, ...proof(source, "seen", when) };
  } else if (onDemand !== undefined) {
    const note = "us-east-1 price of 2026-07-20 times the family's regional factor";
    price.onDemand = { usdPerHour: onDemand.derived, ...proof(`${KARPENTER} ; ${SKYPILOT}`, "derived", note) };
  }
  if (spot) {
    const [low, high] = spot;
    price.spotSample = { low, high, ...proof(SKYPILOT, "seen", "range over zones at one moment of 2026, day unknown") };
  }
  return price;
}
