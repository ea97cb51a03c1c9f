import type { Confidence, Sourced } from "../sourced";

export type Architecture = "Kepler" | "Maxwell" | "Pascal" | "Volta" | "Turing" | "Ampere" | "Ada" | "Hopper" | "Blackwell";

/** What the open kernel module means to a GPU; Volta and older need the proprietary one. */
export type OpenKernelModule = "required" | "supported" | "unsupported";

/** One GPU model. */
export interface Gpu extends Sourced {
  /** The key, for example `L4`. */
  readonly gpu: string;
  readonly architecture: Architecture;
  /** For example `8.9`. */
  readonly computeCapability: string;
  readonly computeCapabilityConfidence: Confidence;
  /** First CUDA toolkit that compiles for it. */
  readonly minToolkit?: string;
  /** Last one; absent while support goes on. */
  readonly maxToolkit?: string;
  /** First driver found that names it, or that a vendor text requires; an exact version or a branch. */
  readonly minDriver?: string;
  readonly minDriverConfidence?: Confidence;
  readonly minDriverSource?: string;
  /** Last driver branch that drives it; absent while support goes on. */
  readonly maxDriverBranch?: string;
  /** Of the data-centre class, which forward compatibility asks for. */
  readonly dataCenter: boolean;
  readonly dataCenterConfidence: Confidence;
  readonly openKernelModule: OpenKernelModule;
  readonly openKernelModuleConfidence: Confidence;
  readonly openKernelModuleSource?: string;
  /** Names that `nvidia-smi` and people use. */
  readonly aliases: readonly string[];
  /** EC2 families that carry it. */
  readonly families: readonly string[];
}

const TOOLKITS =
  "spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html";

/** "you must use the open-source GPU kernel modules. The proprietary drivers are unsupported": Grace Hopper and Blackwell. */
const OPEN_ONLY = {
  openKernelModule: "required",
  openKernelModuleSource: "https://developer.nvidia.com/blog/nvidia-transitions-fully-towards-open-source-gpu-kernel-modules/",
} as const;

type MinDriver = Pick<Gpu, "minDriver" | "minDriverConfidence" | "minDriverSource">;

/** First tag of the open kernel modules whose device table names the GPU. */
const deviceTable = (minDriver: string): MinDriver => statedDriver(minDriver, "NVIDIA/open-gpu-kernel-modules:README.md");

const statedDriver = (minDriver: string, minDriverSource: string, minDriverConfidence: Confidence = "seen"): MinDriver => ({
  minDriver,
  minDriverSource,
  minDriverConfidence,
});

const recalledDriver = (minDriver: string): MinDriver => ({ minDriver, minDriverConfidence: "recalled" });

/** Data-centre class is `seen` where the GPU Operator's list of data-centre GPUs names the model. */
const gpu = (
  name: string,
  architecture: Architecture,
  computeCapability: string,
  minToolkit: string,
  driver: MinDriver,
  more: Partial<Gpu> & Pick<Gpu, "aliases" | "families">,
): Gpu => ({
  gpu: name,
  architecture,
  computeCapability,
  computeCapabilityConfidence: "seen",
  minToolkit,
  ...driver,
  dataCenter: true,
  dataCenterConfidence: "seen",
  openKernelModule: "supported",
  openKernelModuleConfidence: "seen",
  source: `https://developer.nvidia.com/cuda-gpus ; ${TOOLKITS} ; NVIDIA/cloud-native-docs:gpu-operator/platform-support.rst`,
  checked: "2026-11-23",
  confidence: "seen",
  ...more,
});

