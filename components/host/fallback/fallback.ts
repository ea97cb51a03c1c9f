import type * as autoscaling from "@pulumi/aws/autoscaling";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import * as sfn from "@pulumi/aws/sfn";
import * as pulumi from "@pulumi/pulumi";
import { type Tags, tagsOf } from "../../../lib/tags";
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

const trusts = (service: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }] });

/** The state machine that gives the machine to the on-demand group while spot is unfilled, and what starts it. */
export function fallback(name: string, args: FallbackArgs, parent: pulumi.Resource): sfn.StateMachine {
  const opts = { parent };
  const tags = (resource: string) => tagsOf(resource, args.tags);
  const role = (suffix: string, service: string, description: string) =>
    new iam.Role(
      `${name}-${suffix}`,
      {
        description,
        assumeRolePolicy: trusts(service),
        path: args.path,
        permissionsBoundary: args.permissionsBoundary,
        tags: tags(`${name}-${suffix}`),
      },
      opts,
    );

  const moverRole = role("fallback-role", "states.amazonaws.com", `Moves the machine of ${name} between spot and on-demand`);
  const looks = args.fallbackAfterMinutes;
  const machine = new sfn.StateMachine(
    `${name}-fallback`,
    {
      roleArn: moverRole.arn,
      definition: pulumi
        .all([args.spot.name, args.onDemand.name])
        .apply(([spotGroup, onDemandGroup]) =>
          JSON.stringify(
            fallbackDefinition({ spotGroup, onDemandGroup, pollSeconds: 60, looks, timeoutSeconds: looks * 60 + MARGIN_SECONDS }),
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

  const starterRole = role("starter-role", "events.amazonaws.com", `Starts the fallback of ${name}`);
  new iam.RolePolicy(
    `${name}-starter-rights`,
    {
      role: starterRole.id,
      policy: machine.arn.apply((arn) => policyDocument([{ Effect: "Allow", Action: ["states:StartExecution"], Resource: arn }])),
    },
    opts,
  );
  const start = (suffix: string, rule: cloudwatch.EventRuleArgs, action: "check" | "return") => {
    const event = new cloudwatch.EventRule(`${name}-${suffix}`, { ...rule, tags: tags(`${name}-${suffix}`) }, opts);
    new cloudwatch.EventTarget(
      `${name}-${suffix}`,
      { rule: event.name, arn: machine.arn, roleArn: starterRole.arn, input: JSON.stringify({ action }) },
      opts,
    );
  };
  const eventPattern = pulumi.all([args.spot.name, args.onDemand.name]).apply((AutoScalingGroupName) =>
    JSON.stringify({
      source: ["aws.autoscaling"],
      "detail-type": ["EC2 Instance Launch Unsuccessful", "EC2 Instance Terminate Successful"],
      detail: { AutoScalingGroupName },
    }),
  );
  start("lost", { description: `A machine of ${name} did not start, or ended`, eventPattern }, "check");
  start("tick", { description: `Looks after ${name}`, scheduleExpression: TICK }, "check");
  if (args.returnToSpot) start("return", { description: `Takes ${name} back to spot`, scheduleExpression: "rate(1 day)" }, "return");
  return machine;
}
