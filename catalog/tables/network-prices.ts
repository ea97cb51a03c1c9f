import type { Sourced } from "../sourced";

/** List price of a part of a network, in one region. */
export interface NetworkPrice extends Sourced {
  /** Of a NAT gateway; of an interface endpoint in one zone. */
  readonly usdPerHour: number;
  /** Of the first petabyte a month. */
  readonly usdPerGb: number;
}

const checked = "2026-11-23";

const NETWORK_PRICES: Readonly<Record<NetworkPart, Readonly<Record<string, NetworkPrice>>>> = {
  "interface-endpoint": {
    "us-east-1": {
      usdPerHour: 0.01,
      usdPerGb: 0.01,
      source:
        "https://c3x.dev/resources/aws/aws_vpc_endpoint ; https://awsnegotiations.com/privatelink-cost-analysis.html ; https://aws.amazon.com/jp/privatelink/pricing/",
      checked,
      confidence: "seen-multi",
      note: "AWS's own page states the price of data; the price an hour and zone is that of the others, the first of which shows it for us-east-1",
    },
  },
  "nat-gateway": {
    "us-east-1": { usdPerHour: 0.045, usdPerGb: 0.045, source: "https://sst.dev/docs/component/aws/vpc/", checked, confidence: "seen" },
    "us-east-2": {
      usdPerHour: 0.045,
      usdPerGb: 0.045,
      source: "api-evangelist/amazon-vpc:plans/amazon-vpc-plans-pricing.yml",
      checked,
      confidence: "seen",
      note: "transcribed on 2026-09-20 from a worked example of https://aws.amazon.com/vpc/pricing/",
    },
  },
};

export type NetworkPart = "interface-endpoint" | "nat-gateway";

/** Undefined where no source was read for the region. */
export const networkPriceOf = (part: NetworkPart, region: string): NetworkPrice | undefined =>
  Object.hasOwn(NETWORK_PRICES[part], region) ? NETWORK_PRICES[part][region] : undefined;
