import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as codebuild from "@pulumi/aws/codebuild";
import * as iam from "@pulumi/aws/iam";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../../lib/common-args";
import { tagsOf } from "../../lib/tags";
import { trusts, trustsFor } from "../../lib/trust-policy";
import { BUILD_HANDLER } from "./build-handler";

/** One statement of a role made here; all of them allow. */
export interface Right {
  readonly Action: string[];
  readonly Resource: pulumi.Input<string> | pulumi.Input<string>[];
}

/** The repository that builds push to. */
interface Repository {
  readonly name: pulumi.Input<string>;
  readonly arn: pulumi.Input<string>;
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<name>`, without tag. */
  readonly url: pulumi.Input<string>;
}

export interface AwaitedBuilds {
  /** Logical names. The starter shares the project's, with `-starter` behind it for its role. */
  readonly names: { readonly project: string; readonly builder: string };
  readonly description: string;
  readonly repository: Repository;
  readonly source: codebuild.ProjectArgs["source"];
  readonly environment: codebuild.ProjectArgs["environment"];
  /** Minutes that one build may take. */
  readonly minutes: number;
  /** What a build may do beside pushing to the repository. */
  readonly rights: readonly Right[];
}

/** One image that a build makes, and how the function knows it. */
export interface AwaitedImage {
  /** Logical name of the calls, without their number. */
  readonly name: string;
  /** What errors call it: `the copy of docker.io/x:1`. */
  readonly what: string;
  /** A digest that is known beforehand, or a tag made of the content. */
  readonly image: { readonly imageDigest: string } | { readonly imageTag: string };
  readonly variables: pulumi.Input<{ name: string; value: pulumi.Input<string>; type: string }[]>;
  /** Argument that an error tells to raise. */
  readonly minutes: string;
  /** Severities with which a scanned image is refused; empty: the scan is only reported. Undefined: nobody waits for a scan. */
  readonly refuse?: readonly string[];
}

/** What the last call answered. */
export interface ProvenImage {
  readonly digest: string;
  /** Number of findings by severity; absent where the registry does not scan. */
  readonly findings?: Readonly<Record<string, number>>;
}

/** A function may run for 15 minutes; one call waits for 14 at most, less what starting takes. */
const CALL_MINUTES = 14;
/** A build may stand in CodeBuild's queue before its own time begins to count. */
const QUEUE_MINUTES = 3;

/**
 * Builds inside the account: a CodeBuild project builds, a function starts and awaits its builds, and each call of the function is a resource, so that `up`
 * waits, fails with the build's reason and the end of its log, and passes on what ECR has confirmed. No byte of an image, and no code of ours, runs on the
 * machine that runs `up`. Weighed against it: Step Functions would wait longer, but no resource starts an execution and awaits it; a dynamic provider would
 * run on the machine that runs `up`, with its credentials; a local command likewise.
 */
export function awaitedBuilds(
  { names, description, repository, source, environment, minutes, rights }: AwaitedBuilds,
  args: CommonArgs,
  opts: pulumi.CustomResourceOptions,
): (image: AwaitedImage) => pulumi.Output<ProvenImage> {
  const tags = tagsOf(names.project, args.tags);
  const logs = new cloudwatch.LogGroup(names.project, { retentionInDays: 30, kmsKeyId: args.kmsKeyId, tags }, opts);
  const trusted = trustsFor("codebuild", { near: repository.arn, resources: ["project/*"] });
  const builder = role(names.builder, trusted, [...pushRights(repository), writeLogs(logs), ...rights], args, opts);
  const project = new codebuild.Project(
    names.project,
    {
      description,
      serviceRole: builder.role.arn,
      source,
      artifacts: { type: "NO_ARTIFACTS" },
      environment,
      logsConfig: { cloudwatchLogs: { groupName: logs.name, streamName: "build" } },
      buildTimeout: minutes,
      tags,
    },
    { ...opts, dependsOn: [builder.rights] },
  );
  const starter = role(`${names.project}-starter`, trusts("lambda"), starterRights(repository, project, logs), args, opts);
  const start = new lambda.Function(
    names.project,
    {
      description: "starts a build, waits for it, and proves that ECR has its image",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      code: new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset(BUILD_HANDLER) }),
      role: starter.role.arn,
      timeout: 15 * 60,
      loggingConfig: { logFormat: "Text", logGroup: logs.name },
      tags,
    },
    { ...opts, dependsOn: [starter.rights] },
  );
  const calls = Math.ceil((minutes + QUEUE_MINUTES) / CALL_MINUTES);

  /** The calls that start and await one build, one after the other. The last one fails unless ECR has the image, so nothing is left to refuse in an apply. */
  return ({ name, image, ...asked }) => {
    let call: lambda.Invocation | undefined; // there is at least one: no build is given less than 5 minutes
    for (let number = 1; number <= calls; number++) {
      const input = pulumi.jsonStringify({ project: project.name, repository: repository.name, image, ...asked, last: number === calls });
      call = new lambda.Invocation(
        `${name}-${number}`,
        { functionName: start.name, input, triggers: { image: Object.values(image).join() } },
        { ...opts, dependsOn: call ? [call] : [], customTimeouts: { create: "16m" } },
      );
    }
    return (call?.result ?? pulumi.output("{}")).apply((result) => JSON.parse(result) as ProvenImage);
  };
}

const pushRights = (repository: Repository): Right[] => [
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
];

const starterRights = (repository: Repository, project: codebuild.Project, logs: cloudwatch.LogGroup): Right[] => [
  { Action: ["codebuild:BatchGetBuilds", "codebuild:ListBuildsForProject", "codebuild:StartBuild"], Resource: project.arn },
  { Action: ["ecr:BatchGetImage", "ecr:DescribeImageScanFindings"], Resource: repository.arn },
  { ...writeLogs(logs), Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:GetLogEvents"] },
];

const writeLogs = (logs: cloudwatch.LogGroup): Right => ({
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: [logs.arn, pulumi.interpolate`${logs.arn}:*`],
});

function role(
  name: string,
  assumeRolePolicy: pulumi.Input<string>,
  statements: Right[],
  args: CommonArgs,
  opts: pulumi.CustomResourceOptions,
) {
  const made = new iam.Role(
    name,
    { assumeRolePolicy, path: args.rolePath, permissionsBoundary: args.permissionsBoundary, tags: tagsOf(name, args.tags) },
    opts,
  );
  const Statement = statements.map((statement) => ({ Effect: "Allow", ...statement }));
  const rights = new iam.RolePolicy(name, { role: made.id, policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement }) }, opts);
  return { role: made, rights };
}
