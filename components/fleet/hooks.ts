import * as autoscaling from "@pulumi/aws/autoscaling";
import type * as pulumi from "@pulumi/pulumi";

/** Names that the scripts of the machine know; unique within a group. */
const HOOKS = { boot: "pulumi-gpu-boot", drain: "pulumi-gpu-drain" } as const;

/** Beyond the time that the machine takes: to see that it ends, and to say that it has ended. */
const MARGIN_SECONDS = 60;

interface HookTimes {
  /** Until the boot gate has passed. */
  readonly boot: number;
  /** Until the machine has saved its state. */
  readonly drain: number;
}

/**
 * A machine is in service when its boot gate has passed, not when it runs: an update and a rebalancing end no old machine before. One that never says so, for
 * example because its metadata service is silent, is given up. A machine that ends gets its time, and ends without an answer too.
 */
const hooksOf = ({ boot, drain }: HookTimes) => [
  {
    name: HOOKS.boot,
    lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
    defaultResult: "ABANDON",
    heartbeatTimeout: boot,
  },
  {
    name: HOOKS.drain,
    lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
    defaultResult: "CONTINUE",
    heartbeatTimeout: drain + MARGIN_SECONDS,
  },
];

/** As the group is made with them: the first machines start before any other resource. */
export const initialHooks = hooksOf;

/** The same hooks as resources: what changes them later, and what a destroy takes away first, so that no machine holds it up. */
export function lifecycleHooks(name: string, group: autoscaling.Group, times: HookTimes, parent: pulumi.Resource): void {
  for (const hook of hooksOf(times)) {
    const suffix = hook.name.replace("pulumi-gpu-", "");
    new autoscaling.LifecycleHook(`${name}-${suffix}`, { ...hook, autoscalingGroupName: group.name }, { parent });
  }
}
