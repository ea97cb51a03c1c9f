import * as pulumi from "@pulumi/pulumi";
import { placeOf } from "./arn";

/** Services that say on whose behalf they take a role, so that a policy can hold them to it. */
type AccountableService = "codebuild" | "events" | "scheduler" | "states" | "vpc-flow-logs";

/** What the service must be working for: nothing of another account can make it take the role. */
interface WorkingFor {
  /** ARN of anything in the same account and region. */
  readonly near: pulumi.Input<string>;
  /** The resources, as the end of their ARNs; `*` stands for any text. A name that AWS or Pulumi generates after the role is not known here. */
  readonly resources: readonly pulumi.Input<string>[];
}

/** EC2, Lambda and ECR name no source when they take a role: the pass-role right guards those. */
export const trusts = (service: "ec2" | "ecr" | "lambda"): string => policy(service);

/** A trust policy that one service can use, on behalf of the account's own resources alone. */
export const trustsFor = (service: AccountableService, { near, resources }: WorkingFor): pulumi.Output<string> =>
  pulumi.all([near, pulumi.all([...resources])]).apply(([arn, ends]) => {
    const { partition, region, account } = placeOf(arn);
    const namespace = service === "vpc-flow-logs" ? "ec2" : service;
    return policy(service, {
      StringEquals: { "aws:SourceAccount": account },
      ArnLike: { "aws:SourceArn": ends.map((end) => `arn:${partition}:${namespace}:${region}:${account}:${end}`) },
    });
  });

// The principal ends in amazonaws.com in every partition (aws-cdk, region-info/lib/default.ts, read 2026-11-28).
const policy = (service: string, Condition?: Record<string, Record<string, string | string[]>>): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: `${service}.amazonaws.com` }, Action: "sts:AssumeRole", Condition }],
  });
