import * as kms from "@pulumi/aws/kms";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { type BuildContext, contentHash, contextFiles } from "../../images/context";
import type { CommonArgs } from "../../lib/common-args";
import { tagsOf } from "../../lib/tags";
import type { BuiltImage, ImageFacts } from "../pins/pinned-image";
import { awaitedBuilds, type Right } from "./awaited-build";
import { checkBuild } from "./build-checks";
import { type BuildVariable, COSIGN, imageBuildspec, type Signer, upstreamVariables } from "./image-buildspec";

/** What a scan may find; `none` refuses nothing. */
export type RefusedFindings = "CRITICAL" | "HIGH" | "MEDIUM" | "none";

/** Where the image goes: an `ImageRegistry`, or any ECR repository whose tags are immutable. */
export interface TargetRegistry {
  repositoryName: pulumi.Input<string>;
  repositoryArn: pulumi.Input<string>;
  repositoryUrl: pulumi.Input<string>;
}

export interface ImageBuildArgs extends CommonArgs {
  /** Folder and Dockerfile. It is uploaded to a private bucket, as far as `.dockerignore` lets it, so keep secrets out of it. */
  source: BuildContext;
  /** Where the image is pushed. */
  registry: TargetRegistry;
  /**
   * Arguments of the Dockerfile. They can be read in the image and in the project: no secret belongs here.
   * @default none
   */
  buildArgs?: Record<string, string>;
  /**
   * What the image says of CUDA, for the verdict of the machine that runs it in the same update. `pulumi-gpu pin image` reads it from the built image instead.
   * @default unknown: the verdict is undecided
   */
  facts?: ImageFacts;
  /**
   * Beginning of the tag; 12 characters of the content's hash follow it.
   * @default the component's name
   */
  tagPrefix?: string;
  /**
   * Minutes that the build may take, 5 to 480; billed by the minute.
   * @default 60
   */
  buildMinutes?: number;
  /**
   * Size of the build machine. A CUDA image needs disk more than anything: MEDIUM and LARGE have 128 GB.
   * @default "BUILD_GENERAL1_MEDIUM"
   */
  computeType?: "BUILD_GENERAL1_SMALL" | "BUILD_GENERAL1_MEDIUM" | "BUILD_GENERAL1_LARGE" | "BUILD_GENERAL1_XLARGE";
  /**
   * Registry (`docker.io`, `nvcr.io`) to the ARN of a Secrets Manager secret with the keys `username` and `accessToken`, for the base images. Docker Hub
   * without an account limits how many images an address may pull, and CodeBuild shares its addresses.
   * @default bases are read without an account
   */
  upstreamSecretArns?: Record<string, pulumi.Input<string>>;
  /**
   * ARN of an asymmetric KMS key for signing (ECC_NIST_P256, SIGN_VERIFY), or `none`. `cosign verify --key awskms:///<arn>` checks the signature.
   * @default a key of the component's own, billed by the month
   */
  signingKeyArn?: pulumi.Input<string> | "none";
  /**
   * What signs: the executable cosign, checked by its SHA-256 before it runs. Set it where CodeBuild cannot reach GitHub.
   * @default cosign 3.0.6
   */
  signer?: Signer;
  /**
   * Lowest severity of a finding in the scan on push that fails `up`. With `none` the findings are an output only.
   * @default "none"
   */
  refuseFindings?: RefusedFindings;
}

/**
 * Builds an image in the account, with CodeBuild and without a local Docker: tagged by content, pushed, scanned, signed. `up` waits for it; a failed build
 * shows the end of its log. Content that is there already is not built again.
 */
export class ImageBuild extends pulumi.ComponentResource {
  /** `<prefix>-<hash of the content>`; known at preview. */
  readonly tag: string;
  /** What a machine pulls: `<registry>/<repository>@<digest>`. */
  readonly imageUri: pulumi.Output<string>;
  /** Digest that ECR confirmed. */
  readonly digest: pulumi.Output<string>;
  /** Number of findings of the scan by severity; undefined where the registry does not scan. */
  readonly findings: pulumi.Output<Readonly<Record<string, number>> | undefined>;
  /** Command that writes the image into `gpu.lock.json`, with the CUDA facts of its own config. */
  readonly pin: pulumi.Output<string>;
  /** ARN of the key that signed; undefined where nothing is signed. */
  readonly signingKeyArn?: pulumi.Output<string>;
  /** For `image` of a machine in the same program. */
  readonly image: BuiltImage;

