import type { GroupArgs } from "@pulumi/aws/autoscaling";
import type { VolumeArgs } from "@pulumi/aws/ebs";
import type { LaunchTemplateArgs } from "@pulumi/aws/ec2";
import type { RoleArgs } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../../lib/transform";
import type { Market } from "../host/capacity";
import type { ContainerArgs, Identity } from "../host/container";
import type { GpuInstanceArgs } from "../host/gpu-instance-args";
import type { DataSource } from "./data";
import type { Home } from "./home";
import type { Idle } from "./idle";
import type { Schedule } from "./schedule";
import type { Jupyter, Ssh } from "./sessions";

/** What a workstation shares with a `GpuInstance`. */
type Shared =
  | "image"
  | "imageUri"
  | "ami"
  | "instanceTypes"
  | "network"
  | "rootVolumeGiB"
  | "rootDeviceName"
  | "policyArns"
  | "logRetentionDays"
  | "strict"
  | "declared"
  | "override"
  | "tags"
  | "permissionsBoundary"
  | "rolePath"
  | "kmsKeyId";

export interface GpuWorkstationArgs extends Pick<GpuInstanceArgs, Shared> {
  /**
   * How the machine is bought. `spot` can be taken back with two minutes' notice; the home survives. There is no fall-back to on-demand: what moves a
   * machine between groups by itself would start one that a person has stopped.
   * @default "on-demand"
   */
  capacity?: Market;
  /** Where the home lies: on an EBS volume, which fixes the zone, or on EFS, which does not. */
  home: Home;
  /**
   * Data sets by name; each is found in the container under `/data/<name>`.
   * @default none
   */
  data?: Record<string, DataSource>;
  /**
   * User and group of everything: the container, the home, the access points of EFS and the mounts of S3.
   * @default 1000:1000
   */
  identity?: Identity;
  /**
   * JupyterLab of the image; `false` turns it off. It never runs without a token.
   * @default port 8888, a token that the first machine makes and keeps in Secrets Manager
   */
  jupyter?: Jupyter | false;
  /**
   * The SSH server of the image, for the keys named here.
   * @default off
   */
  ssh?: Ssh;
  /**
   * Stops the machine when neither its GPUs nor a session were used for a time; `false` never stops it.
   * @default after 60 minutes
   */
  idle?: Idle | false;
  /**
   * Starts and stops by the clock. A stop ends whatever runs.
   * @default none
   */
  schedule?: Schedule;
  /**
   * Start the machine at the first `up`. From then on people, the idle stop and the schedule start and stop it, and no `up` undoes that: a later change
   * of this changes nothing.
   * @default true
   */
  start?: boolean;
  /** What else the container gets; who it runs as is `identity`. */
  container?: Omit<ContainerArgs, "identity">;
}

export interface GpuWorkstationOptions extends pulumi.ComponentResourceOptions {
  /** Last word on a child's arguments. TypeScript only: functions cannot cross to a plugin. */
  transform?: {
    launchTemplate?: Transform<LaunchTemplateArgs>;
    group?: Transform<GroupArgs>;
    role?: Transform<RoleArgs>;
    /** The home's EBS volume, where one is made. */
    volume?: Transform<VolumeArgs>;
  };
}
