import { expect, it } from "vitest";
import { ownKey } from "../../stacks/key";
import { only, record } from "../components/record";

it.each([
  ["us-east-1", "aws", "amazonaws.com"],
  ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
  ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
])("lets the services of %s use the key by the names of their partition", async (region, partition, suffix) => {
  const answers = { "aws:index/getCallerIdentity:getCallerIdentity": { accountId: "123456789012" } };
  const { inputs } = only(await record(() => ownKey(region, {}), { answers }), "aws:kms/key:Key");
  expect(JSON.parse(String(inputs.policy))).toMatchObject({
    Statement: [
      { Principal: { AWS: `arn:${partition}:iam::123456789012:root` } },
      { Condition: { StringEquals: { "kms:ViaService": `ec2.${region}.${suffix}` } } },
      {
        Principal: { Service: `logs.${region}.${suffix}` },
        Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:123456789012:*` } },
      },
    ],
  });
});
