import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { afterAll, beforeAll, expect, it } from "vitest";
import { gpuInstance } from "../components/host/gpu-instance-fixture";
import { only, record } from "../components/record";
import { type Moto, startMoto } from "../rig/aws";

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

/** As Auto Scaling sends them: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html, shortened to what patterns read. */
const event = (type: string, group: string) => ({
  Source: "aws.autoscaling",
  DetailType: type,
  Detail: JSON.stringify({ AutoScalingGroupName: group, EC2InstanceId: "i-1", StatusCode: "Failed", Cause: "…" }),
});

it("is started by a machine of its own groups that did not start or that ended, by no other event and no other group", async () => {
  const seen = await record(() => gpuInstance({ capacity: "spot-then-on-demand" }));
  const { eventPattern } = only(seen, "aws:cloudwatch/eventRule:EventRule", "box-lost").inputs;
  const [events, logs] = [new EventBridgeClient(moto.place), new CloudWatchLogsClient(moto.place)];
  await logs.send(new CreateLogGroupCommand({ logGroupName: "/aws/events/started" }));
  await events.send(new PutRuleCommand({ Name: "lost", EventPattern: String(eventPattern) }));
  const Arn = "arn:aws:logs:us-west-2:123456789012:log-group:/aws/events/started";
  await events.send(new PutTargetsCommand({ Rule: "lost", Targets: [{ Id: "log", Arn }] }));
  await events.send(
    new PutEventsCommand({
      Entries: [
        event("EC2 Instance Launch Unsuccessful", "box"),
        event("EC2 Instance Terminate Successful", "box-on-demand"),
        event("EC2 Instance Launch Successful", "box"),
        event("EC2 Instance Launch Unsuccessful", "another-box"),
      ],
    }),
  );
  const { events: logged = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: "/aws/events/started" }));
  const started = logged.map(({ message = "{}" }) => {
    const { "detail-type": type, detail } = JSON.parse(message) as { "detail-type": string; detail: { AutoScalingGroupName: string } };
    return `${type}: ${detail.AutoScalingGroupName}`;
  });
  expect(started.sort()).toEqual(["EC2 Instance Launch Unsuccessful: box", "EC2 Instance Terminate Successful: box-on-demand"]);
});
