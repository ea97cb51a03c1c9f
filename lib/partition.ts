/** A part of AWS with regions, accounts and domain names of its own; nothing reaches across. */
export interface Partition {
  /** Second field of every ARN. */
  readonly name: string;
  /** What host names, and the names of some services, end with. */
  readonly dnsSuffix: string;
}

/** By the beginning of a region's name. As the AWS SDK's endpoint rules have them, which a test compares. */
const PARTITIONS: Readonly<Record<string, Partition>> = {
  "cn-": { name: "aws-cn", dnsSuffix: "amazonaws.com.cn" },
  "eu-isoe-": { name: "aws-iso-e", dnsSuffix: "cloud.adc-e.uk" },
  "eusc-": { name: "aws-eusc", dnsSuffix: "amazonaws.eu" },
  "us-gov-": { name: "aws-us-gov", dnsSuffix: "amazonaws.com" },
  "us-iso-": { name: "aws-iso", dnsSuffix: "c2s.ic.gov" },
  "us-isob-": { name: "aws-iso-b", dnsSuffix: "sc2s.sgov.gov" },
  "us-isof-": { name: "aws-iso-f", dnsSuffix: "csp.hci.ic.gov" },
};

const COMMERCIAL: Partition = { name: "aws", dnsSuffix: "amazonaws.com" };

/** The partition that a region belongs to: `aws` unless its name says otherwise. */
export const partitionOf = (region: string): Partition =>
  Object.entries(PARTITIONS).find(([prefix]) => region.startsWith(prefix))?.[1] ?? COMMERCIAL;