const ROWS: readonly Gpu[] = [
  gpu(
    "A100",
    "Ampere",
    "8.0",
    "11.0",
    statedDriver("450.51.05", "https://docs.nvidia.com/cuda/cuda-toolkit-release-notes/index.html", "derived"),
    {
      aliases: ["NVIDIA A100-SXM4-40GB", "NVIDIA A100-SXM4-80GB", "NVIDIA A100-PCIE-40GB", "NVIDIA A100 80GB PCIe"],
      families: ["p4d", "p4de"],
    },
  ),
  gpu("A10G", "Ampere", "8.6", "11.1", recalledDriver("470.57.02"), {
    aliases: ["NVIDIA A10G"],
    families: ["g5"],
    computeCapabilityConfidence: "derived",
    dataCenterConfidence: "derived",
    confidence: "derived",
    source: `https://developer.nvidia.com/cuda-gpus ; NVIDIA/cloud-native-docs:gpu-operator/platform-support.rst ; ${TOOLKITS}`,
    note: "cuda-gpus lists A10 as 8.6; A10G is the AWS part of the same chip; the EKS AMI forces the proprietary module on g5",
  }),
  gpu(
    "B200",
    "Blackwell",
    "10.0",
    "12.8",
    statedDriver(
      "570.133.20",
      "NVIDIA/cloud-native-docs:gpu-operator/platform-support.rst ; https://github.com/NVIDIA/cloud-native-docs/pull/184.diff",
    ),
    {
      aliases: ["NVIDIA B200"],
      families: ["p6-b200"],
      dataCenterConfidence: "derived",
      ...OPEN_ONLY,
      note: "minDriver: 570.133.20 (HGX B200, GPU Operator note); the device table names it from 570.86.15; the first public driver whose device table names it, an older one may still work",
    },
  ),
  gpu("B300", "Blackwell", "10.3", "12.9", deviceTable("580.82.07"), {
    aliases: ["NVIDIA B300 SXM6 AC"],
    families: ["p6-b300"],
    dataCenterConfidence: "derived",
    ...OPEN_ONLY,
    note: "sm_103; needs CUDA 12.9 to compile natively, sm_100f family or PTX otherwise; minDriver: 580.82.07 (B300 SXM6); the first public driver whose device table names it, an older one may still work",
  }),
  gpu("GB200", "Blackwell", "10.0", "12.8", deviceTable("570.133.20"), {
    aliases: ["NVIDIA GB200", "GB200 NVL72"],
    families: ["p6e-gb200"],
    dataCenterConfidence: "derived",
    ...OPEN_ONLY,
    note: "the first public driver whose device table names it, an older one may still work",
  }),
  gpu("GB300", "Blackwell", "10.3", "12.9", deviceTable("580.82.07"), {
    aliases: ["NVIDIA GB300", "GB300 NVL72"],
    families: ["p6e-gb300"],
    dataCenterConfidence: "derived",
    ...OPEN_ONLY,
    note: "the first public driver whose device table names it, an older one may still work",
  }),
  gpu("GH200", "Hopper", "9.0", "11.8", recalledDriver("535"), {
    aliases: ["NVIDIA GH200 480GB", "NVIDIA GH200 120GB"],
    families: [],
    ...OPEN_ONLY,
    note: "NVIDIA page lists 11.8 and 12.0 for Hopper; spack enforces 12.0",
  }),
  gpu("H100", "Hopper", "9.0", "11.8", deviceTable("525.85.05"), {
    aliases: ["NVIDIA H100 80GB HBM3", "NVIDIA H100 PCIe", "NVIDIA H100 NVL"],
    families: ["p5"],
    note: "NVIDIA page lists 11.8 and 12.0 for Hopper; spack enforces 12.0; minDriver: 525.85.05 named in the device table; 525.60.13 works as CUDA 12.0 toolkit driver (recalled); the first public driver whose device table names it, an older one may still work",
  }),
  gpu("H200", "Hopper", "9.0", "11.8", deviceTable("550.90.07"), {
    aliases: ["NVIDIA H200", "NVIDIA H200 NVL"],
    families: ["p5e", "p5en"],
    note: "NVIDIA page lists 11.8 and 12.0 for Hopper; spack enforces 12.0; minDriver: 550.90.07 (first public release that names it; the R535 tables never do); the first public driver whose device table names it, an older one may still work",
  }),
  gpu("L4", "Ada", "8.9", "11.8", deviceTable("525.105.17"), {
    aliases: ["NVIDIA L4"],
    families: ["g6", "g6f", "gr6", "gr6f"],
    note: "the first public driver whose device table names it, an older one may still work",
  }),
  gpu("L40S", "Ada", "8.9", "11.8", deviceTable("535.104.05"), {
    aliases: ["NVIDIA L40S"],
    families: ["g6e"],
    note: "the first public driver whose device table names it, an older one may still work",
  }),
  gpu(
    "RTX PRO 4500 Blackwell Server Edition",
    "Blackwell",
    "12.0",
    "12.8",
    statedDriver("595", "awslabs/amazon-eks-ami:doc/usage/g7-ami.md"),
    {
      aliases: ["NVIDIA RTX PRO 4500 Blackwell Server Edition", "RTX PRO 4500", "RTX PRO Server 4500"],
      families: ["g7"],
      computeCapabilityConfidence: "derived",
      dataCenterConfidence: "derived",
      ...OPEN_ONLY,
      confidence: "derived",
      note: "Conflict: the open-module device table already names it in 580.142, AWS says 595 or later for G7. Use 595. Compute capability taken from the RTX PRO Blackwell family",
    },
  ),
  gpu(
    "RTX PRO 6000 Blackwell Server Edition",
    "Blackwell",
    "12.0",
    "12.8",
    statedDriver("575.57.08", "NVIDIA/cloud-native-docs:gpu-operator/platform-support.rst ; NVIDIA/open-gpu-kernel-modules:README.md"),
    {
      aliases: ["NVIDIA RTX PRO 6000 Blackwell Server Edition", "RTX PRO 6000", "RTX PRO Server 6000"],
      families: ["g7e"],
      dataCenterConfidence: "derived",
      ...OPEN_ONLY,
      note: "minDriver: 575.57.08 (no MIG on that version); the first public driver whose device table names it, an older one may still work",
    },
  ),
  gpu("T4", "Turing", "7.5", "10.0", recalledDriver("410.72"), {
    aliases: ["Tesla T4"],
    families: ["g4dn"],
    note: "The device table names T4 only from 575 on, because older tables listed names differently; do not read it as a minimum",
  }),
  gpu("T4G", "Turing", "7.5", "10.0", recalledDriver("470.57.02"), {
    aliases: ["NVIDIA T4G"],
    families: ["g5g"],
    computeCapabilityConfidence: "derived",
    dataCenterConfidence: "derived",
    confidence: "derived",
    source: `https://developer.nvidia.com/cuda-gpus ; NVIDIA/cloud-native-docs:gpu-operator/platform-support.rst ; ${TOOLKITS}`,
    note: "Arm64 host (Graviton2). Listed as Turing by the GPU Operator page; the number is the Turing value of T4; the EKS AMI forces the proprietary module on g5g",
  }),
  gpu("V100", "Volta", "7.0", "9.0", recalledDriver("384.81"), {
    aliases: ["Tesla V100-SXM2-16GB", "Tesla V100-SXM2-32GB", "Tesla V100-PCIE-16GB", "Tesla V100-PCIE-32GB"],
    families: ["p3", "p3dn"],
    maxToolkit: "12.9",
    maxDriverBranch: "580",
    openKernelModule: "unsupported",
    source: `https://developer.nvidia.com/cuda-legacy-gpus ; ${TOOLKITS} ; NVIDIA/cloud-native-docs:gpu-operator/platform-support.rst`,
  }),
];

/** Key: model. */
export const GPUS: Readonly<Record<string, Gpu>> = Object.fromEntries(ROWS.map((row) => [row.gpu, row]));
