import type * as pulumi from "@pulumi/pulumi";
import type { Problems } from "./invalid";
import { checkKmsKey } from "./kms-key";
import { checkRolePath } from "./role-path";
import { checkTags } from "./tags";

/** What every component accepts. Providers are not here: pass them with `opts.provider` or `opts.providers`, children inherit them. */
export interface CommonArgs {
  /**
   * Tags of every taggable resource, and of each instance, volume and network interface that starts from them: those are made by AWS, not by
   * Pulumi, so a provider's default tags do not reach them. At most 50 a resource; keys that begin with `pulumi-gpu:` are taken.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
  /**
   * ARN of the IAM policy that bounds every role made here. Free.
   * @default none
   */
  permissionsBoundary?: pulumi.Input<string>;
  /**
   * IAM path of every role and instance profile made here; begins and ends with a slash, at most 512 characters.
   * @default "/"
   */
  rolePath?: string;
  /**
   * ARN of the customer-managed KMS key that encrypts volumes, logs and repositories; an id or alias is refused. Billed by the month and the request. The key's
   * policy has to let the services use it: Auto Scaling's service-linked role for volumes, CloudWatch Logs for log groups.
   * @default the keys that AWS manages, free
   */
  kmsKeyId?: pulumi.Input<string>;
}

/** Notes what is wrong with the common arguments. `ownTags` is the number of tags that the component itself puts on one resource. */
export function checkCommonArgs(args: CommonArgs, problems: Problems, { ownTags = 1 } = {}): void {
  checkTags(args.tags, problems, { reserved: ownTags });
  checkRolePath(args.rolePath, problems);
  checkKmsKey(args.kmsKeyId, problems);
}
