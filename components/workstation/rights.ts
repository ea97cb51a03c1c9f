import type * as autoscaling from "@pulumi/aws/autoscaling";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { placeOf } from "../../lib/arn";
import { policyDocument, type Statement } from "../host/instance-role";
import type { Part } from "./part";

/** What the machine may do beyond the boot gate. It names the group, so it comes after it; the scripts retry. */
export function workstationRights(
  name: string,
  { role, group, parts, stops }: { role: iam.Role; group: autoscaling.Group; parts: readonly Part[]; stops: boolean },
  parent: pulumi.Resource,
): void {
  const policy = pulumi.all([group.arn, group.name]).apply(([groupArn, groupName]) => {
    const { partition, region, account } = placeOf(groupArn);
    const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`;
    // AWS writes this tag on every machine that a group starts.
    const inGroup = { StringEquals: { "ec2:ResourceTag/aws:autoscaling:groupName": groupName } };
    const statements: Statement[] = [
      ...(stops ? [{ Effect: "Allow" as const, Action: ["autoscaling:SetDesiredCapacity"], Resource: groupArn }] : []),
      ...parts.flatMap((part) => part.statements?.({ partition, arn, inGroup }) ?? []),
    ];
    return pulumi.output(statements).apply((known) => policyDocument(known as Statement[]));
  });
  new iam.RolePolicy(`${name}-workstation-rights`, { role: role.id, policy }, { parent });
}
