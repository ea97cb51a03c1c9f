import type * as autoscaling from "@pulumi/aws/autoscaling";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import * as sfn from "@pulumi/aws/sfn";
import * as pulumi from "@pulumi/pulumi";
import { placeOf } from "../../../lib/arn";
import { type Tags, tagsOf } from "../../../lib/tags";
import { trustsFor } from "../../../lib/trust-policy";
import { policyDocument } from "../instance-role";
import { fallbackDefinition } from "./definition";

export interface FallbackArgs {
  readonly spot: autoscaling.Group;
  readonly onDemand: autoscaling.Group;
  readonly fallbackAfterMinutes: number;
  readonly returnToSpot: boolean;
  readonly permissionsBoundary?: pulumi.Input<string>;
  readonly path?: string;
  readonly tags?: Tags;
}

/** Ends an execution that waits for something that never comes: an hour more than spot's time. */
const MARGIN_SECONDS = 3600;

/**
 * Events make the fallback prompt; the tick catches what no event tells. Each run is about ten state transitions while nothing is wrong, so about 45,000
 * a month, which Step Functions bills by the transition.
 */
const TICK = "rate(10 minutes)";

/** The state machine that gives the machine to the on-demand group while spot is unfilled, and what starts it. */
export function fallback(name: string, args: FallbackArgs, parent: pulumi.Resource): sfn.StateMachine {
  const opts = { parent };
  const tags = (resource: string) => tagsOf(resource, args.tags);
  const near = args.spot.arn;
  const role = (suffix: string, assumeRolePolicy: pulumi.Input<string>, description: string) =>
    new iam.Role(
      `${name}-${suffix}`,
      {
        description,
        assumeRolePolicy,
        path: args.path,
        permissionsBoundary: args.permissionsBoundary,
        tags: tags(`${name}-${suffix}`),
      },
      opts,
    );

  const moverRole = role(
    "fallback-role",
    trustsFor("states", { near, resources: ["stateMachine:*"] }),
    `Moves the machine of ${name} between spot and on-demand`,
  );
  const looks = args.fallbackAfterMinutes;
  const machine = new sfn.StateMachine(
    `${name}-fallback`,
    {
      roleArn: moverRole.arn,
      definition: pulumi.all([args.spot.name, args.onDemand.name, near]).apply(([spotGroup, onDemandGroup, arn]) =>
        JSON.stringify(
          fallbackDefinition({
            partition: placeOf(arn).partition,
            spotGroup,
            onDemandGroup,
            pollSeconds: 60,
            looks,
            timeoutSeconds: looks * 60 + MARGIN_SECONDS,
          }),
        ),
      ),
      tags: tags(`${name}-fallback`),
    },
    opts,
  );
  new iam.RolePolicy(
    `${name}-fallback-rights`,
    {
      role: moverRole.id,
      policy: pulumi.all([args.spot.arn, args.onDemand.arn, machine.arn]).apply(([spot, onDemand, machineArn]) =>
        policyDocument([
          // Describing knows no resource.
          { Effect: "Allow", Action: ["autoscaling:DescribeAutoScalingGroups"], Resource: "*" },
          { Effect: "Allow", Action: ["autoscaling:SetDesiredCapacity"], Resource: [spot, onDemand] },
          { Effect: "Allow", Action: ["states:ListExecutions"], Resource: machineArn },
        ]),
      ),
    },
    opts,
  );

  const eventPattern = pulumi.all([args.spot.name, args.onDemand.name]).apply((AutoScalingGroupName) =>
    JSON.stringify({
      source: ["aws.autoscaling"],
      "detail-type": ["EC2 Instance Launch Unsuccessful", "EC2 Instance Terminate Successful"],
      detail: { AutoScalingGroupName },
    }),
  );
  const rule = (suffix: string, given: cloudwatch.EventRuleArgs) =>
    new cloudwatch.EventRule(`${name}-${suffix}`, { ...given, tags: tags(`${name}-${suffix}`) }, opts);
  const starts = [
    { suffix: "lost", action: "check", event: rule("lost", { description: `A machine of ${name} did not start, or ended`, eventPattern }) },
    { suffix: "tick", action: "check", event: rule("tick", { description: `Looks after ${name}`, scheduleExpression: TICK }) },
    ...(args.returnToSpot
      ? [
          {
            suffix: "return",
            action: "return",
            event: rule("return", { description: `Takes ${name} back to spot`, scheduleExpression: "rate(1 day)" }),
          },
        ]
      : []),
  ];

  const starterRole = role(
    "starter-role",
    trustsFor("events", { near, resources: starts.map(({ event }) => pulumi.interpolate`rule/${event.name}`) }),
    `Starts the fallback of ${name}`,
  );
  new iam.RolePolicy(
    `${name}-starter-rights`,
    {
      role: starterRole.id,
      policy: machine.arn.apply((arn) => policyDocument([{ Effect: "Allow", Action: ["states:StartExecution"], Resource: arn }])),
    },
    opts,
  );
  for (const { suffix, action, event } of starts)
    new cloudwatch.EventTarget(
      `${name}-${suffix}`,
      { rule: event.name, arn: machine.arn, roleArn: starterRole.arn, input: JSON.stringify({ action }) },
      opts,
    );
  return machine;
}
