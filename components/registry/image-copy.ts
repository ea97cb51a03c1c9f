import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as codebuild from "@pulumi/aws/codebuild";
import type * as ecr from "@pulumi/aws/ecr";
import * as iam from "@pulumi/aws/iam";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../../lib/common-args";
import { tagsOf } from "../../lib/tags";
import { trusts, trustsFor } from "../../lib/trust-policy";
import type { PinnedImage } from "../pins/pinned-image";
import { type Copier, type CopyVariable, copyBuildspec } from "./copy-buildspec";
import { COPY_HANDLER } from "./copy-handler";

export interface ImageCopies {
  readonly images: readonly PinnedImage[];
  readonly copyMinutes: number;
  readonly copier: Copier;
  /** Registry to the ARN of the secret with its log-in. */
  readonly upstreamSecretArns: Readonly<Record<string, pulumi.Input<string>>>;
}

/** A function may run for 15 minutes; one call waits for 14 at most, less what starting takes. */
const CALL_MINUTES = 14;
/** A build may stand in CodeBuild's queue before its own time begins to count. */
const QUEUE_MINUTES = 3;

/**
 * Copies images inside the account: a CodeBuild project copies by digest, a function starts and awaits its builds, and each call of the function is a resource,
 * so that `up` waits, fails with the build's reason, and passes on what ECR has confirmed. No byte of an image, and no code of ours, runs on the machine that
 * runs `up`. Weighed against it: Step Functions would wait longer, but no resource starts an execution and awaits it; a dynamic provider would run on the
 * machine that runs `up`, with its credentials; a local command likewise.
 */
export function copyImages(
  name: string,
  repository: ecr.Repository,
  copies: ImageCopies,
  args: CommonArgs,
  opts: pulumi.CustomResourceOptions,
): Record<string, pulumi.Output<string>> {
  const tags = tagsOf(`${name}-copy`, args.tags);
  const logs = new cloudwatch.LogGroup(`${name}-copy`, { retentionInDays: 30, kmsKeyId: args.kmsKeyId, tags }, opts);
  const trusted = trustsFor("codebuild", { near: repository.arn, resources: ["project/*"] });
  const copier = role(`${name}-copier`, trusted, copierRights(repository, logs, copies), args, opts);
  const project = new codebuild.Project(
    `${name}-copy`,
    {
      description: "copies pinned images into ECR, by digest",
      serviceRole: copier.role.arn,
      source: { type: "NO_SOURCE", buildspec: copyBuildspec() },
      artifacts: { type: "NO_ARTIFACTS" },
      environment: {
        type: "LINUX_CONTAINER",
        computeType: "BUILD_GENERAL1_SMALL", // layers are streamed, never stored
        image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
        privilegedMode: false,
        environmentVariables: [
          { name: "COPIER_URL", value: copies.copier.url },
          { name: "COPIER_SHA256", value: copies.copier.sha256 },
        ],
      },
      logsConfig: { cloudwatchLogs: { groupName: logs.name, streamName: "build" } },
      buildTimeout: copies.copyMinutes,
      tags,
    },
    { ...opts, dependsOn: [copier.rights] },
  );
  const starter = role(`${name}-copy-starter`, trusts("lambda"), starterRights(repository, project, logs), args, opts);
  const start = new lambda.Function(
    `${name}-copy`,
    {
      description: "starts a copy, waits for it, and proves that ECR has the digest",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      code: new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset(COPY_HANDLER) }),
      role: starter.role.arn,
      timeout: 15 * 60,
      loggingConfig: { logFormat: "Text", logGroup: logs.name },
      tags,
    },
    { ...opts, dependsOn: [starter.rights] },
  );

  return Object.fromEntries(
    copies.images.map((image) => {
      const proven = awaitCopy(name, image, { repository, project, start, copies }, opts);
      return [image.reference, pulumi.all([repository.repositoryUrl, proven]).apply(([url, digest]) => `${url}@${digest}`)];
    }),
  );
}

interface CopyParts {
  readonly repository: ecr.Repository;
  readonly project: codebuild.Project;
  readonly start: lambda.Function;
  readonly copies: ImageCopies;
}

