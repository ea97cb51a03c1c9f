import type { Problems } from "../../lib/invalid";
import type { FleetSize } from "./gpu-fleet-args";
import { type FleetScaling, isScaled, type ScheduledSize } from "./scaling";

/** Notes what would never scale, or to where it may not. */
export function checkScaling(scaling: FleetScaling, size: FleetSize, problems: Problems): void {
  const { gpuUtilization: target, queue, schedule = [], protectBusy } = scaling;
  if (isScaled(scaling) && size.min === size.max)
    problems.add("scaling", `there is nothing between size.min and size.max, both ${size.max}; widen size, or leave scaling out`);
  if (target !== undefined) {
    if (!(target >= 10 && target <= 90)) problems.add("scaling.gpuUtilization", `must be a percentage from 10 to 90, got ${target}`);
    if (size.min < 1)
      problems.add(
        "scaling.gpuUtilization",
        "with no machine nobody measures, so the fleet would never start again; set size.min to 1, or scale by queue",
      );
  }
  if (queue !== undefined) {
    if (!(queue.messagesPerMachine > 0))
      problems.add("scaling.queue.messagesPerMachine", `must be above 0, got ${queue.messagesPerMachine}`);
    if (typeof queue.arn === "string" && !/^arn:[a-z-]+:sqs:[a-z0-9-]+:\d{12}:./.test(queue.arn))
      problems.add("scaling.queue.arn", "must be the ARN of an SQS queue, arn:aws:sqs:<region>:<account>:<name>");
  }
  if (protectBusy && target === undefined && queue === undefined)
    problems.add("scaling.protectBusy", "only gpuUtilization and queue scale in by themselves; add one, or leave it out");
  schedule.forEach((entry, i) => {
    checkEntry(entry, `scaling.schedule[${i}]`, size, problems);
    if (schedule.findIndex(({ name }) => name === entry.name) < i)
      problems.add(`scaling.schedule[${i}].name`, `'${entry.name}' is already the name of another entry`);
  });
}

function checkEntry({ name, recurrence, timeZone, desired }: ScheduledSize, path: string, size: FleetSize, problems: Problems): void {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) problems.add(`${path}.name`, `'${name}' must be lower-case letters, digits and dashes`);
  if (recurrence.trim().split(/\s+/).length !== 5)
    problems.add(
      `${path}.recurrence`,
      `'${recurrence}' must be the five fields of cron, minute hour day month weekday, such as 0 8 * * MON-FRI`,
    );
  if (timeZone !== undefined && !isTimeZone(timeZone))
    problems.add(`${path}.timeZone`, `'${timeZone}' is no IANA time zone such as Europe/Berlin`);
  if (!(Number.isInteger(desired) && desired >= size.min && desired <= size.max))
    problems.add(`${path}.desired`, `must be a whole number from size.min to size.max, ${size.min} to ${size.max}, got ${desired}`);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
