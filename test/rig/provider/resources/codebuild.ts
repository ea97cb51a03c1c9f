import {
  BatchGetProjectsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  type CreateProjectInput,
  DeleteProjectCommand,
} from "@aws-sdk/client-codebuild";
import type { ProjectArgs } from "@pulumi/aws/codebuild";
import type { Unwrap } from "@pulumi/pulumi";
import { type Handler, handler, promised, unlessGone } from "../handler";
import type { Session } from "../session";

const projectOf = (inputs: Unwrap<ProjectArgs>, session: Session): CreateProjectInput => ({
  name: String(inputs.name),
  description: inputs.description,
  serviceRole: inputs.serviceRole,
  timeoutInMinutes: inputs.buildTimeout,
  encryptionKey: inputs.encryptionKey,
  // moto refuses NO_SOURCE without a location, AWS takes it: the location is for moto alone.
  source: { type: inputs.source.type as "NO_SOURCE", buildspec: inputs.source.buildspec, location: inputs.source.location ?? "none" },
  artifacts: { type: inputs.artifacts.type as "NO_ARTIFACTS" },
  environment: {
    type: inputs.environment.type as "LINUX_CONTAINER",
    image: inputs.environment.image,
    computeType: inputs.environment.computeType as "BUILD_GENERAL1_SMALL",
    privilegedMode: inputs.environment.privilegedMode,
    environmentVariables: inputs.environment.environmentVariables?.map(({ name, value, type }) => ({
      name,
      value,
      type: type as "PLAINTEXT" | undefined,
    })),
  },
  logsConfig: inputs.logsConfig?.cloudwatchLogs && {
    cloudWatchLogs: {
      status: "ENABLED",
      groupName: inputs.logsConfig.cloudwatchLogs.groupName,
      streamName: inputs.logsConfig.cloudwatchLogs.streamName,
    },
  },
  tags: Object.entries({ ...session.defaultTags, ...inputs.tags }).map(([key, value]) => ({ key, value })),
});

const project = handler<ProjectArgs>({
  named: { property: "name", longest: 255 },
  async create(inputs, session) {
    const created = await session.client(CodeBuildClient).send(new CreateProjectCommand(projectOf(inputs, session)));
    return { id: promised(created.project?.arn, "project ARN"), outputs: { arn: created.project?.arn } };
  },
  async read(id, state, session) {
    const answer = await session.client(CodeBuildClient).send(new BatchGetProjectsCommand({ names: [String(state.name)] }));
    return answer.projects?.[0] && { arn: id };
  },
  async update(_id, inputs, _state, session) {
    const client = session.client(CodeBuildClient);
    // moto 5.2.5 has no UpdateProject; the project keeps its name, and so its ARN.
    await client.send(new DeleteProjectCommand({ name: String(inputs.name) }));
    await client.send(new CreateProjectCommand(projectOf(inputs, session)));
    return {};
  },
  async delete(_id, state, session) {
    await unlessGone(session.client(CodeBuildClient).send(new DeleteProjectCommand({ name: String(state.name) })));
  },
});

export const CODEBUILD: Readonly<Record<string, Handler>> = { "aws:codebuild/project:Project": project };
