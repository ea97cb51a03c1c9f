import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeStateMachineCommand,
  type LogLevel,
  SFNClient,
  type StateMachineType,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import type { StateMachineArgs } from "@pulumi/aws/sfn";
import type { Unwrap } from "@pulumi/pulumi";
import { type Handler, handler, promised, unlessGone } from "../handler";

const machineOf = (inputs: Unwrap<StateMachineArgs>) => ({
  definition: inputs.definition,
  roleArn: inputs.roleArn,
  loggingConfiguration: inputs.loggingConfiguration && {
    level: inputs.loggingConfiguration.level as LogLevel | undefined,
    includeExecutionData: inputs.loggingConfiguration.includeExecutionData,
    destinations: inputs.loggingConfiguration.logDestination
      ? [{ cloudWatchLogsLogGroup: { logGroupArn: inputs.loggingConfiguration.logDestination } }]
      : undefined,
  },
  tracingConfiguration: inputs.tracingConfiguration,
});

const stateMachine = handler<StateMachineArgs>({
  named: { property: "name", longest: 80 },
  async create(inputs, session) {
    const tags = Object.entries({ ...session.defaultTags, ...inputs.tags }).map(([key, value]) => ({ key, value }));
    const created = await session
      .client(SFNClient)
      .send(
        new CreateStateMachineCommand({ name: inputs.name, type: inputs.type as StateMachineType | undefined, tags, ...machineOf(inputs) }),
      );
    const arn = promised(created.stateMachineArn, "state machine ARN");
    return { id: arn, outputs: { arn, status: "ACTIVE" } };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(SFNClient).send(new DescribeStateMachineCommand({ stateMachineArn: id })));
    return answer && { arn: id, status: answer.status };
  },
  async update(id, inputs, _state, session) {
    await session.client(SFNClient).send(new UpdateStateMachineCommand({ stateMachineArn: id, ...machineOf(inputs) }));
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(SFNClient).send(new DeleteStateMachineCommand({ stateMachineArn: id })));
  },
});

export const STEP_FUNCTIONS: Readonly<Record<string, Handler>> = { "aws:sfn/stateMachine:StateMachine": stateMachine };
