import * as autoscaling from "@pulumi/aws/autoscaling";
import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { TAG } from "../../catalog";
import { type Tags, tagsOf } from "../../lib/tags";
import { transformed } from "../../lib/transform";
import { groupRights } from "../host/instance-role";
import { howToReadBootResult, machine } from "../host/machine";
import { blockSchedule } from "./capacity-block";
import { efaSecurityGroup, sharedEfaInterfaces } from "./efa";
import { buyingOf, templateOf } from "./fleet-capacity";
import { type FleetSettings, fleetSettings } from "./fleet-settings";
import type { GpuFleetArgs, GpuFleetOptions } from "./gpu-fleet-args";
import { initialHooks, lifecycleHooks } from "./hooks";
import { graceSecondsOf } from "./interruption";
import { METRICS_RIGHT } from "./metrics";
import { IN_SERVICE, isScaled, metricsSettings, scaling } from "./scaling";

/**
 * Machines that run one image: one Auto Scaling group, whose machines take work when their boot gate has passed, and drain and save their state before they
 * go. All of one AMI and one driver, so that a result does not depend on which capacity there was; other drivers are a fleet beside it, on the same queue.
 *
 * ```ts
 * new GpuFleet("workers", {
 *   image: pinnedImage("pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime", { lock }),
 *   ami: driverAmi({ family: "dlami-base-oss-al2023", release: "20260901" }),
 *   instanceTypes: ["g6.xlarge", "g5.xlarge"],
 *   network,
 *   size: { min: 2, max: 8 },
 *   capacity: { market: "spot", onDemandBase: 1 },
 *   interruption: { checkpoint: ["python", "save.py"] },
 *   scaling: { gpuUtilization: 70 },
 * });
 * ```
 */
export class GpuFleet extends pulumi.ComponentResource {
  /** Name of the Auto Scaling group. */
  readonly groupName: pulumi.Output<string>;
  /** ARN of the Auto Scaling group. */
  readonly groupArn: pulumi.Output<string>;
  /** Id of the launch template. */
  readonly launchTemplateId: pulumi.Output<string>;
  /** ARN of the machines' role. */
  readonly roleArn: pulumi.Output<string>;
  /** Name of the machines' role, to attach policies to. */
  readonly roleName: pulumi.Output<string>;
  /** Log group with the boot results, the interruptions and the containers' output. */
  readonly logGroup: pulumi.Output<string>;
  /** Command that prints what the boot gate of each machine found. */
  readonly bootResult: pulumi.Output<string>;

  constructor(name: string, args: GpuFleetArgs, opts: GpuFleetOptions = {}) {
    const settings = fleetSettings(name, args); // before super: a fleet that cannot work is never registered
    super("gpu:index:GpuFleet", name, { ...args }, opts);
    const { capacity, interruption = {}, efa = false, network } = args;
    const times = { boot: settings.graces.boot, drain: graceSecondsOf(interruption) };

    const own = efa && network.securityGroupIds === undefined ? [efaSecurityGroup(name, { ...args, ...network }, this).id] : undefined;
    const { logs, role, template } = machine(
      name,
      {
        settings: { ...settings.host, network: own ? { ...network, securityGroupIds: own } : network },
        ami: args.ami,
        policyArns: args.policyArns,
        overrideReason: args.override?.reason,
        addition: settings.addition,
        statements: metricsSettings(args.scaling ?? {}) ? [METRICS_RIGHT] : [],
        claims: claimsOf(args),
        tags: args.tags,
        permissionsBoundary: args.permissionsBoundary,
        rolePath: args.rolePath,
        kmsKeyId: args.kmsKeyId,
        transform: {
          role: opts.transform?.role,
          launchTemplate: (template) => transformed({ ...template, ...templateParts(args, template) }, opts.transform?.launchTemplate),
        },
      },
      this,
    );
    const group = fleetGroup(name, { args, settings, times, template, opts }, this);
    lifecycleHooks(name, group, times, this);
    groupRights(name, role, [group], this, [
      "autoscaling:CompleteLifecycleAction",
      ...(metricsSettings(args.scaling ?? {})?.protectBusy ? ["autoscaling:SetInstanceProtection"] : []),
    ]);
    if (args.scaling) scaling(name, group, args.scaling, this);
    if (capacity.market === "capacity-block")
      blockSchedule(name, group, { capacity, machines: settings.size.desired, graceSeconds: times.drain }, this);

    this.groupName = group.name;
    this.groupArn = group.arn;
    this.launchTemplateId = template.id;
    this.roleArn = role.arn;
    this.roleName = role.name;
    this.logGroup = logs.name;
    this.bootResult = group.name.apply((group) => howToReadBootResult([group]));
    this.registerOutputs({
      groupName: this.groupName,
      groupArn: this.groupArn,
      launchTemplateId: this.launchTemplateId,
      roleArn: this.roleArn,
      roleName: this.roleName,
      logGroup: this.logGroup,
      bootResult: this.bootResult,
    });
  }
}

