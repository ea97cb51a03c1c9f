import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as codebuild from "@aws-sdk/client-codebuild";
import * as ecr from "@aws-sdk/client-ecr";
import type { FunctionArgs, InvocationArgs } from "@pulumi/aws/lambda";
import { loadHandler } from "../../../components/registry/load-handler";
import { type Handler, handler, promised } from "../handler";
import type { Session } from "../session";

/** The texts of the functions; an invocation can come from another process than the one that made its function. */
function fileOf(name: string): string {
  const folder = promised(process.env.RIG_FUNCTIONS, "folder for functions: set RIG_FUNCTIONS");
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name}.mjs`);
}

/** The one file of an archive, as the engine hands archives over. */
const textOf = (code: unknown): string => {
  const { assets = {} } = code as { assets?: Record<string, { text?: string }> };
  return promised(Object.values(assets)[0]?.text, "text in the function's archive");
};

const functions = handler<FunctionArgs>({
  named: { property: "name", longest: 64 },
  async create(inputs, session) {
    const name = promised(inputs.name, "function name");
    writeFileSync(fileOf(name), textOf(inputs.code));
    return { id: name, outputs: { arn: await session.arn("lambda", `function:${name}`) } };
  },
  read: async () => ({}),
  async update(id, inputs) {
    writeFileSync(fileOf(id), textOf(inputs.code));
    return {};
  },
  async delete(id) {
    rmSync(fileOf(id), { force: true });
  },
});

/** What the build would have pushed: moto's builds succeed at once, and run no container. */
async function push({ environmentVariablesOverride = [] }: codebuild.StartBuildCommandInput, session: Session): Promise<void> {
  const variable = (name: string) => promised(environmentVariablesOverride.find((one) => one.name === name)?.value, `variable ${name}`);
  // A copy is told its digest; what a Dockerfile makes, ECR computes.
  const digest = environmentVariablesOverride.find((one) => one.name === "DIGEST")?.value;
  await session.client(ecr.ECRClient).send(
    new ecr.PutImageCommand({
      repositoryName: variable("REPOSITORY_URL").split("/").slice(1).join("/"),
      imageTag: variable("TAG"),
      imageDigest: digest,
      imageManifest: JSON.stringify({
        schemaVersion: 2,
        mediaType: "application/vnd.oci.image.index.v1+json",
        manifests: [],
        tag: variable("TAG"),
        digest,
      }),
    }),
  );
}

/** `new Client({})` in a function means the account and region in which it runs: the provider's own. */
function sdkOf(session: Session) {
  const builds = session.client(codebuild.CodeBuildClient);
  class CodeBuildClient {
    async send(command: Parameters<typeof builds.send>[0]) {
      const answer = await builds.send(command);
      if (command instanceof codebuild.StartBuildCommand) await push(command.input, session);
      return answer;
    }
  }
  class ECRClient {
    send = (command: ecr.BatchGetImageCommand) => session.client(ecr.ECRClient).send(command);
  }
  class CloudWatchLogsClient {
    send = (command: logs.GetLogEventsCommand) => session.client(logs.CloudWatchLogsClient).send(command);
  }
  return {
    "@aws-sdk/client-cloudwatch-logs": { ...logs, CloudWatchLogsClient },
    "@aws-sdk/client-codebuild": { ...codebuild, CodeBuildClient },
    "@aws-sdk/client-ecr": { ...ecr, ECRClient },
  };
}

const MOST_MILLISECONDS = 15 * 60_000;

const invocation = handler<InvocationArgs>({
  async create({ functionName, input }, session) {
    const run = loadHandler(readFileSync(fileOf(functionName), "utf8"), sdkOf(session));
    const answer = await run(JSON.parse(input), { getRemainingTimeInMillis: () => MOST_MILLISECONDS });
    return { id: `${functionName},$LATEST`, outputs: { result: JSON.stringify(answer) } };
  },
  read: async () => ({}),
  update: async () => ({}),
  delete: async () => {},
});

export const LAMBDA: Readonly<Record<string, Handler>> = {
  "aws:lambda/function:Function": functions,
  "aws:lambda/invocation:Invocation": invocation,
};
