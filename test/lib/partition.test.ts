import { EC2Client } from "@aws-sdk/client-ec2";
import { expect, it } from "vitest";
import { partitionOf } from "../../lib/partition";

/** Where the AWS SDK sends a call, by its own rules. */
const hostOf = (region: string): string | undefined => new EC2Client({ region }).config.endpointProvider({ Region: region }).url.hostname;

it.each([
  ["us-east-1", "aws"],
  ["eu-west-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["cn-northwest-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
  ["eusc-de-east-1", "aws-eusc"],
  ["us-iso-east-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["us-isof-south-1", "aws-iso-f"],
  ["eu-isoe-west-1", "aws-iso-e"],
])("knows that %s is of %s, and how its hosts are called", (region, name) => {
  const partition = partitionOf(region);
  expect(partition.name).toBe(name);
  expect(hostOf(region)).toBe(`ec2.${region}.${partition.dnsSuffix}`);
});
