import * as pulumi from "@pulumi/pulumi";
import type { Market } from "./capacity";
import { fallback } from "./fallback/fallback";
import type { GpuInstanceArgs, GpuInstanceOptions } from "./gpu-instance-args";
import { gracesOf } from "./graces";
import { groupRights } from "./instance-role";
import { howToReadBootResult, machine } from "./machine";
import { machineGroup } from "./machine-group";
import { resolve } from "./resolve";

/**
 * One GPU machine that runs one image: an Auto Scaling group of size one over acceptable types, refused at preview if driver, image and GPU do not fit,
 * and proven at boot before it takes work.
 *
 * ```ts
 * new GpuInstance("notebook", {
 *   image: pinnedImage("pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime", { lock }),
 *   ami: driverAmi({ family: "dlami-base-oss-al2023", release: "20260519", region }, { lock }),
 *   instanceTypes: ["g6.xlarge", "g5.xlarge"],
 *   network: { vpcId, subnetIds },
 *   capacity: "spot",
 * });
 * ```
 */
export class GpuInstance extends pulumi.ComponentResource {
  /** Name of the group that holds the machine first: the spot group of `spot-then-on-demand`. */
  readonly groupName: pulumi.Output<string>;
  /** Names of all its groups: one, or spot and on-demand. */
  readonly groupNames: pulumi.Output<string[]>;
  /** Id of the launch template. */
  readonly launchTemplateId: pulumi.Output<string>;
  /** ARN of the machine's role. */
  readonly roleArn: pulumi.Output<string>;
  /** Name of the machine's role, to attach policies to. */
  readonly roleName: pulumi.Output<string>;
  /** Log group with the boot results and the container's output. */
  readonly logGroup: pulumi.Output<string>;
  /** Command that prints what the boot check found: the tag `pulumi-gpu:boot` of the machine. */
  readonly bootResult: pulumi.Output<string>;
  /** ARN of the state machine that moves the machine between markets; absent without `spot-then-on-demand`. */
  readonly fallbackArn?: pulumi.Output<string>;

  constructor(name: string, args: GpuInstanceArgs, opts: GpuInstanceOptions = {}) {
    const settings = resolve(name, args); // before super: an instance that cannot work is never registered
    super("gpu:index:GpuInstance", name, { ...args }, opts);
    const { capacity, size } = settings;
    const common = { permissionsBoundary: args.permissionsBoundary, path: args.rolePath };
    const { logs, role, template } = machine(
      name,
      {
        settings,
        ami: args.ami,
        policyArns: args.policyArns,
        overrideReason: args.override?.reason,
        tags: args.tags,
        permissionsBoundary: args.permissionsBoundary,
        rolePath: args.rolePath,
        kmsKeyId: args.kmsKeyId,
        transform: opts.transform,
      },
      this,
    );

    const { healthCheck: healthCheckGraceSeconds } = gracesOf({
      instanceTypes: args.instanceTypes,
      imageBytes: args.image.sizeBytes,
      rootVolumeGiB: settings.rootVolumeGiB,
    });
    const moved = capacity === "spot-then-on-demand";
    const group = (logicalName: string, market: Market, desired: number) =>
      machineGroup(
        logicalName,
        {
          market,
          template,
          instanceTypes: args.instanceTypes,
          subnetIds: args.network.subnetIds,
          size: moved ? { desired, min: 0, max: size } : { desired: size, min: size, max: size },
          moved: moved && size > 0,
          healthCheckGraceSeconds,
          wait: settings.wait,
          tags: args.tags,
          transform: opts.transform?.group,
        },
        { parent: this },
      );
    const first = group(name, capacity === "on-demand" ? "on-demand" : "spot", size);
    const groups = moved ? [first, group(`${name}-on-demand`, "on-demand", 0)] : [first];
    groupRights(name, role, groups, this);
    const [spot, onDemand] = groups;
    if (spot && onDemand) {
      const { fallbackAfterMinutes, returnToSpot } = settings;
      const stateMachine = fallback(name, { spot, onDemand, fallbackAfterMinutes, returnToSpot, ...common, tags: args.tags }, this);
      this.fallbackArn = stateMachine.arn;
    }

    this.groupName = first.name;
    this.groupNames = pulumi.all(groups.map((one) => one.name));
    this.launchTemplateId = template.id;
    this.roleArn = role.arn;
    this.roleName = role.name;
    this.logGroup = logs.name;
    this.bootResult = this.groupNames.apply(howToReadBootResult);
    this.registerOutputs({
      groupName: this.groupName,
      groupNames: this.groupNames,
      launchTemplateId: this.launchTemplateId,
      roleArn: this.roleArn,
      roleName: this.roleName,
      logGroup: this.logGroup,
      bootResult: this.bootResult,
      ...(this.fallbackArn ? { fallbackArn: this.fallbackArn } : {}),
    });
  }
}
