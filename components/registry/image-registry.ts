import * as ecr from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../../lib/common-args";
import { tagsOf } from "../../lib/tags";
import { type Transform, transformed } from "../../lib/transform";
import type { PinnedImage } from "../pins/pinned-image";
import { type Copier, CRANE } from "./copy-buildspec";
import { copyImages } from "./image-copy";
import { type KeepTagged, lifecycleRules } from "./lifecycle";
import { type PullThrough, pullThroughRules } from "./pull-through";
import { checkRegistry } from "./registry-checks";

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
  /**
   * Images that are copied into the repository by digest, with all their platforms, by a build in this account that `up` starts and awaits; free of NAT and of the
   * machine that runs `up`. Billed by the build minute and the gigabyte stored. An image whose digest is there is not copied again.
   * @default none
   */
  copies?: PinnedImage[];
  /**
   * Minutes that one copy may take, 5 to 480; a build over it is ended and fails `up`. Several images are copied at once.
   * @default 25
   */
  copyMinutes?: number;
  /**
   * What copies: a release archive of crane, checked by its SHA-256 before it runs. Set it where CodeBuild cannot reach GitHub.
   * @default crane 0.20.3
   */
  copier?: Copier;
  /**
   * Registry (`docker.io`, `nvcr.io`) to the ARN of a Secrets Manager secret with the keys `username` and `accessToken`, encrypted with the key that AWS manages. For
   * nvcr.io the user name is `$oauthtoken`. Docker Hub without an account limits how many images an address may pull, and CodeBuild shares its addresses.
   * @default upstreams are read without an account
   */
  upstreamSecretArns?: Record<string, pulumi.Input<string>>;
  /**
   * Images that ECR fetches from the upstream itself, at the first pull. A destroy leaves the repositories that ECR made for them.
   * @default none
   */
  pullThrough?: PullThrough;
}

export interface ImageRegistryOptions extends pulumi.ComponentResourceOptions {
  /**
   * Last word on a child's arguments. TypeScript only: functions cannot cross to a plugin.
   * @default none
   */
  transform?: { repository?: Transform<ecr.RepositoryArgs> };
}

/** An ECR repository whose tags never move: immutable, scanned on push, encrypted. Billed by the gigabyte stored. */
export class ImageRegistry extends pulumi.ComponentResource {
  /** Name of the repository. */
  readonly repositoryName: pulumi.Output<string>;
  /** ARN of the repository. */
  readonly repositoryArn: pulumi.Output<string>;
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<name>`, without tag. */
  readonly repositoryUrl: pulumi.Output<string>;
  /** Reference of each image in `copies` and `pullThrough` to what a machine pulls: `<registry>/<repository>@<digest>`, known once a copy is proven. */
  readonly imageUris: Readonly<Record<string, pulumi.Output<string>>>;
  /** Policy for the role that pulls a `pullThrough` image first, see `policyArns` of `GpuInstance`; absent without `pullThrough`. */
  readonly pullThroughPolicyArn?: pulumi.Output<string>;

  constructor(name: string, args: ImageRegistryArgs, opts: ImageRegistryOptions = {}) {
    const { copies, secretArns } = resolve(name, args); // before super: an invalid registry is never registered
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
    // A protected registry keeps its images; what else belongs to it is replaced when it changes, which protection would forbid.
    const replaceable = { parent: this, protect: false };
    new ecr.LifecyclePolicy(name, { repository: repository.name, policy: JSON.stringify({ rules: lifecycleRules(args) }) }, replaceable);
    if (args.repositoryPolicy !== undefined)
      new ecr.RepositoryPolicy(name, { repository: repository.name, policy: args.repositoryPolicy }, child);

    const copied = copies ? copyImages(name, repository, copies, args, replaceable) : {};
    const through = args.pullThrough && pullThroughRules(name, args.pullThrough, { repository, secretArns }, args, replaceable);
    this.repositoryName = repository.name;
    this.repositoryArn = repository.arn;
    this.repositoryUrl = repository.repositoryUrl;
    this.imageUris = { ...copied, ...through?.uris };
    if (through) this.pullThroughPolicyArn = through.policy.arn;
    this.registerOutputs({
      repositoryName: this.repositoryName,
      repositoryArn: this.repositoryArn,
      repositoryUrl: this.repositoryUrl,
      imageUris: this.imageUris,
      ...(through ? { pullThroughPolicyArn: through.policy.arn } : {}),
    });
  }
}

function resolve(name: string, args: ImageRegistryArgs) {
  const { copies: images = [], copyMinutes = 25, copier = CRANE, upstreamSecretArns: secretArns = {} } = args;
  checkRegistry(name, { ...args, copies: images, copyMinutes, copier, upstreamSecretArns: secretArns });
  return { secretArns, copies: images.length > 0 ? { images, copyMinutes, copier, upstreamSecretArns: secretArns } : undefined };
}
