import type { GroupArgs } from "@pulumi/aws/autoscaling";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../../lib/transform";
import type { GpuInstanceArgs, GpuInstanceOptions } from "../host/gpu-instance-args";
import type { FleetCapacity } from "./fleet-capacity";
import type { Interruption } from "./interruption";
import type { FleetScaling } from "./scaling";

/** What each machine is, as for one `GpuInstance`. */
type MachineArgs = Omit<GpuInstanceArgs, "capacity" | "fallbackAfterMinutes" | "returnToSpot" | "size">;

export interface FleetSize {
  /** Fewest machines; 0 costs nothing while nothing is to be done. */
  min: number;
  /** Most machines, at most 1000: the ceiling of the price. */
  max: number;
  /**
   * Machines at first, where scaling decides later; without scaling always.
   * @default as `min`
   */
  desired?: number;
}

/** Machines that are kept in AWS beside those in service, already checked and with the image pulled. On-demand machines of one type only. */
export interface WarmPool {
  /** Fewest machines in the pool. */
  size: number;
  /**
   * `stopped` costs the volumes alone; `running` costs what a machine in service costs.
   * @default "stopped"
   */
  state?: "stopped" | "running";
}

/** A placement group of your own, for example the one that a reservation was made in. */
export interface ExistingPlacement {
  groupName: pulumi.Input<string>;
}

/** What an update may do with the machines that there are. */
export interface FleetUpdate {
  /**
   * Machines that can start beyond `size.max` while an update runs: free in the reservation, or surely to be had. With enough of them the new machine
   * starts before the old one stops.
   * @default what `capacity.reservation.machines` has beyond `size.max`, else 0
   */
  spare?: number;
  /**
   * Most machines that an update may stop at once.
   * @default as many as it takes to get on, but never the whole of a fleet that may hold two or more
   */
  mayStop?: number;
}

export interface GpuFleetArgs extends MachineArgs {
  /** Machines: a number, or the limits between which scaling moves. */
  size: number | FleetSize;
  /** How they are bought. */
  capacity: FleetCapacity;
  /**
   * What a machine does when it has to go.
   * @default SIGTERM to the container, and 100 s at a spot notice, 300 s else
   */
  interruption?: Interruption;
  /**
   * When the number of machines changes by itself.
   * @default never
   */
  scaling?: FleetScaling;
  /** @default none */
  warmPool?: WarmPool;
  /**
   * Elastic Fabric Adapter on every card that has it, for NCCL among the machines: one subnet, the container on the machine's own network, and so
   * `container.usesInstanceRole`. Free.
   * @default false
   */
  efa?: boolean;
  /**
   * `cluster` makes a cluster placement group, so that the machines stand close together, in one zone; or a group of your own. Free.
   * @default none
   */
  placement?: "cluster" | ExistingPlacement;
  /** @default no machine to spare */
  update?: FleetUpdate;
  /**
   * GiB of weights that a machine loads before it can work; they count in grace periods.
   * @default 0
   */
  modelGiB?: number;
}

export interface GpuFleetOptions extends pulumi.ComponentResourceOptions {
  /** Last word on a child's arguments. TypeScript only: functions cannot cross to a plugin. */
  transform?: Omit<NonNullable<GpuInstanceOptions["transform"]>, "group"> & { group?: Transform<GroupArgs> };
}