const claimsOf = ({ capacity, modelGiB }: GpuFleetArgs): Tags => ({
  ...(capacity.market === "capacity-block" ? { [TAG.capacity]: "capacity-block" } : {}),
  ...(modelGiB === undefined ? {} : { [TAG.model]: `${modelGiB}` }),
});

/** AWS takes no policy over several types with a warm pool, and none on a Capacity Block: the type then stands in the template. */
const templateAlone = ({ capacity, warmPool }: GpuFleetArgs): boolean => capacity.market === "capacity-block" || warmPool !== undefined;

/** What the template of a fleet says beyond that of any machine. */
function templateParts(args: GpuFleetArgs, { vpcSecurityGroupIds }: ec2.LaunchTemplateArgs): ec2.LaunchTemplateArgs {
  const interfaces = args.efa ? sharedEfaInterfaces(args.instanceTypes) : undefined;
  return {
    ...templateOf(args.capacity),
    ...(templateAlone(args) ? { instanceType: args.instanceTypes[0] } : {}),
    ...(interfaces
      ? {
          // Each interface names its groups; beside them a template may not name any.
          vpcSecurityGroupIds: undefined,
          networkInterfaces: interfaces.map((one) => ({ ...one, securityGroups: vpcSecurityGroupIds, deleteOnTermination: "true" })),
        }
      : {}),
  };
}

interface GroupParts {
  readonly args: GpuFleetArgs;
  readonly settings: FleetSettings;
  readonly times: { readonly boot: number; readonly drain: number };
  readonly template: ec2.LaunchTemplate;
  readonly opts: GpuFleetOptions;
}

function fleetGroup(name: string, { args, settings, times, template, opts }: GroupParts, parent: pulumi.Resource): autoscaling.Group {
  const { capacity, scaling: scaled = {}, warmPool, network } = args;
  const { size, graces, refresh } = settings;
  const waits = capacity.market === "capacity-block" && capacity.startsAt !== undefined;
  const reference = { id: template.id, version: template.latestVersion.apply(String) };
  const groupArgs: autoscaling.GroupArgs = {
    vpcZoneIdentifiers: network.subnetIds,
    minSize: size.min,
    maxSize: size.max,
    desiredCapacity: waits ? 0 : size.desired,
    ...buyingOf(capacity, args.instanceTypes, reference, templateAlone(args)),
    ...placementOf(name, args, parent),
    healthCheckType: "EC2",
    healthCheckGracePeriod: graces.healthCheck,
    defaultInstanceWarmup: graces.warmup,
    initialLifecycleHooks: initialHooks(times),
    // A protected machine would hold up the update; it has its time to save what it does.
    instanceRefresh: {
      strategy: "Rolling",
      preferences: {
        minHealthyPercentage: refresh.minHealthyPercentage,
        maxHealthyPercentage: refresh.maxHealthyPercentage,
        scaleInProtectedInstances: "Refresh",
      },
    },
    ...(scaled.queue === undefined ? {} : { enabledMetrics: [IN_SERVICE], metricsGranularity: "1Minute" }),
    ...(warmPool ? { warmPool: { minSize: warmPool.size, poolState: warmPool.state === "running" ? "Running" : "Stopped" } } : {}),
    // "0" lets the update end when AWS has accepted the group.
    waitForCapacityTimeout: settings.host.wait === "in-service" ? "10m" : "0",
    // Instances get theirs from the launch template, volumes and interfaces too.
    tags: Object.entries(tagsOf(name, args.tags)).map(([key, value]) => ({ key, value, propagateAtLaunch: false })),
  };
  const moved = isScaled(scaled) || capacity.market === "capacity-block";
  return new autoscaling.Group(name, transformed(groupArgs, opts.transform?.group), {
    parent,
    // Later changes of the hooks are those of the hooks' own resources.
    ignoreChanges: ["initialLifecycleHooks", ...(moved ? ["desiredCapacity"] : [])],
  });
}

function placementOf(
  name: string,
  { placement, tags }: GpuFleetArgs,
  parent: pulumi.Resource,
): Pick<autoscaling.GroupArgs, "placementGroup"> {
  if (placement === undefined) return {};
  if (placement !== "cluster") return { placementGroup: placement.groupName };
  const made = new ec2.PlacementGroup(`${name}-placement`, { strategy: "cluster", tags: tagsOf(`${name}-placement`, tags) }, { parent });
  // Its id is its name.
  return { placementGroup: made.id };
}
