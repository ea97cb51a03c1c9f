import type { Confidence, Sourced } from "../sourced";
import { INSTANCE_FAMILIES, INSTANCE_TYPES_API } from "./instance-families";
import type { InstanceFamily } from "./instance-family";

export type CpuArchitecture = "x86_64" | "arm64";
export type UsageClass = "on-demand" | "spot" | "capacity-block";
export type BootMode = "legacy-bios" | "uefi";

/** One EC2 instance type with NVIDIA GPUs. */
export interface InstanceType extends Sourced {
  /** The key, for example `g6.xlarge`. */
  readonly instanceType: string;
  /** What stands before the dot. */
  readonly family: string;
  /** Key of `GPUS`. */
  readonly gpu: string;
  /** A fraction for `g6f` and `gr6f`: 0.125 is an eighth of a GPU, seen as one device. */
  readonly gpuCount: number;
  /** Memory of one GPU (or of the fraction) in MiB, as the EC2 API reports it: 22888 for an L4, not 24 GiB. */
  readonly gpuMemoryMiB?: number;
  /** A share of a GPU by vGPU: needs the GRID driver, and Kubernetes sees no `nvidia.com/gpu`. */
  readonly fractional: boolean;
  readonly vcpu: number;
  readonly memoryGiB: number;
  /** Local NVMe in GB over all disks; 0 for none. */
  readonly nvmeGB: number;
  readonly nvmeDisks: number;
  readonly efaInterfaces: number;
  /** Network performance in AWS's words. */
  readonly network?: string;
  readonly networkCards?: number;
  readonly networkBaselineGbps?: number;
  readonly architecture: CpuArchitecture;
  readonly usageClasses: readonly UsageClass[];
  readonly bootModes?: readonly BootMode[];
  /** The GPUs talk through NVSwitch, so Fabric Manager must run in exactly the driver's version. Absent: not read. */
  readonly nvswitch?: boolean;
  readonly nvswitchConfidence?: Confidence;
  /** Regions that offer it, of `OFFERED_REGIONS`. Absent: not read. */
  readonly offeredIn?: readonly string[];
}

/** The regions whose offer was read (2026-08-01); no statement about others. */
export const OFFERED_REGIONS: readonly string[] = ["ap-northeast-1", "eu-central-1", "eu-west-1", "us-east-1", "us-east-2", "us-west-2"];

/**
 * NVIDIA names the 8-GPU boards HGX A100, H100, H200, B200 and B300 as the platforms with NVSwitch; these types carry one whole.
 * https://docs.nvidia.com/ai-enterprise/release-8/8.0/infra-software/vgpu/features/nvswitch.html
 */
const NVSWITCH = new Set(["p4d", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300"]);

/** A single GPU has no fabric; eight of an HGX board have; the UltraServers' fabric lies outside the machine and was not read. */
function fabric(family: string, gpuCount: number): Pick<InstanceType, "nvswitch" | "nvswitchConfidence"> {
  if (NVSWITCH.has(family)) return gpuCount > 1 ? { nvswitch: true, nvswitchConfidence: "derived" } : {};
  return family === "p6e-gb200" ? {} : { nvswitch: false, nvswitchConfidence: "derived" };
}

const rowsOf = ({
  family,
  sizes,
  proof = INSTANCE_TYPES_API,
  fractional = false,
  note = proof.note,
  ...shared
}: InstanceFamily): InstanceType[] =>
  sizes.map(
    ([size, gpuCount, gpuMemoryMiB, vcpu, memoryGiB, nvmeGB, nvmeDisks, efaInterfaces, network, networkCards, networkBaselineGbps]) => ({
      instanceType: `${family}.${size}`,
      family,
      ...shared,
      gpuCount,
      ...(gpuMemoryMiB === undefined ? {} : { gpuMemoryMiB }),
      fractional,
      vcpu,
      memoryGiB,
      nvmeGB,
      nvmeDisks,
      efaInterfaces,
      ...(network === undefined ? {} : { network }),
      ...(networkCards === undefined ? {} : { networkCards }),
      ...(networkBaselineGbps === undefined ? {} : { networkBaselineGbps }),
      ...fabric(family, gpuCount),
      ...proof,
      ...(note === undefined ? {} : { note }),
    }),
  );

/** Key: instance type; by family, then by vCPUs. */
export const INSTANCE_TYPES: Readonly<Record<string, InstanceType>> = Object.fromEntries(
  INSTANCE_FAMILIES.flatMap(rowsOf).map((row) => [row.instanceType, row]),
);
