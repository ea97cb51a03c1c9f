import type * as pulumi from "@pulumi/pulumi";
import type { Problems } from "./invalid";

const KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/;

const RULE =
  "must be the ARN of the key, which aws kms describe-key prints as Arn: CloudWatch Logs and IAM policies take neither ids nor aliases";

/** Notes a key that is given by its id or alias; a value that is known at the update only is checked where a policy names it. */
export function checkKmsKey(kmsKeyId: pulumi.Input<string> | undefined, problems: Problems): void {
  if (typeof kmsKeyId === "string" && !KEY_ARN.test(kmsKeyId)) problems.add("kmsKeyId", `${RULE}, got '${kmsKeyId}'`);
}

/** The ARN itself; anything else is an error, because the policy that names the key would cover every key. */
export function keyArn(kmsKeyId: string): string {
  if (!KEY_ARN.test(kmsKeyId)) throw new Error(`kmsKeyId ${RULE}`);
  return kmsKeyId;
}
