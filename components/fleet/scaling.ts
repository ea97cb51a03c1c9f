import * as autoscaling from "@pulumi/aws/autoscaling";
import * as pulumi from "@pulumi/pulumi";
import { METRICS, type MetricsSettings } from "./metrics";

/** When the number of machines changes by itself, between `size.min` and `size.max`. Of several wishes AWS takes the largest. */
export interface FleetScaling {
  /**
   * Percentage, 10 to 90, at which the GPUs of the fleet are kept: the mean over its machines, as each measures it. Needs a machine to measure, so
   * `size.min` of at least 1.
   * @default none
   */
  gpuUtilization?: number;
  /**
   * A queue whose backlog the machines share.
   * @default none
   */
  queue?: QueueScaling;
  /**
   * Numbers by the clock.
   * @default none
   */
  schedule?: ScheduledSize[];
  /**
   * Spare machines whose GPUs work when the group scales in; an update ends them all the same, with `interruption.graceSeconds`.
   * @default true with `gpuUtilization` or `queue`
   */
  protectBusy?: boolean;
}

export interface QueueScaling {
  /** ARN of the SQS queue. */
  arn: pulumi.Input<string>;
  /** Waiting messages that one machine is right for: the time that a message may wait, through the time that it takes. */
  messagesPerMachine: number;
}

export interface ScheduledSize {
  /** Unique in the fleet; becomes part of the resource's name. */
  name: string;
  /**
   * Five fields of cron: minute, hour, day, month, weekday.
   * @example "0 8 * * MON-FRI"
   */
  recurrence: string;
  /**
   * IANA time zone.
   * @default "UTC"
   */
  timeZone?: string;
  /** Machines from then on, from `size.min` to `size.max`. */
  desired: number;
}

/** Whether something else than Pulumi decides how many machines there are. */
export const isScaled = ({ gpuUtilization, queue, schedule = [] }: FleetScaling): boolean =>
  gpuUtilization !== undefined || queue !== undefined || schedule.length > 0;

/** What the machines measure and do for it; undefined where nobody asks for it. */
export function metricsSettings({ gpuUtilization, queue, protectBusy = true }: FleetScaling): MetricsSettings | undefined {
  const scalesIn = gpuUtilization !== undefined || queue !== undefined;
  return gpuUtilization !== undefined || (scalesIn && protectBusy) ? { protectBusy } : undefined;
}

/** The policies and schedules of a group. */
export function scaling(name: string, group: autoscaling.Group, args: FleetScaling, parent: pulumi.Resource): void {
  const opts = { parent };
  const policy = (suffix: string, targetTrackingConfiguration: autoscaling.PolicyArgs["targetTrackingConfiguration"]) =>
    new autoscaling.Policy(
      `${name}-${suffix}`,
      { autoscalingGroupName: group.name, policyType: "TargetTrackingScaling", targetTrackingConfiguration },
      opts,
    );
  if (args.gpuUtilization !== undefined) {
    policy("gpu-utilization", {
      targetValue: args.gpuUtilization,
      customizedMetricSpecification: {
        namespace: METRICS.namespace,
        metricName: METRICS.utilization,
        statistic: "Average",
        metricDimensions: [{ name: METRICS.dimension, value: group.name }],
      },
    });
  }
  if (args.queue !== undefined) policy("queue", backlogPerMachine(args.queue, group.name));
  for (const { name: entry, recurrence, timeZone = "UTC", desired } of args.schedule ?? []) {
    new autoscaling.Schedule(
      `${name}-at-${entry}`,
      {
        scheduledActionName: entry,
        autoscalingGroupName: group.name,
        recurrence,
        timeZone,
        desiredCapacity: desired,
        // -1 leaves them as they are
        minSize: -1,
        maxSize: -1,
      },
      opts,
    );
  }
}

/** Waiting messages for each machine in service; with none in service all of them, so that a fleet at 0 starts. */
const backlogPerMachine = (
  { arn, messagesPerMachine }: QueueScaling,
  group: pulumi.Output<string>,
): autoscaling.PolicyArgs["targetTrackingConfiguration"] => ({
  targetValue: messagesPerMachine,
  customizedMetricSpecification: {
    metrics: [
      {
        id: "waiting",
        returnData: false,
        metricStat: {
          stat: "Sum",
          metric: {
            namespace: "AWS/SQS",
            metricName: "ApproximateNumberOfMessagesVisible",
            dimensions: [{ name: "QueueName", value: pulumi.output(arn).apply((text) => text.split(":").at(-1) ?? "") }],
          },
        },
      },
      {
        id: "machines",
        returnData: false,
        metricStat: {
          stat: "Average",
          metric: {
            namespace: "AWS/AutoScaling",
            metricName: IN_SERVICE,
            dimensions: [{ name: "AutoScalingGroupName", value: group }],
          },
        },
      },
      { id: "backlog", expression: "IF(machines > 0, waiting / machines, waiting)", label: "waiting messages a machine" },
    ],
  },
});

/** The group reports it once it is told to. Free. */
export const IN_SERVICE = "GroupInServiceInstances";
