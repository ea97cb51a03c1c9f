import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import * as kms from "@pulumi/aws/kms";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { partitionOf } from "../lib/partition";

/** One key for volumes, logs and images. Its policy lets EC2 and CloudWatch Logs of this account and region use it, and nobody else's. */
export function ownKey(region: string, tags: Record<string, string>, opts: CustomResourceOptions = {}): kms.Key {
  const { name: partition, dnsSuffix } = partitionOf(region);
  const policy = getCallerIdentityOutput().accountId.apply((account) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Sid: "account", Effect: "Allow", Principal: { AWS: `arn:${partition}:iam::${account}:root` }, Action: "kms:*", Resource: "*" },
        {
          // Auto Scaling starts machines through EC2. Naming its service-linked role instead fails in an account that has never had a group.
          Sid: "volumes",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey"],
          Resource: "*",
          Condition: { StringEquals: { "kms:ViaService": `ec2.${region}.${dnsSuffix}`, "kms:CallerAccount": account } },
        },
        {
          Sid: "logs",
          Effect: "Allow",
          Principal: { Service: `logs.${region}.${dnsSuffix}` },
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
          Resource: "*",
          Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${account}:*` } },
        },
      ],
    }),
  );
  return new kms.Key(
    "gpu",
    { description: "volumes, logs and images of the GPU stack", enableKeyRotation: true, deletionWindowInDays: 30, policy, tags },
    opts,
  );
}
