import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
  TagLogGroupCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LogGroupArgs } from "@pulumi/aws/cloudwatch";
import { type Handler, handler, unlessGone } from "../handler";
import type { Session } from "../session";

async function retain(logGroupName: string, retentionInDays: number | undefined, session: Session): Promise<void> {
  if (!retentionInDays) return;
  await session.client(CloudWatchLogsClient).send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
}

const logGroup = handler<LogGroupArgs>({
  named: { property: "name", longest: 512 },
  async create(inputs, session) {
    const logGroupName = String(inputs.name);
    const tags = { ...session.defaultTags, ...inputs.tags };
    await session.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName, kmsKeyId: inputs.kmsKeyId, tags }));
    await retain(logGroupName, inputs.retentionInDays, session);
    return { id: logGroupName, outputs: { arn: await session.arn("logs", `log-group:${logGroupName}`) } };
  },
  async read(id, _state, session) {
    const answer = await session.client(CloudWatchLogsClient).send(new DescribeLogGroupsCommand({ logGroupNamePrefix: id }));
    return answer.logGroups?.some(({ logGroupName }) => logGroupName === id) ? {} : undefined;
  },
  async update(id, inputs, _state, session) {
    await retain(id, inputs.retentionInDays, session);
    const tags = { ...session.defaultTags, ...inputs.tags };
    if (Object.keys(tags).length > 0) await session.client(CloudWatchLogsClient).send(new TagLogGroupCommand({ logGroupName: id, tags }));
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(CloudWatchLogsClient).send(new DeleteLogGroupCommand({ logGroupName: id })));
  },
});

export const LOGS: Readonly<Record<string, Handler>> = { "aws:cloudwatch/logGroup:LogGroup": logGroup };
