import * as autoscaling from "@pulumi/aws/autoscaling";
import type * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";
import { type Tags, tagsOf } from "../../lib/tags";
import { type Transform, transformed } from "../../lib/transform";
import { type Market, mixedInstances } from "./capacity";

export interface MachineGroupSpec {
  readonly market: Market;
  readonly template: ec2.LaunchTemplate;
  readonly instanceTypes: readonly string[];
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Machines to hold, and the most there may be. */
  readonly size: { readonly desired: number; readonly min: number; readonly max: number };
  /** A state machine moves the machine between groups, so the number is not Pulumi's to correct. */
  readonly moved: boolean;
  /** Until a machine can be healthy: the cold-start budget. */
  readonly healthCheckGraceSeconds: number;
  readonly wait: "none" | "in-service";
  readonly tags?: Tags;
  readonly transform?: Transform<autoscaling.GroupArgs>;
}

/** One Auto Scaling group that buys in one market: it replaces its machine when that is lost. */
export function machineGroup(logicalName: string, spec: MachineGroupSpec, opts: pulumi.CustomResourceOptions): autoscaling.Group {
  const { size } = spec;
  const args: autoscaling.GroupArgs = {
    vpcZoneIdentifiers: spec.subnetIds,
    minSize: size.min,
    maxSize: size.max,
    desiredCapacity: size.desired,
    mixedInstancesPolicy: mixedInstances(
      spec.market,
      { id: spec.template.id, version: spec.template.latestVersion.apply(String) },
      spec.instanceTypes,
    ),
    healthCheckType: "EC2",
    healthCheckGracePeriod: spec.healthCheckGraceSeconds,
    // A changed template replaces the machine: with one machine there is nothing to keep healthy meanwhile.
    instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 0 } },
    // "0" lets the update end when AWS has accepted the group.
    waitForCapacityTimeout: spec.wait === "in-service" ? "10m" : "0",
    // Instances get theirs from the launch template, volumes and interfaces too.
    tags: Object.entries(tagsOf(logicalName, spec.tags)).map(([key, value]) => ({ key, value, propagateAtLaunch: false })),
  };
  return new autoscaling.Group(logicalName, transformed(args, spec.transform), {
    ...opts,
    ...(spec.moved ? { ignoreChanges: ["desiredCapacity"] } : {}),
  });
}
