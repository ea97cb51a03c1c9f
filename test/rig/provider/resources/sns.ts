import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import type { TopicArgs, TopicSubscriptionArgs } from "@pulumi/aws/sns";
import { type Handler, handler, promised, tagList, unlessGone } from "../handler";

const topic = handler<TopicArgs>({
  named: { property: "name", longest: 256 },
  async create(inputs, session) {
    const Attributes = inputs.kmsMasterKeyId ? { KmsMasterKeyId: inputs.kmsMasterKeyId } : undefined;
    const created = await session
      .client(SNSClient)
      .send(new CreateTopicCommand({ Name: inputs.name, Attributes, Tags: tagList(inputs.tags, session) }));
    const arn = promised(created.TopicArn, "topic ARN");
    return { id: arn, outputs: { arn } };
  },
  async read(id, _state, session) {
    return (await unlessGone(session.client(SNSClient).send(new GetTopicAttributesCommand({ TopicArn: id })))) && { arn: id };
  },
  async update(id, inputs, _state, session) {
    const AttributeValue = inputs.kmsMasterKeyId ?? "";
    await session.client(SNSClient).send(new SetTopicAttributesCommand({ TopicArn: id, AttributeName: "KmsMasterKeyId", AttributeValue }));
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(SNSClient).send(new DeleteTopicCommand({ TopicArn: id })));
  },
});

const subscription = handler<TopicSubscriptionArgs>({
  async create(inputs, session) {
    const created = await session.client(SNSClient).send(
      new SubscribeCommand({
        TopicArn: String(inputs.topic),
        Protocol: inputs.protocol,
        Endpoint: inputs.endpoint,
        ReturnSubscriptionArn: true,
      }),
    );
    const arn = promised(created.SubscriptionArn, "subscription ARN");
    return { id: arn, outputs: { arn } };
  },
  async read(id, _state, session) {
    return (await unlessGone(session.client(SNSClient).send(new GetSubscriptionAttributesCommand({ SubscriptionArn: id })))) && { arn: id };
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(SNSClient).send(new UnsubscribeCommand({ SubscriptionArn: id })));
  },
});

export const SNS: Readonly<Record<string, Handler>> = {
  "aws:sns/topic:Topic": topic,
  "aws:sns/topicSubscription:TopicSubscription": subscription,
};
