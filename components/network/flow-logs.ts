import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../../lib/common-args";
import { tagsOf } from "../../lib/tags";
import { trustsFor } from "../../lib/trust-policy";

/** What CloudWatch Logs takes; anything else is refused only at `up`. */
export const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/** Every flow of the VPC, into a log group of its own. */
export function flowLogs(
  name: string,
  vpcId: pulumi.Input<string>,
  retentionInDays: number,
  args: CommonArgs,
  opts: pulumi.CustomResourceOptions,
): cloudwatch.LogGroup {
  const tags = tagsOf(`${name}-flow`, args.tags);
  const group = new cloudwatch.LogGroup(`${name}-flow`, { retentionInDays, kmsKeyId: args.kmsKeyId, tags }, opts);
  const role = new iam.Role(
    `${name}-flow`,
    {
      assumeRolePolicy: trustsFor("vpc-flow-logs", { near: group.arn, resources: ["vpc-flow-log/*"] }),
      path: args.rolePath,
      permissionsBoundary: args.permissionsBoundary,
      tags,
    },
    opts,
  );
  const policy = new iam.RolePolicy(
    `${name}-flow`,
    {
      role: role.id,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
            Resource: [group.arn, pulumi.interpolate`${group.arn}:*`],
          },
        ],
      },
    },
    opts,
  );
  new ec2.FlowLog(
    `${name}-flow`,
    { vpcId, trafficType: "ALL", logDestinationType: "cloud-watch-logs", logDestination: group.arn, iamRoleArn: role.arn, tags },
    { ...opts, dependsOn: [policy] },
  );
  return group;
}
