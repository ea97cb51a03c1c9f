import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { trusts, trustsFor } from "../../lib/trust-policy";

const settled = <T>(value: pulumi.Output<T>): Promise<T> => new Promise((resolve) => void value.apply(resolve));
const statement = (policy: string): unknown => (JSON.parse(policy) as { Statement: unknown[] }).Statement[0];

it("lets a service take a role for resources of the own account alone, in each partition", async () => {
  const near = pulumi.output("arn:aws-cn:autoscaling:cn-north-1:123456789012:autoScalingGroup:1:autoScalingGroupName/box");
  const resources = [pulumi.interpolate`rule/${pulumi.output("lost")}`, "rule/tick"];
  expect(statement(await settled(trustsFor("events", { near, resources })))).toEqual({
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "aws:SourceAccount": "123456789012" },
      ArnLike: {
        "aws:SourceArn": ["arn:aws-cn:events:cn-north-1:123456789012:rule/lost", "arn:aws-cn:events:cn-north-1:123456789012:rule/tick"],
      },
    },
  });
});

it("names flow logs as EC2's resources, which they are", async () => {
  const near = "arn:aws-us-gov:logs:us-gov-west-1:123456789012:log-group:flow";
  expect(statement(await settled(trustsFor("vpc-flow-logs", { near, resources: ["vpc-flow-log/*"] })))).toMatchObject({
    Principal: { Service: "vpc-flow-logs.amazonaws.com" },
    Condition: { ArnLike: { "aws:SourceArn": ["arn:aws-us-gov:ec2:us-gov-west-1:123456789012:vpc-flow-log/*"] } },
  });
});

it("puts no condition on a service that names no source", () => {
  expect(statement(trusts("ec2"))).toEqual({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });
});
