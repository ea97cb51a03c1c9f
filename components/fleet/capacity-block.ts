import * as autoscaling from "@pulumi/aws/autoscaling";
import type * as pulumi from "@pulumi/pulumi";
import { BLOCK_TAKEN_MINUTES } from "./check-capacity";
import type { CapacityBlockFleet } from "./fleet-capacity";

/** For the group to notice, and for the last machine to say that it has ended. */
const MARGIN_MINUTES = 5;

/** When the machines of a block begin to end, so that each has its time before EC2 ends it. */
const blockStops = ({ endsAt }: CapacityBlockFleet, graceSeconds: number): string =>
  isoSeconds(Date.parse(endsAt) - ((BLOCK_TAKEN_MINUTES + MARGIN_MINUTES) * 60 + graceSeconds) * 1000);

/** AWS's scheduled actions take no fractions of a second. */
const isoSeconds = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

/** Starts the machines of a block, and ends them in time. */
export function blockSchedule(
  name: string,
  group: autoscaling.Group,
  { capacity, machines, graceSeconds }: { capacity: CapacityBlockFleet; machines: number; graceSeconds: number },
  parent: pulumi.Resource,
): void {
  const at = (suffix: string, startTime: string, desiredCapacity: number) =>
    new autoscaling.Schedule(
      `${name}-block-${suffix}`,
      { scheduledActionName: `block-${suffix}`, autoscalingGroupName: group.name, startTime, desiredCapacity, minSize: -1, maxSize: -1 },
      { parent },
    );
  if (capacity.startsAt !== undefined) at("start", isoSeconds(Date.parse(capacity.startsAt)), machines);
  at("end", blockStops(capacity, graceSeconds), 0);
}