/** The calls that start and await one copy, one after the other; the last one answers with the digest that ECR confirmed. */
function awaitCopy(name: string, image: PinnedImage, parts: CopyParts, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const { repository, project, start, copies } = parts;
  const calls = Math.ceil((copies.copyMinutes + QUEUE_MINUTES) / CALL_MINUTES);
  const input = (last: boolean) =>
    pulumi.jsonStringify({
      project: project.name,
      repository: repository.name,
      source: image.reference,
      digest: image.digest,
      variables: variables(image, repository, copies),
      last,
    });
  let call: lambda.Invocation | undefined; // there is at least one: copyMinutes is at least 5
  for (let number = 1; number <= calls; number++) {
    call = new lambda.Invocation(
      `${name}-copy-${image.reference.replaceAll(/[/:]/g, "-")}-${number}`,
      { functionName: start.name, input: input(number === calls), triggers: { digest: image.digest } },
      { ...opts, dependsOn: call ? [call] : [], customTimeouts: { create: "16m" } },
    );
  }
  // The last call fails unless ECR answered to the digest, so what comes out of it is proven; nothing is left to refuse here, in an apply.
  return (call?.result ?? pulumi.output("{}")).apply((result) => (JSON.parse(result) as { digest: string }).digest);
}

/** At most 128 characters; the digest is in it, because a tag never moves here while an upstream tag may. */
export function copyTag({ name, tag, digest }: PinnedImage): string {
  const short = digest.slice("sha256:".length, "sha256:".length + 12);
  const readable = [name.split("/").at(-1), tag].filter((part) => part !== undefined).join("-");
  return `${readable.slice(0, 128 - short.length - 1)}-${short}`;
}

export const upstreamRegistry = ({ name }: PinnedImage): string => name.split("/", 1)[0] ?? "";

function variables(image: PinnedImage, repository: ecr.Repository, { upstreamSecretArns }: ImageCopies) {
  const plain: Partial<Record<CopyVariable, pulumi.Input<string>>> = {
    SOURCE: image.name,
    DIGEST: image.digest,
    REPOSITORY_URL: repository.repositoryUrl,
    TAG: copyTag(image),
    UPSTREAM_REGISTRY: upstreamRegistry(image),
  };
  const secret = upstreamSecretArns[upstreamRegistry(image)];
  // CodeBuild fetches these itself and masks them in its log; what is passed here is where they lie.
  const fetched: Partial<Record<CopyVariable, pulumi.Input<string>>> =
    secret === undefined
      ? {}
      : { UPSTREAM_USER: pulumi.interpolate`${secret}:username`, UPSTREAM_TOKEN: pulumi.interpolate`${secret}:accessToken` };
  return [
    ...Object.entries(plain).map(([variable, value]) => ({ name: variable, value, type: "PLAINTEXT" })),
    ...Object.entries(fetched).map(([variable, value]) => ({ name: variable, value, type: "SECRETS_MANAGER" })),
  ];
}

interface Statement {
  readonly Action: string[];
  readonly Resource: pulumi.Input<string> | pulumi.Input<string>[];
}

const copierRights = (repository: ecr.Repository, logs: cloudwatch.LogGroup, { upstreamSecretArns }: ImageCopies): Statement[] => [
  // The log-in knows no resource.
  { Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
  {
    Action: [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ],
    Resource: repository.arn,
  },
  writeLogs(logs),
  ...(Object.keys(upstreamSecretArns).length > 0
    ? [{ Action: ["secretsmanager:GetSecretValue"], Resource: Object.values(upstreamSecretArns) }]
    : []),
];

const starterRights = (repository: ecr.Repository, project: codebuild.Project, logs: cloudwatch.LogGroup): Statement[] => [
  { Action: ["codebuild:BatchGetBuilds", "codebuild:ListBuildsForProject", "codebuild:StartBuild"], Resource: project.arn },
  { Action: ["ecr:BatchGetImage"], Resource: repository.arn },
  writeLogs(logs),
];

const writeLogs = (logs: cloudwatch.LogGroup): Statement => ({
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: [logs.arn, pulumi.interpolate`${logs.arn}:*`],
});

function role(
  name: string,
  assumeRolePolicy: pulumi.Input<string>,
  statements: Statement[],
  args: CommonArgs,
  opts: pulumi.CustomResourceOptions,
) {
  const made = new iam.Role(
    name,
    {
      assumeRolePolicy,
      path: args.rolePath,
      permissionsBoundary: args.permissionsBoundary,
      tags: tagsOf(name, args.tags),
    },
    opts,
  );
  const Statement = statements.map((statement) => ({ Effect: "Allow", ...statement }));
  const rights = new iam.RolePolicy(name, { role: made.id, policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement }) }, opts);
  return { role: made, rights };
}
