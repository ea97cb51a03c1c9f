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

const CHECKED = "2026-11-23";

/** The answer of DescribeInstanceTypes of 2026-08-02, as moto ships it. */
export const INSTANCE_TYPES_API: Sourced = {
  source: "getmoto/moto:moto/ec2/resources/instance_types.json@0af643a5dbfc98797f08ee64f5be3ef8002d56ff",
  checked: CHECKED,
  confidence: "seen",
};

const P3_ROWS: Sourced = {
  source:
    "aws/karpenter-provider-aws:pkg/providers/pricing/zz_generated.pricing_aws.go@1d927085dd81a9df9301e613f371dac5b4d16bfe ; skypilot-org/skypilot-catalog:catalogs/v9/aws/vms.csv",
  checked: CHECKED,
  confidence: "seen",
  note: "priced, but absent from the newer type data",
};

const RECALLED: Sourced = {
  source: "vantage-sh/ec2instances.info:scraper/aws/ec2/gpu_data.go",
  checked: CHECKED,
  confidence: "recalled",
  note: "the source names the type and counts the 36 GPUs of the UltraServer; the sizes are recalled; sold only as Capacity Blocks for UltraServers",
};

/** By name; the sizes of a family by vCPUs. */
export const INSTANCE_FAMILIES: readonly InstanceFamily[] = [
  {
    family: "g4dn",
    gpu: "T4",
    architecture: "x86_64",
    usageClasses: ["on-demand", "spot"],
    bootModes: ["legacy-bios", "uefi"],
    offeredIn: ["us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1", "ap-northeast-1"],
    sizes: [
      ["xlarge", 1, 16384, 4, 16, 125, 1, 0, "Up to 25 Gigabit", 1, 5],
      ["2xlarge", 1, 16384, 8, 32, 225, 1, 0, "Up to 25 Gigabit", 1, 10],
      ["4xlarge", 1, 16384, 16, 64, 225, 1, 0, "Up to 25 Gigabit", 1, 20],
      ["8xlarge", 1, 16384, 32, 128, 900, 1, 1, "50 Gigabit", 1, 50],
      ["12xlarge", 4, 16384, 48, 192, 900, 1, 1, "50 Gigabit", 1, 50],
      ["16xlarge", 1, 16384, 64, 256, 900, 1, 1, "50 Gigabit", 1, 50],
      ["metal", 8, 16384, 96, 384, 1800, 2, 1, "100 Gigabit", 1, 100],
    ],
  },
  {
    family: "g5",
    gpu: "A10G",
    architecture: "x86_64",
    usageClasses: ["on-demand", "spot"],
    bootModes: ["legacy-bios", "uefi"],
    offeredIn: ["us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1", "ap-northeast-1"],
    sizes: [
      ["xlarge", 1, 22888, 4, 16, 250, 1, 0, "Up to 10 Gigabit", 1, 2.5],
      ["2xlarge", 1, 22888, 8, 32, 450, 1, 0, "Up to 10 Gigabit", 1, 5],
      ["4xlarge", 1, 22888, 16, 64, 600, 1, 0, "Up to 25 Gigabit", 1, 10],
      ["8xlarge", 1, 22888, 32, 128, 900, 1, 1, "25 Gigabit", 1, 25],
      ["12xlarge", 4, 22888, 48, 192, 3800, 1, 1, "40 Gigabit", 1, 40],
      ["16xlarge", 1, 22888, 64, 256, 1900, 1, 1, "25 Gigabit", 1, 25],
      ["24xlarge", 4, 22888, 96, 384, 3800, 1, 1, "50 Gigabit", 1, 50],
      ["48xlarge", 8, 22888, 192, 768, 7600, 2, 1, "100 Gigabit", 1, 100],
    ],
  },
  {
    family: "g5g",
    gpu: "T4G",
    architecture: "arm64",
    usageClasses: ["on-demand", "spot"],
    bootModes: ["uefi"],
    offeredIn: ["us-east-1", "us-west-2", "eu-central-1", "ap-northeast-1"],
    sizes: [
      ["xlarge", 1, 16384, 4, 8, 0, 0, 0, "Up to 10 Gigabit", 1, 1.25],
      ["2xlarge", 1, 16384, 8, 16, 0, 0, 0, "Up to 10 Gigabit", 1, 2.5],
      ["4xlarge", 1, 16384, 16, 32, 0, 0, 0, "Up to 10 Gigabit", 1, 5],
      ["8xlarge", 1, 16384, 32, 64, 0, 0, 0, "12 Gigabit", 1, 12],
      ["16xlarge", 2, 16384, 64, 128, 0, 0, 0, "25 Gigabit", 1, 25],
      ["metal", 2, 16384, 64, 128, 0, 0, 0, "25 Gigabit", 1, 25],
    ],
  },
  {
    family: "g6",
    gpu: "L4",
    architecture: "x86_64",
    usageClasses: ["on-demand", "spot"],
    bootModes: ["legacy-bios", "uefi"],
    offeredIn: ["us-east-1", "us-east-2", "us-west-2", "eu-central-1", "ap-northeast-1"],
    sizes: [
      ["xlarge", 1, 22888, 4, 16, 250, 1, 0, "Up to 10 Gigabit", 1, 2.5],
      ["2xlarge", 1, 22888, 8, 32, 450, 1, 0, "Up to 10 Gigabit", 1, 5],
      ["4xlarge", 1, 22888, 16, 64, 600, 1, 0, "Up to 25 Gigabit", 1, 10],
      ["8xlarge", 1, 22888, 32, 128, 900, 2, 1, "25 Gigabit", 1, 25],
      ["12xlarge", 4, 22888, 48, 192, 3760, 4, 1, "40 Gigabit", 1, 40],
      ["16xlarge", 1, 22888, 64, 256, 1880, 2, 1, "25 Gigabit", 1, 25],
      ["24xlarge", 4, 22888, 96, 384, 3760, 4, 1, "50 Gigabit", 1, 50],
      ["48xlarge", 8, 22888, 192, 768, 7520, 8, 1, "100 Gigabit", 1, 100],
    ],
  },
  {
    family: "g6e",
    gpu: "L40S",
    architecture: "x86_64",
    usageClasses: ["on-demand", "spot"],
    bootModes: ["legacy-bios", "uefi"],
    offeredIn: ["us-east-1", "us-east-2", "us-west-2", "eu-central-1", "ap-northeast-1"],
    sizes: [
      ["xlarge", 1, 45776, 4, 32, 250, 1, 0, "Up to 20 Gigabit", 1, 2.5],
      ["2xlarge", 1, 45776, 8, 64, 450, 1, 0, "Up to 20 Gigabit", 1, 5],
      ["4xlarge", 1, 45776, 16, 128, 600, 1, 0, "20 Gigabit", 1, 20],
      ["8xlarge", 1, 45776, 32, 256, 900, 2, 1, "25 Gigabit", 1, 25],
      ["12xlarge", 4, 45776, 48, 384, 3800, 2, 1, "100 Gigabit", 1, 100],
      ["16xlarge", 1, 45776, 64, 512, 1900, 2, 1, "35 Gigabit", 1, 35],
      ["24xlarge", 4, 45776, 96, 768, 3800, 2, 2, "200 Gigabit", 2],
      ["48xlarge", 8, 45776, 192, 1536, 7600, 4, 4, "400 Gigabit", 4],
    ],
  },
  {
    family: "g6f",
    gpu: "L4",
    architecture: "x86_64",
    usageClasses: ["on-demand", "spot"],
    bootModes: ["legacy-bios", "uefi"],
    offeredIn: ["us-east-1", "us-east-2", "us-west-2", "eu-central-1", "ap-northeast-1"],
    fractional: true,
    sizes: [
      ["large", 0.125, 2861, 2, 8, 100, 1, 0, "Up to 10 Gigabit", 1, 1.5],
      ["xlarge", 0.125, 2861, 4, 16, 100, 1, 0, "Up to 10 Gigabit", 1, 2.5],
      ["2xlarge", 0.25, 5722, 8, 32, 200, 1, 0, "Up to 10 Gigabit", 1, 5],
      ["4xlarge", 0.5, 11444, 16, 64, 450, 1, 0, "Up to 25 Gigabit", 1, 10],
    ],
  },
  {
    family: "g7",
    gpu: "RTX PRO 4500 Blackwell Server Edition",
    architecture: "x86_64",
    usageClasses: ["on-demand", "spot"],
    bootModes: ["legacy-bios", "uefi"],
    offeredIn: ["us-east-1", "us-east-2", "us-west-2"],
    note: "AWS asks for driver 595 or later",
    sizes: [
      ["2xlarge", 1, 32768, 8, 32, 440, 1, 0, "Up to 60 Gigabit", 1, 40],
      ["4xlarge", 1, 32768, 16, 64, 875, 1, 0, "Up to 100 Gigabit", 1, 80],
      ["8xlarge", 1, 32768, 32, 128, 930, 1, 1, "100 Gigabit", 1, 100],
      ["12xlarge", 2, 32768, 48, 192, 1900, 1, 1, "175 Gigabit", 1, 175],
      ["24xlarge", 4, 32768, 96, 384, 3800, 1, 1, "350 Gigabit", 1, 350],
      ["48xlarge", 8, 32768, 192, 768, 7600, 2, 2, "700 Gigabit", 2],
    ],
  },
  {
    family: "g7e",
    gpu: "RTX PRO 6000 Blackwell Server Edition",
    architecture: "x86_64",
    usageClasses: ["on-demand", "spot"],
    bootModes: ["legacy-bios", "uefi"],
    offeredIn: ["us-east-1", "us-east-2", "us-west-2", "eu-central-1", "ap-northeast-1"],
    sizes: [
      ["2xlarge", 1, 98304, 8, 64, 1900, 1, 0, "50 Gigabit", 1, 50],
      ["4xlarge", 1, 98304, 16, 128, 1900, 1, 0, "50 Gigabit", 1, 50],
      ["8xlarge", 1, 98304, 32, 256, 1900, 1, 1, "100 Gigabit", 1, 100],
      ["12xlarge", 2, 98304, 48, 512, 3800, 1, 1, "400 Gigabit", 1, 400],
      ["24xlarge", 4, 98304, 96, 1024, 7600, 2, 2, "800 Gigabit", 2],
      ["48xlarge", 8, 98304, 192, 2048, 15200, 4, 4, "1600 Gigabit", 4],
    ],
  },
  {
    family: "gr6",
    gpu: "L4",
    architecture: "x86_64",
    usageClasses: ["on-demand", "spot"],
    bootModes: ["legacy-bios", "uefi"],
    offeredIn: ["us-east-1", "us-east-2", "us-west-2", "eu-central-1", "ap-northeast-1"],
    sizes: [
      ["4xlarge", 1, 22888, 16, 128, 600, 1, 0, "Up to 25 Gigabit", 1, 10],
      ["8xlarge", 1, 22888, 32, 256, 900, 2, 1, "25 Gigabit", 1, 25],
    ],
  },
  {
    family: "gr6f",
    gpu: "L4",
    architecture: "x86_64",
    usageClasses: ["on-demand", "spot"],
    bootModes: ["legacy-bios", "uefi"],
    offeredIn: ["us-east-1", "us-east-2", "us-west-2", "eu-central-1", "ap-northeast-1"],
    fractional: true,
    sizes: [["4xlarge", 0.5, 11444, 16, 128, 450, 1, 0, "Up to 25 Gigabit", 1, 10]],
  },
  {
    family: "p3",
    gpu: "V100",
    architecture: "x86_64",
    usageClasses: ["on-demand", "spot"],
    proof: P3_ROWS,
    sizes: [
      ["2xlarge", 1, 16384, 8, 61, 0, 0, 0],
      ["8xlarge", 4, 16384, 32, 244, 0, 0, 0],
      ["16xlarge", 8, 16384, 64, 488, 0, 0, 0],
    ],
  },
  {
    family: "p3dn",
    gpu: "V100",
    architecture: "x86_64",
    usageClasses: ["on-demand", "spot"],
    bootModes: ["legacy-bios", "uefi"],
    offeredIn: ["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1"],
    sizes: [["24xlarge", 8, 32768, 96, 768, 1800, 2, 1, "100 Gigabit", 1, 100]],
  },
  {
    family: "p4d",
    gpu: "A100",
    architecture: "x86_64",
    usageClasses: ["capacity-block", "on-demand", "spot"],
    bootModes: ["legacy-bios"],
    offeredIn: ["us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1", "ap-northeast-1"],
    sizes: [["24xlarge", 8, 40960, 96, 1152, 8000, 8, 4, "4x 100 Gigabit", 4]],
  },
  {
    family: "p4de",
    gpu: "A100",
    architecture: "x86_64",
    usageClasses: ["capacity-block", "on-demand", "spot"],
    bootModes: ["legacy-bios"],
    offeredIn: ["us-east-1", "us-west-2", "eu-central-1", "ap-northeast-1"],
    sizes: [["24xlarge", 8, 81920, 96, 1152, 8000, 8, 4, "4x 100 Gigabit", 4]],
  },
  {
    family: "p5",
    gpu: "H100",
    architecture: "x86_64",
    usageClasses: ["capacity-block", "on-demand", "spot"],
    bootModes: ["legacy-bios", "uefi"],
    offeredIn: ["us-east-1", "us-east-2", "us-west-2", "ap-northeast-1"],
    sizes: [
      ["4xlarge", 1, 81920, 16, 256, 3800, 1, 1, "100 Gigabit", 1, 100],
      ["48xlarge", 8, 81920, 192, 2048, 30400, 8, 32, "3200 Gigabit", 32],
    ],
  },
  {
    family: "p5e",
    gpu: "H200",
    architecture: "x86_64",
    usageClasses: ["capacity-block", "on-demand", "spot"],
    bootModes: ["legacy-bios", "uefi"],
    offeredIn: ["us-east-2", "us-west-2"],
    note: "no on-demand price is published",
    sizes: [["48xlarge", 8, 144384, 192, 2048, 30400, 8, 32, "3200 Gigabit", 32]],
  },
  {
    family: "p5en",
    gpu: "H200",
    architecture: "x86_64",
    usageClasses: ["capacity-block", "on-demand", "spot"],
    bootModes: ["legacy-bios", "uefi"],
    offeredIn: ["us-east-1", "us-east-2", "us-west-2", "ap-northeast-1"],
    sizes: [["48xlarge", 8, 144384, 192, 2048, 30400, 8, 16, "3200 Gigabit", 16]],
  },
  {
    family: "p6-b200",
    gpu: "B200",
    architecture: "x86_64",
    usageClasses: ["capacity-block", "on-demand", "spot"],
    bootModes: ["legacy-bios", "uefi"],
    offeredIn: ["us-east-1", "us-east-2", "us-west-2"],
    sizes: [["48xlarge", 8, 183359, 192, 2048, 30400, 8, 8, "3200 Gigabit", 8]],
  },
  {
    family: "p6-b300",
    gpu: "B300",
    architecture: "x86_64",
    usageClasses: ["capacity-block", "on-demand", "spot"],
    bootModes: ["legacy-bios", "uefi"],
    offeredIn: ["us-east-1", "us-west-2"],
    note: "17 network cards, 16 EFA interfaces: the first card carries none (which one is inferred)",
    sizes: [["48xlarge", 8, 275040, 192, 4096, 30400, 8, 16, "6400 Gigabit", 17]],
  },
  {
    family: "p6e-gb200",
    gpu: "GB200",
    architecture: "arm64",
    usageClasses: ["capacity-block"],
    proof: RECALLED,
    sizes: [["36xlarge", 4, undefined, 144, 960, 22500, 3, 17, "1600 Gigabit per instance"]],
  },
];
