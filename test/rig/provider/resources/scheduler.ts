import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  type FlexibleTimeWindowMode,
  GetScheduleCommand,
  SchedulerClient,
  type ScheduleState,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import type { ScheduleArgs } from "@pulumi/aws/scheduler";
import type { Unwrap } from "@pulumi/pulumi";
import { type Handler, handler, unlessGone } from "../handler";

const scheduleOf = (inputs: Unwrap<ScheduleArgs>) => ({
  Name: String(inputs.name),
  GroupName: inputs.groupName,
  Description: inputs.description,
  ScheduleExpression: inputs.scheduleExpression,
  ScheduleExpressionTimezone: inputs.scheduleExpressionTimezone,
  State: (inputs.state ?? "ENABLED") as ScheduleState,
  FlexibleTimeWindow: {
    Mode: inputs.flexibleTimeWindow.mode as FlexibleTimeWindowMode,
    MaximumWindowInMinutes: inputs.flexibleTimeWindow.maximumWindowInMinutes,
  },
  Target: { Arn: inputs.target.arn, RoleArn: inputs.target.roleArn, Input: inputs.target.input },
});

const at = (id: string) => ({ GroupName: id.split("/")[0], Name: id.split("/")[1] });

const schedule = handler<ScheduleArgs>({
  named: { property: "name", longest: 64 },
  async create(inputs, session) {
    const created = await session.client(SchedulerClient).send(new CreateScheduleCommand(scheduleOf(inputs)));
    return { id: `${inputs.groupName ?? "default"}/${inputs.name}`, outputs: { arn: created.ScheduleArn } };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(SchedulerClient).send(new GetScheduleCommand(at(id))));
    return answer && { arn: answer.Arn };
  },
  async update(_id, inputs, _state, session) {
    await session.client(SchedulerClient).send(new UpdateScheduleCommand(scheduleOf(inputs)));
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(SchedulerClient).send(new DeleteScheduleCommand(at(id))));
  },
});

export const SCHEDULER: Readonly<Record<string, Handler>> = { "aws:scheduler/schedule:Schedule": schedule };
