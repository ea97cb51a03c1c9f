import type { Sourced } from "../sourced";
import type { InstanceType } from "./instance-types";

type Size = readonly [
  size: string,
  gpuCount: number,
  gpuMemoryMiB: number | undefined,
  vcpu: number,
  memoryGiB: number,
  nvmeGB: number,
  nvmeDisks: number,
  efaInterfaces: number,
  network?: string,
  networkCards?: number,
  networkBaselineGbps?: number,
];

/** The types of one family, as rows of sizes. */
export interface InstanceFamily
  extends Pick<InstanceType, "family" | "gpu" | "architecture" | "usageClasses" | "bootModes" | "offeredIn" | "note"> {
  readonly fractional?: boolean;
  readonly proof?: Sourced;
  readonly sizes: readonly Size[];
}
