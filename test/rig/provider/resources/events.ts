import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type RuleState,
} from "@aws-sdk/client-eventbridge";
import type { EventRuleArgs, EventTargetArgs } from "@pulumi/aws/cloudwatch";
import type { Unwrap } from "@pulumi/pulumi";
import { type Handler, handler, promised, tagList, unlessGone } from "../handler";
import type { Session } from "../session";

const putRule = (inputs: Unwrap<EventRuleArgs>, session: Session) =>
  new PutRuleCommand({
    Name: inputs.name,
    Description: inputs.description,
    EventBusName: inputs.eventBusName,
    EventPattern: inputs.eventPattern,
    ScheduleExpression: inputs.scheduleExpression,
    State: (inputs.state ?? "ENABLED") as RuleState,
    RoleArn: inputs.roleArn,
    Tags: tagList(inputs.tags, session),
  });

const rule = handler<EventRuleArgs>({
  named: { property: "name", longest: 64 },
  async create(inputs, session) {
    const created = await session.client(EventBridgeClient).send(putRule(inputs, session));
    return { id: promised(inputs.name, "rule name"), outputs: { arn: created.RuleArn } };
  },
  async read(id, state, session) {
    const wanted = { Name: id, EventBusName: state.eventBusName };
    const answer = await unlessGone(session.client(EventBridgeClient).send(new DescribeRuleCommand(wanted)));
    return answer && { arn: answer.Arn };
  },
  async update(_id, inputs, _state, session) {
    await session.client(EventBridgeClient).send(putRule(inputs, session));
    return {};
  },
  async delete(id, state, session) {
    await unlessGone(session.client(EventBridgeClient).send(new DeleteRuleCommand({ Name: id, EventBusName: state.eventBusName })));
  },
});

const putTarget = (inputs: Unwrap<EventTargetArgs>, id: string) =>
  new PutTargetsCommand({
    Rule: inputs.rule,
    EventBusName: inputs.eventBusName,
    Targets: [
      {
        Id: id,
        Arn: inputs.arn,
        RoleArn: inputs.roleArn,
        Input: inputs.input,
        InputPath: inputs.inputPath,
        InputTransformer: inputs.inputTransformer && {
          InputPathsMap: inputs.inputTransformer.inputPaths,
          InputTemplate: inputs.inputTransformer.inputTemplate,
        },
        RetryPolicy: inputs.retryPolicy && {
          MaximumEventAgeInSeconds: inputs.retryPolicy.maximumEventAgeInSeconds,
          MaximumRetryAttempts: inputs.retryPolicy.maximumRetryAttempts,
        },
      },
    ],
  });

const target = handler<EventTargetArgs>({
  named: { property: "targetId", longest: 64 },
  async create(inputs, session) {
    const targetId = promised(inputs.targetId, "target id");
    await session.client(EventBridgeClient).send(putTarget(inputs, targetId));
    return { id: `${inputs.rule}-${targetId}`, outputs: {} };
  },
  async read(_id, state, session) {
    const wanted = { Rule: state.rule, EventBusName: state.eventBusName };
    const answer = await unlessGone(session.client(EventBridgeClient).send(new ListTargetsByRuleCommand(wanted)));
    return answer?.Targets?.some(({ Id }) => Id === state.targetId) ? {} : undefined;
  },
  async update(_id, inputs, state, session) {
    await session.client(EventBridgeClient).send(putTarget(inputs, promised(state.targetId, "target id")));
    return {};
  },
  async delete(_id, state, session) {
    const gone = { Rule: state.rule, EventBusName: state.eventBusName, Ids: [promised(state.targetId, "target id")] };
    await unlessGone(session.client(EventBridgeClient).send(new RemoveTargetsCommand(gone)));
  },
});

export const EVENTS: Readonly<Record<string, Handler>> = {
  "aws:cloudwatch/eventRule:EventRule": rule,
  "aws:cloudwatch/eventTarget:EventTarget": target,
};
