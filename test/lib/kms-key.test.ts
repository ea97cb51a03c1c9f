import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { Problems } from "../../lib/invalid";
import { checkKmsKey, keyArn } from "../../lib/kms-key";

const reasons = (kmsKeyId: pulumi.Input<string> | undefined) => {
  const problems = new Problems();
  checkKmsKey(kmsKeyId, problems);
  return problems.found.map(({ reason }) => reason);
};

it.each([
  undefined,
  "arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  "arn:aws-cn:kms:cn-north-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab",
])("takes %s", (key) => {
  expect(reasons(key)).toEqual([]);
});

it.each(["1234abcd-12ab-34cd-56ef-1234567890ab", "alias/gpu", "arn:aws:kms:us-west-2:123456789012:alias/gpu"])(
  "refuses %s, with the way to the ARN",
  (key) => {
    expect(reasons(key)).toEqual([expect.stringContaining("aws kms describe-key prints as Arn")]);
    expect(() => keyArn(key)).toThrow("kmsKeyId must be the ARN of the key");
  },
);

it("leaves a key that only the update knows to where a policy names it", () => {
  expect(reasons(pulumi.output("alias/gpu"))).toEqual([]);
});