  constructor(name: string, args: ImageBuildArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { files, tag, buildArgs, upstreams, minutes, refuse } = resolve(name, args); // before super: an invalid build is never registered
    super("gpu:index:ImageBuild", name, { ...args }, opts);
    const child = { parent: this };
    const { registry } = args;

    const object = uploaded(name, args, { files, tag }, child);
    const signingKeyArn = signingKey(name, args, child);
    const { signer = COSIGN } = args;
    const build = awaitedBuilds(
      {
        names: { project: name, builder: `${name}-builder` },
        description: `builds ${tag}`,
        repository: { name: registry.repositoryName, arn: registry.repositoryArn, url: registry.repositoryUrl },
        source: {
          type: "S3",
          location: pulumi.interpolate`${object.bucket}/${object.key}`,
          buildspec: imageBuildspec({ dockerfile: args.source.dockerfile ?? "Dockerfile", buildArgs, upstreams }),
        },
        environment: {
          type: "LINUX_CONTAINER",
          computeType: args.computeType ?? "BUILD_GENERAL1_MEDIUM",
          image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
          privilegedMode: true, // Docker's daemon runs inside the build's container
        },
        minutes,
        rights: rights(args, object, signingKeyArn),
      },
      args,
      child,
    );
    const plain: Record<BuildVariable, pulumi.Input<string>> = {
      REPOSITORY_URL: registry.repositoryUrl,
      TAG: tag,
      SIGNING_KEY: signingKeyArn === undefined ? "" : pulumi.interpolate`awskms:///${signingKeyArn}`,
      SIGNER_URL: signer.url,
      SIGNER_SHA256: signer.sha256,
    };
    const proven = build({
      name: `${name}-build`,
      what: `the build of ${tag}`,
      image: { imageTag: tag },
      variables: [...Object.entries(plain).map(([key, value]) => ({ name: key, value, type: "PLAINTEXT" })), ...logIns(args, upstreams)],
      minutes: "buildMinutes",
      refuse,
    });

    this.tag = tag;
    this.digest = proven.apply(({ digest }) => digest);
    this.imageUri = pulumi.interpolate`${registry.repositoryUrl}@${this.digest}`;
    this.findings = proven.apply(({ findings }) => findings);
    this.pin = pulumi.interpolate`pulumi-gpu pin image ${registry.repositoryUrl}:${tag}`;
    if (signingKeyArn !== undefined) this.signingKeyArn = pulumi.output(signingKeyArn);
    this.image = { reference: `${name}:${tag}`, name, tag, uri: this.imageUri, facts: args.facts ?? {}, pinnedBy: "build" };
    this.registerOutputs({
      tag,
      digest: this.digest,
      imageUri: this.imageUri,
      findings: this.findings,
      pin: this.pin,
      ...(this.signingKeyArn ? { signingKeyArn: this.signingKeyArn } : {}),
    });
  }
}

const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM"] as const;

function resolve(name: string, args: ImageBuildArgs) {
  const { buildArgs = {}, buildMinutes: minutes = 60, refuseFindings = "none", tagPrefix = name } = args;
  checkBuild(name, args);
  const files = contextFiles(args.source);
  return {
    files,
    tag: `${tagPrefix}-${contentHash(args.source, files, buildArgs).slice(0, 12)}`,
    buildArgs,
    minutes,
    upstreams: Object.keys(args.upstreamSecretArns ?? {}),
    refuse: refuseFindings === "none" ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(refuseFindings) + 1),
  };
}

/** The folder, in a private bucket that goes with the component. */
function uploaded(
  name: string,
  { source, kmsKeyId, tags }: ImageBuildArgs,
  { files, tag }: { files: readonly string[]; tag: string },
  opts: pulumi.CustomResourceOptions,
): s3.BucketObjectv2 {
  const bucket = new s3.Bucket(`${name}-context`, { forceDestroy: true, tags: tagsOf(`${name}-context`, tags) }, opts);
  const closed = new s3.BucketPublicAccessBlock(
    `${name}-context`,
    { bucket: bucket.id, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    opts,
  );
  const assets = files.map((path): [string, pulumi.asset.Asset] => [path, new pulumi.asset.FileAsset(`${source.context}/${path}`)]);
  return new s3.BucketObjectv2(
    `${name}-context`,
    {
      bucket: bucket.id,
      key: `${tag}.zip`,
      source: new pulumi.asset.AssetArchive(Object.fromEntries(assets)),
      ...(kmsKeyId === undefined ? {} : { kmsKeyId, serverSideEncryption: "aws:kms" }),
      tags: tagsOf(`${name}-context`, tags),
    },
    { ...opts, dependsOn: [closed] },
  );
}

function signingKey(
  name: string,
  { signingKeyArn, tags }: ImageBuildArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Input<string> | undefined {
  if (signingKeyArn === "none") return undefined;
  if (signingKeyArn !== undefined) return signingKeyArn;
  const made = new kms.Key(
    `${name}-signing`,
    {
      description: `signs the image ${name}`,
      keyUsage: "SIGN_VERIFY",
      customerMasterKeySpec: "ECC_NIST_P256",
      tags: tagsOf(`${name}-signing`, tags),
    },
    opts,
  );
  return made.arn;
}

function rights({ kmsKeyId, upstreamSecretArns = {} }: ImageBuildArgs, object: s3.BucketObjectv2, key?: pulumi.Input<string>): Right[] {
  const secrets = Object.values(upstreamSecretArns);
  return [
    { Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: object.arn },
    ...(kmsKeyId === undefined ? [] : [{ Action: ["kms:Decrypt"], Resource: kmsKeyId }]),
    ...(key === undefined ? [] : [{ Action: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"], Resource: key }]),
    ...(secrets.length === 0 ? [] : [{ Action: ["secretsmanager:GetSecretValue"], Resource: secrets }]),
  ];
}

/** CodeBuild fetches these itself and masks them in its log; what is passed here is where they lie. */
const logIns = ({ upstreamSecretArns = {} }: ImageBuildArgs, upstreams: readonly string[]) =>
  upstreams.flatMap((registry, at) => {
    const { user, token } = upstreamVariables(at);
    const secret = upstreamSecretArns[registry];
    return [
      { name: user, value: pulumi.interpolate`${secret}:username`, type: "SECRETS_MANAGER" },
      { name: token, value: pulumi.interpolate`${secret}:accessToken`, type: "SECRETS_MANAGER" },
    ];
  });
