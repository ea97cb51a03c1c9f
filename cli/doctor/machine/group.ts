import type { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { TAG_FAILED_BOOTS, TAG_SUSPENDED } from "./tags";

/** What an Auto Scaling group of ours says. */
export interface GroupState {
  readonly name: string;
  readonly desired: number;
  readonly inService: number;
  readonly suspended: boolean;
  /** Why the boot gate suspended it. */
  readonly reason?: string;
  readonly failedBoots: number;
  readonly lastActivity?: { readonly status: string; readonly description: string; readonly message?: string; readonly at?: string };
}

/** Undefined where there is no such group. */
export async function groupState(client: AutoScalingClient, name: string): Promise<GroupState | undefined> {
  const { DescribeAutoScalingGroupsCommand, DescribeScalingActivitiesCommand } = await import("@aws-sdk/client-auto-scaling");
  const { AutoScalingGroups = [] } = await client.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }));
  const [group] = AutoScalingGroups;
  if (!group) return undefined;
  const { Activities = [] } = await client.send(new DescribeScalingActivitiesCommand({ AutoScalingGroupName: name, MaxRecords: 1 }));
  const [last] = Activities;
  const tag = (key: string) => group.Tags?.find(({ Key }) => Key === key)?.Value;
  const reason = tag(TAG_SUSPENDED);
  return {
    name,
    desired: group.DesiredCapacity ?? 0,
    inService: group.Instances?.filter(({ LifecycleState }) => LifecycleState === "InService").length ?? 0,
    suspended: group.SuspendedProcesses?.some(({ ProcessName }) => ProcessName === "Launch") ?? false,
    ...(reason ? { reason } : {}),
    failedBoots: Number(tag(TAG_FAILED_BOOTS) ?? 0),
    ...(last
      ? {
          lastActivity: {
            status: last.StatusCode ?? "unknown",
            description: last.Description ?? "",
            ...(last.StatusMessage ? { message: last.StatusMessage } : {}),
            ...(last.StartTime ? { at: last.StartTime.toISOString() } : {}),
          },
        }
      : {}),
  };
}

/** Lets the group launch again and forgets what was counted; the order leaves nothing half-done that a second run would not mend. */
export async function resumeGroup(client: AutoScalingClient, name: string): Promise<void> {
  const { CreateOrUpdateTagsCommand, DeleteTagsCommand, ResumeProcessesCommand } = await import("@aws-sdk/client-auto-scaling");
  const tag = (Key: string, Value?: string) => ({
    ResourceId: name,
    ResourceType: "auto-scaling-group",
    Key,
    Value,
    PropagateAtLaunch: false,
  });
  await client.send(new CreateOrUpdateTagsCommand({ Tags: [tag(TAG_FAILED_BOOTS, "0")] }));
  await client.send(new DeleteTagsCommand({ Tags: [tag(TAG_SUSPENDED)] }));
  await client.send(new ResumeProcessesCommand({ AutoScalingGroupName: name, ScalingProcesses: ["Launch"] }));
}
