import * as autoscaling from "@pulumi/aws/autoscaling";
import type * as pulumi from "@pulumi/pulumi";
import type { Problems } from "../../lib/invalid";

/** Scheduled actions of the group. Each time is a cron expression of five fields. */
export interface Schedule {
  /** @example "0 8 * * MON-FRI" */
  start?: string;
  /** @example "0 20 * * *" */
  stop?: string;
  /**
   * Time zone of the IANA database; it follows daylight saving.
   * @default "Etc/UTC"
   */
  timeZone?: string;
}

const FIELD = "[0-9A-Za-z*,/-]+";
const CRON = new RegExp(`^${FIELD}( ${FIELD}){4}$`);

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};

/** Notes what Auto Scaling would refuse. */
export function checkSchedule({ start, stop, timeZone }: Schedule, problems: Problems): void {
  if (start === undefined && stop === undefined) problems.add("schedule", "names neither start nor stop; name one, or drop it");
  for (const [key, value] of Object.entries({ start, stop })) {
    if (value !== undefined && !CRON.test(value))
      problems.add(`schedule.${key}`, `'${value}' is no cron expression of five fields such as 0 8 * * MON-FRI`);
  }
  if (timeZone !== undefined && !isTimeZone(timeZone))
    problems.add("schedule.timeZone", `'${timeZone}' is no time zone such as Europe/Berlin`);
}

/** The actions: each sets the desired capacity alone. */
export function makeSchedule(name: string, schedule: Schedule, groupName: pulumi.Input<string>, parent: pulumi.Resource): void {
  const action = (suffix: "start" | "stop", recurrence: string, desiredCapacity: 0 | 1) =>
    new autoscaling.Schedule(
      `${name}-${suffix}`,
      {
        autoscalingGroupName: groupName,
        scheduledActionName: suffix,
        recurrence,
        timeZone: schedule.timeZone ?? "Etc/UTC",
        desiredCapacity,
        // The provider's way to leave them as they are.
        minSize: -1,
        maxSize: -1,
      },
      { parent },
    );
  if (schedule.start !== undefined) action("start", schedule.start, 1);
  if (schedule.stop !== undefined) action("stop", schedule.stop, 0);
}
