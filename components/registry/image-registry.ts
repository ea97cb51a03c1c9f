import * as ecr from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../../lib/common-args";
import { Problems } from "../../lib/invalid";
import { checkTags, tagsOf } from "../../lib/tags";
import { type Transform, transformed } from "../../lib/transform";
import { type KeepTagged, lifecycleRules } from "./lifecycle";

/** What a destroy does with the images. `retain`: the repository and its images stay, and cost, until someone deletes them. `forceDelete`: all are deleted. */
export type Retention = "retain" | "forceDelete";

export interface ImageRegistryArgs extends CommonArgs {
  /** What a destroy does with the images; named in full, because neither is right everywhere. */
  retention: Retention;
  /**
   * Lower-case letters, digits and `. _ - /`, 2 to 256 characters.
   * @default the component's name and a random suffix
   */
  repositoryName?: string;
  /**
   * Days after which an image without a tag goes. Parts of a multi-platform image have no tag of their own; ECR keeps them while their index is there.
   * @default 14
   */
  expireUntaggedAfterDays?: number;
  /**
   * Tag prefixes of which only the newest are kept; images with other tags are never expired.
   * @default none
   */
  keepTagged?: KeepTagged[];
  /**
   * Resource policy of the repository, for example to let another account pull.
   * @default none: this account alone
   */
  repositoryPolicy?: pulumi.Input<string>;
}

export interface ImageRegistryOptions extends pulumi.ComponentResourceOptions {
  /** Last word on a child's arguments. TypeScript only: functions cannot cross to a plugin. */
  transform?: { repository?: Transform<ecr.RepositoryArgs> };
}

/** An ECR repository whose tags never move: immutable, scanned on push, encrypted. Billed by the gigabyte stored. */
export class ImageRegistry extends pulumi.ComponentResource {
  readonly repositoryName: pulumi.Output<string>;
  readonly repositoryArn: pulumi.Output<string>;
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<name>`, without tag. */
  readonly repositoryUrl: pulumi.Output<string>;

  constructor(name: string, args: ImageRegistryArgs, opts: ImageRegistryOptions = {}) {
    resolve(name, args); // before super: an invalid registry is never registered
    super("gpu:index:ImageRegistry", name, { ...args }, opts);
    const child = { parent: this };

    const repository = new ecr.Repository(
      name,
      transformed<ecr.RepositoryArgs>(
        {
          name: args.repositoryName,
          imageTagMutability: "IMMUTABLE",
          imageScanningConfiguration: { scanOnPush: true },
          encryptionConfigurations: [
            args.kmsKeyId === undefined ? { encryptionType: "AES256" } : { encryptionType: "KMS", kmsKey: args.kmsKeyId },
          ],
          forceDelete: args.retention === "forceDelete",
          tags: tagsOf(name, args.tags),
        },
        opts.transform?.repository,
      ),
      { ...child, retainOnDelete: args.retention === "retain" },
    );
    new ecr.LifecyclePolicy(name, { repository: repository.name, policy: JSON.stringify({ rules: lifecycleRules(args) }) }, child);
    if (args.repositoryPolicy !== undefined)
      new ecr.RepositoryPolicy(name, { repository: repository.name, policy: args.repositoryPolicy }, child);

    this.repositoryName = repository.name;
    this.repositoryArn = repository.arn;
    this.repositoryUrl = repository.repositoryUrl;
    this.registerOutputs({ repositoryName: this.repositoryName, repositoryArn: this.repositoryArn, repositoryUrl: this.repositoryUrl });
  }
}

const REPOSITORY_NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

function resolve(name: string, args: ImageRegistryArgs): void {
  const problems = new Problems();
  const { retention, repositoryName = name } = args;
  if (retention !== "retain" && retention !== "forceDelete")
    problems.add("retention", `must be 'retain', which leaves the images to a destroy, or 'forceDelete', got '${String(retention)}'`);
  if (!REPOSITORY_NAME.test(repositoryName) || repositoryName.length < 2 || repositoryName.length > 256) {
    const reason = `'${repositoryName}' is no repository name: 2 to 256 lower-case letters, digits and . _ - / between them`;
    problems.add("repositoryName", args.repositoryName === undefined ? `${reason}; set repositoryName` : reason);
  }
  const days = args.expireUntaggedAfterDays ?? 14;
  if (!Number.isInteger(days) || days < 1) problems.add("expireUntaggedAfterDays", `must be a whole number of at least 1, got ${days}`);
  for (const [index, { prefix, keep }] of (args.keepTagged ?? []).entries()) {
    if (prefix === "" || prefix.includes("*"))
      problems.add(
        `keepTagged[${index}].prefix`,
        `'${prefix}' would match every tag; name the prefix of the tags that may go, such as 'ci-'`,
      );
    if (!Number.isInteger(keep) || keep < 1) problems.add(`keepTagged[${index}].keep`, `must be a whole number of at least 1, got ${keep}`);
  }
  checkTags(args.tags, problems, { reserved: 1 });
  problems.throwIfAny(`ImageRegistry '${name}'`);
}
