import type { GroupArgs } from "@pulumi/aws/autoscaling";
import type { LaunchTemplateArgs } from "@pulumi/aws/ec2";
import type { RoleArgs } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import type { DeclaredRows } from "../../catalog/declared";
import type { CommonArgs } from "../../lib/common-args";
import type { Transform } from "../../lib/transform";
import type { HostProxy } from "../../lib/way-out";
import type { DriverAmi } from "../pins/driver-ami";
import type { MachineImage } from "../pins/pinned-image";
import type { Capacity } from "./capacity";
import type { ContainerArgs } from "./container";

/** Where the machine stands, and how it reaches the outside. */
export interface HostNetwork {
  /** Subnets to launch in; more zones mean more spot capacity. They need a way to the registry, S3, SSM, logs and Auto Scaling: NAT, endpoints or a proxy. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** VPC of the subnets. */
  vpcId: pulumi.Input<string>;
  /**
   * Security groups of the machine instead of its own.
   * @default one group of its own: no inbound rule, everything outbound. Free.
   */
  securityGroupIds?: pulumi.Input<string>[];
  /**
   * Proxy for cloud-init, docker, the SSM agent and the AWS CLI; an address with a user or password is refused, because user data is readable.
   * @default none
   */
  proxy?: HostProxy;
  /**
   * PEM certificates of the authorities that the proxy signs with; public ones, together at most 8192 characters: they travel in user data.
   * @default what the AMI trusts
   */
  caBundle?: string;
}

/** A written decision to launch against a `fail`. */
export interface VerdictOverride {
  /** Why, for whoever reads it in a year; at least 10 characters. Its hash is a tag of the machine, the text goes to the log of `up`. */
  reason: string;
}

export interface GpuInstanceArgs extends CommonArgs {
  /** Image that the machine runs: from `pinnedImage()`, or the `image` of an `ImageBuild` in the same program. */
  image: MachineImage;
  /**
   * Where the machine pulls it from, by digest, for example from an `ImageRegistry`. ECR is logged in to with the machine's role; any other registry is
   * pulled from anonymously, or with `registrySecretArn`.
   * @default the image's own registry
   */
  imageUri?: pulumi.Input<string>;
  /**
   * ARN of the Secrets Manager secret with the log-in of a private registry that is not ECR, as JSON: `{"username": "…", "accessToken": "…"}`. The machine
   * reads it when it pulls, and forgets the log-in after that. A copy in an `ImageRegistry` boots faster, and without the registry.
   * @default none: the registry asks for no account
   */
  registrySecretArn?: pulumi.Input<string>;
  /** AMI with the driver, from `driverAmi()`: a Deep Learning AMI, or your own with cloud-init, docker, the NVIDIA Container Toolkit and the AWS CLI. */
  ami: DriverAmi;
  /**
   * Acceptable EC2 types, all of one architecture and one driver: a launch template has one image id. More types mean more spot capacity. Billed per
   * second while the machine runs; `pulumi-gpu plan` prints the price. At most 40.
   * @example ["g6.xlarge", "g5.xlarge"]
   */
  instanceTypes: string[];
  /** Where it stands. */
  network: HostNetwork;
  /**
   * How it is bought. `spot` can be taken back with two minutes' notice. `spot-then-on-demand` holds two groups, never both with a machine: if spot
   * is unfilled for `fallbackAfterMinutes`, the on-demand group gets the machine; its ceiling is the on-demand price.
   * @default "on-demand"
   */
  capacity?: Capacity;
  /**
   * Minutes, 2 to 1440, that spot may stay unfilled. Only with `spot-then-on-demand`.
   * @default 10
   */
  fallbackAfterMinutes?: number;
  /**
   * Go back to spot once a day, at the cost of a restart. Only with `spot-then-on-demand`.
   * @default false
   */
  returnToSpot?: boolean;
  /**
   * Machines: 1, or 0, which keeps everything but the machine and its price.
   * @default 1
   */
  size?: 0 | 1;
  /**
   * What runs in the container, and as whom.
   * @default the image's own entry point, as 1000:1000, without mounts and ports
   */
  container?: ContainerArgs;
  /**
   * Size of the encrypted gp3 root volume in GiB, up to 16384. Billed by the GiB and month.
   * @default from the image's compressed size, see `rootVolumeGiB()`; 200 where that is unknown
   */
  rootVolumeGiB?: number;
  /**
   * Device name of the AMI's root volume.
   * @default "/dev/xvda" for Amazon Linux, "/dev/sda1" for Ubuntu; needed for an AMI of your own
   */
  rootDeviceName?: string;
  /**
   * ARNs of IAM policies for the workload, for example to read a model from S3. They bind the machine's role, so the container needs
   * `container.usesInstanceRole` to profit. At most 10 (the quota of managed policies a role).
   * @default none
   */
  policyArns?: pulumi.Input<string>[];
  /**
   * Days that the log group keeps the boot results and the container's output. Billed by the gigabyte that CloudWatch Logs takes in.
   * @default 30
   */
  logRetentionDays?: number;
  /**
   * What `up` waits for. `none`: AWS accepted the configuration. `in-service`: the machine runs (10 minutes at most); not with
   * `spot-then-on-demand`, where waiting for the one group would fail the update before the other gets its turn. The boot check comes after both.
   * @default "none"
   */
  wait?: "none" | "in-service";
  /**
   * Turns every assumption and every missing fact of the verdict into a refusal.
   * @default false: an undecided verdict warns
   */
  strict?: boolean;
  /**
   * Rows of your own, with `source` and `checked`: the lock's `declared`, or written here. They enforce, and are marked `declared` in each answer.
   * @default none
   */
  declared?: DeclaredRows;
  /**
   * Launch against a `fail`.
   * @default none: a fail is refused
   */
  override?: VerdictOverride;
}

export interface GpuInstanceOptions extends pulumi.ComponentResourceOptions {
  /**
   * Last word on a child's arguments. TypeScript only: functions cannot cross to a plugin.
   * @default none
   */
  transform?: {
    launchTemplate?: Transform<LaunchTemplateArgs>;
    /** Applied to each group: one, or two with `spot-then-on-demand`. */
    group?: Transform<GroupArgs>;
    role?: Transform<RoleArgs>;
  };
}
