import type { BootAddition } from "../../boot/addition";
import { assign } from "../../boot/settings";
import type { Statement } from "../host/instance-role";

/** Names under which each machine publishes how busy its GPUs are; the script has the same. */
export const METRICS = { namespace: "pulumi-gpu", utilization: "GPUUtilization", dimension: "AutoScalingGroupName" } as const;

export interface MetricsSettings {
  /** Protect a busy machine from scale-in. */
  readonly protectBusy: boolean;
}

/** One custom metric for each fleet, which CloudWatch bills by the month, and a call a minute and machine. */
export const metricsAddition = ({ protectBusy }: MetricsSettings): BootAddition => ({
  scripts: ["gpu-metrics.sh"],
  units: ["pulumi-gpu-metrics.service", "pulumi-gpu-metrics.timer"],
  startUnits: ["pulumi-gpu-metrics.timer"],
  settings: [assign("PROTECT_BUSY", protectBusy ? "yes" : "no")],
});

/** Metrics know no resource; the namespace is what narrows the right. */
export const METRICS_RIGHT: Statement = {
  Effect: "Allow",
  Action: ["cloudwatch:PutMetricData"],
  Resource: "*",
  Condition: { StringEquals: { "cloudwatch:namespace": METRICS.namespace } },
};
