import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { tagsOf } from "../../lib/tags";
import { amiId } from "../pins/ami-id";
import type { Market } from "./capacity";
import { claimTags } from "./claims";
import { fallback } from "./fallback/fallback";
import type { GpuInstanceArgs, GpuInstanceOptions } from "./gpu-instance-args";
import { groupRights, instanceRole } from "./instance-role";
import { launchTemplate } from "./launch-template";
import { machineGroup } from "./machine-group";
import { machineUserData } from "./machine-user-data";
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
    const { capacity, size, container } = settings;
    const common = { permissionsBoundary: args.permissionsBoundary, path: args.rolePath };
    const tags = (resource: string) => tagsOf(resource, args.tags);

    // A name of our own: user data tells the machine where to report, and with a generated name no policy could read it at preview.
    const logGroupName = `/pulumi-gpu/${pulumi.getProject()}/${pulumi.getStack()}/${name}`.replace(/[^\w/.#-]/g, "-");
    const logs = new cloudwatch.LogGroup(
      `${name}-logs`,
      { name: logGroupName, retentionInDays: settings.logRetentionDays, kmsKeyId: args.kmsKeyId, tags: tags(`${name}-logs`) },
      { parent: this },
    );
    const { role, profile, rights } = instanceRole(
      name,
      {
        imageUri: settings.imageUri,
        logGroupArn: logs.arn,
        secretArns: Object.values(container.secrets ?? {}),
        secretsKmsKeyArn: container.secretsKmsKeyArn,
        policyArns: args.policyArns ?? [],
        ...common,
        tags: tags(`${name}-role`),
        transform: opts.transform?.role,
      },
      this,
    );
    const securityGroupIds = args.network.securityGroupIds ?? [outboundOnly(name, args, this).id];
    const template = launchTemplate(
      name,
      {
        imageId: amiId(args.ami, { parent: this }),
        profileArn: profile.arn,
        securityGroupIds,
        userData: machineUserData(settings, logGroupName),
        rootDeviceName: settings.rootDeviceName,
        rootVolumeGiB: settings.rootVolumeGiB,
        kmsKeyId: args.kmsKeyId,
        containerUsesRole: container.usesInstanceRole ?? false,
        tags: args.tags,
        claims: claimTags({ image: args.image, ami: args.ami, judged: settings.judged, capacity, overrideReason: args.override?.reason }),
        transform: opts.transform?.launchTemplate,
      },
      // The machine must find its rights when it boots.
      { parent: this, dependsOn: rights },
    );

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
      const machine = fallback(name, { spot, onDemand, fallbackAfterMinutes, returnToSpot, ...common, tags: args.tags }, this);
      this.fallbackArn = machine.arn;
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

/** No inbound rule: people come in through SSM. Outbound is open, because registries, S3, NFS and proxies all differ in their ports. */
function outboundOnly(name: string, args: GpuInstanceArgs, parent: pulumi.Resource): ec2.SecurityGroup {
  return new ec2.SecurityGroup(
    `${name}-outbound`,
    {
      description: `GPU instance ${name}: nothing inbound`,
      vpcId: args.network.vpcId,
      ingress: [],
      egress: [
        { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"], description: "registry, logs, SSM" },
      ],
      revokeRulesOnDelete: true,
      tags: tagsOf(`${name}-outbound`, args.tags),
    },
    { parent },
  );
}

const howToReadBootResult = (groups: string[]): string =>
  `aws ec2 describe-instances --filters Name=tag:aws:autoscaling:groupName,Values=${groups.join(",")} --query 'Reservations[].Instances[].[InstanceId,State.Name,Tags[?Key==\`pulumi-gpu:boot\`]|[0].Value]' --output text`;
