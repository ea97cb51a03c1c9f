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
  /** Names that `nvidia-smi` and people use. */
  readonly aliases: readonly string[];
  /** EC2 families that carry it. */
  readonly families: readonly string[];
}

const CHECKED = "2026-11-23";

/** Key: model. Data-centre class is `seen` where the GPU Operator's list of data-centre GPUs names it. */
export const GPUS: Readonly<Record<string, Gpu>> = {
  A100: {
    gpu: "A100",
    architecture: "Ampere",
    computeCapability: "8.0",
    computeCapabilityConfidence: "seen",
    minToolkit: "11.0",
    minDriver: "450.51.05",
    minDriverConfidence: "derived",
    minDriverSource: "https://docs.nvidia.com/cuda/cuda-toolkit-release-notes/index.html",
    dataCenter: true,
    dataCenterConfidence: "seen",
    openKernelModule: "supported",
    openKernelModuleConfidence: "seen",
    aliases: ["NVIDIA A100-SXM4-40GB", "NVIDIA A100-SXM4-80GB", "NVIDIA A100-PCIE-40GB", "NVIDIA A100 80GB PCIe"],
    families: ["p4d", "p4de"],
    source:
      "https://developer.nvidia.com/cuda-gpus ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "seen",
  },
  A10G: {
    gpu: "A10G",
    architecture: "Ampere",
    computeCapability: "8.6",
    computeCapabilityConfidence: "derived",
    minToolkit: "11.1",
    minDriver: "470.57.02",
    minDriverConfidence: "recalled",
    dataCenter: true,
    dataCenterConfidence: "derived",
    openKernelModule: "supported",
    openKernelModuleConfidence: "seen",
    aliases: ["NVIDIA A10G"],
    families: ["g5"],
    source:
      "https://developer.nvidia.com/cuda-gpus ; NVIDIA/cloud-native-docs:gpu-operator/platform-support.rst ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "derived",
    note: "cuda-gpus lists A10 as 8.6; A10G is the AWS part of the same chip; the EKS AMI forces the proprietary module on g5",
  },
  B200: {
    gpu: "B200",
    architecture: "Blackwell",
    computeCapability: "10.0",
    computeCapabilityConfidence: "seen",
    minToolkit: "12.8",
    minDriver: "570.133.20",
    minDriverConfidence: "seen",
    minDriverSource:
      "NVIDIA/cloud-native-docs:gpu-operator/platform-support.rst ; https://github.com/NVIDIA/cloud-native-docs/pull/184.diff",
    dataCenter: true,
    dataCenterConfidence: "derived",
    openKernelModule: "required",
    openKernelModuleConfidence: "recalled",
    aliases: ["NVIDIA B200"],
    families: ["p6-b200"],
    source:
      "https://developer.nvidia.com/cuda-gpus ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "seen",
    note: "minDriver: 570.133.20 (HGX B200, GPU Operator note); the device table names it from 570.86.15; the first public driver whose device table names it, an older one may still work",
  },
  B300: {
    gpu: "B300",
    architecture: "Blackwell",
    computeCapability: "10.3",
    computeCapabilityConfidence: "seen",
    minToolkit: "12.9",
    minDriver: "580.82.07",
    minDriverConfidence: "seen",
    minDriverSource: "NVIDIA/open-gpu-kernel-modules:README.md",
    dataCenter: true,
    dataCenterConfidence: "derived",
    openKernelModule: "required",
    openKernelModuleConfidence: "recalled",
    aliases: ["NVIDIA B300 SXM6 AC"],
    families: ["p6-b300"],
    source:
      "https://developer.nvidia.com/cuda-gpus ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "seen",
    note: "sm_103; needs CUDA 12.9 to compile natively, sm_100f family or PTX otherwise; minDriver: 580.82.07 (B300 SXM6); the first public driver whose device table names it, an older one may still work",
  },
  GB200: {
    gpu: "GB200",
    architecture: "Blackwell",
    computeCapability: "10.0",
    computeCapabilityConfidence: "seen",
    minToolkit: "12.8",
    minDriver: "570.133.20",
    minDriverConfidence: "seen",
    minDriverSource: "NVIDIA/open-gpu-kernel-modules:README.md",
    dataCenter: true,
    dataCenterConfidence: "derived",
    openKernelModule: "required",
    openKernelModuleConfidence: "recalled",
    aliases: ["NVIDIA GB200"],
    families: ["p6e-gb200"],
    source:
      "https://developer.nvidia.com/cuda-gpus ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "seen",
    note: "the first public driver whose device table names it, an older one may still work",
  },
  GB300: {
    gpu: "GB300",
    architecture: "Blackwell",
    computeCapability: "10.3",
    computeCapabilityConfidence: "seen",
    minToolkit: "12.9",
    minDriver: "580.82.07",
    minDriverConfidence: "seen",
    minDriverSource: "NVIDIA/open-gpu-kernel-modules:README.md",
    dataCenter: true,
    dataCenterConfidence: "derived",
    openKernelModule: "required",
    openKernelModuleConfidence: "recalled",
    aliases: ["NVIDIA GB300"],
    families: ["p6e-gb300"],
    source:
      "https://developer.nvidia.com/cuda-gpus ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "seen",
    note: "the first public driver whose device table names it, an older one may still work",
  },
  GH200: {
    gpu: "GH200",
    architecture: "Hopper",
    computeCapability: "9.0",
    computeCapabilityConfidence: "seen",
    minToolkit: "11.8",
    minDriver: "535",
    minDriverConfidence: "recalled",
    dataCenter: true,
    dataCenterConfidence: "seen",
    openKernelModule: "required",
    openKernelModuleConfidence: "seen",
    aliases: ["NVIDIA GH200 480GB", "NVIDIA GH200 120GB"],
    families: [],
    source:
      "https://developer.nvidia.com/cuda-gpus ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "seen",
    note: "NVIDIA page lists 11.8 and 12.0 for Hopper; spack enforces 12.0",
  },
  H100: {
    gpu: "H100",
    architecture: "Hopper",
    computeCapability: "9.0",
    computeCapabilityConfidence: "seen",
    minToolkit: "11.8",
    minDriver: "525.85.05",
    minDriverConfidence: "seen",
    minDriverSource: "NVIDIA/open-gpu-kernel-modules:README.md",
    dataCenter: true,
    dataCenterConfidence: "seen",
    openKernelModule: "supported",
    openKernelModuleConfidence: "seen",
    aliases: ["NVIDIA H100 80GB HBM3", "NVIDIA H100 PCIe", "NVIDIA H100 NVL"],
    families: ["p5"],
    source:
      "https://developer.nvidia.com/cuda-gpus ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "seen",
    note: "NVIDIA page lists 11.8 and 12.0 for Hopper; spack enforces 12.0; minDriver: 525.85.05 named in the device table; 525.60.13 works as CUDA 12.0 toolkit driver (recalled); the first public driver whose device table names it, an older one may still work",
  },
  H200: {
    gpu: "H200",
    architecture: "Hopper",
    computeCapability: "9.0",
    computeCapabilityConfidence: "seen",
    minToolkit: "11.8",
    minDriver: "550.90.07",
    minDriverConfidence: "seen",
    minDriverSource: "NVIDIA/open-gpu-kernel-modules:README.md",
    dataCenter: true,
    dataCenterConfidence: "seen",
    openKernelModule: "supported",
    openKernelModuleConfidence: "seen",
    aliases: ["NVIDIA H200", "NVIDIA H200 NVL"],
    families: ["p5e", "p5en"],
    source:
      "https://developer.nvidia.com/cuda-gpus ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "seen",
    note: "NVIDIA page lists 11.8 and 12.0 for Hopper; spack enforces 12.0; minDriver: 550.90.07 (first public release that names it; the R535 tables never do); the first public driver whose device table names it, an older one may still work",
  },
  L4: {
    gpu: "L4",
    architecture: "Ada",
    computeCapability: "8.9",
    computeCapabilityConfidence: "seen",
    minToolkit: "11.8",
    minDriver: "525.105.17",
    minDriverConfidence: "seen",
    minDriverSource: "NVIDIA/open-gpu-kernel-modules:README.md",
    dataCenter: true,
    dataCenterConfidence: "seen",
    openKernelModule: "supported",
    openKernelModuleConfidence: "seen",
    aliases: ["NVIDIA L4"],
    families: ["g6", "g6f", "gr6", "gr6f"],
    source:
      "https://developer.nvidia.com/cuda-gpus ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "seen",
    note: "the first public driver whose device table names it, an older one may still work",
  },
  L40S: {
    gpu: "L40S",
    architecture: "Ada",
    computeCapability: "8.9",
    computeCapabilityConfidence: "seen",
    minToolkit: "11.8",
    minDriver: "535.104.05",
    minDriverConfidence: "seen",
    minDriverSource: "NVIDIA/open-gpu-kernel-modules:README.md",
    dataCenter: true,
    dataCenterConfidence: "seen",
    openKernelModule: "supported",
    openKernelModuleConfidence: "seen",
    aliases: ["NVIDIA L40S"],
    families: ["g6e"],
    source:
      "https://developer.nvidia.com/cuda-gpus ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "seen",
    note: "the first public driver whose device table names it, an older one may still work",
  },
  "RTX PRO 4500 Blackwell Server Edition": {
    gpu: "RTX PRO 4500 Blackwell Server Edition",
    architecture: "Blackwell",
    computeCapability: "12.0",
    computeCapabilityConfidence: "derived",
    minToolkit: "12.8",
    minDriver: "595",
    minDriverConfidence: "seen",
    minDriverSource: "awslabs/amazon-eks-ami:doc/usage/g7-ami.md",
    dataCenter: true,
    dataCenterConfidence: "derived",
    openKernelModule: "required",
    openKernelModuleConfidence: "recalled",
    aliases: ["NVIDIA RTX PRO 4500 Blackwell Server Edition", "RTX PRO 4500", "RTX PRO Server 4500"],
    families: ["g7"],
    source:
      "https://developer.nvidia.com/cuda-gpus ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "derived",
    note: "Conflict: the open-module device table already names it in 580.142, AWS says 595 or later for G7. Use 595. Compute capability taken from the RTX PRO Blackwell family",
  },
  "RTX PRO 6000 Blackwell Server Edition": {
    gpu: "RTX PRO 6000 Blackwell Server Edition",
    architecture: "Blackwell",
    computeCapability: "12.0",
    computeCapabilityConfidence: "seen",
    minToolkit: "12.8",
    minDriver: "575.57.08",
    minDriverConfidence: "seen",
    minDriverSource: "NVIDIA/cloud-native-docs:gpu-operator/platform-support.rst ; NVIDIA/open-gpu-kernel-modules:README.md",
    dataCenter: true,
    dataCenterConfidence: "derived",
    openKernelModule: "required",
    openKernelModuleConfidence: "recalled",
    aliases: ["NVIDIA RTX PRO 6000 Blackwell Server Edition", "RTX PRO 6000", "RTX PRO Server 6000"],
    families: ["g7e"],
    source:
      "https://developer.nvidia.com/cuda-gpus ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "seen",
    note: "minDriver: 575.57.08 (no MIG on that version); the first public driver whose device table names it, an older one may still work",
  },
  T4: {
    gpu: "T4",
    architecture: "Turing",
    computeCapability: "7.5",
    computeCapabilityConfidence: "seen",
    minToolkit: "10.0",
    minDriver: "410.72",
    minDriverConfidence: "recalled",
    dataCenter: true,
    dataCenterConfidence: "seen",
    openKernelModule: "supported",
    openKernelModuleConfidence: "seen",
    aliases: ["Tesla T4"],
    families: ["g4dn"],
    source:
      "https://developer.nvidia.com/cuda-gpus ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "seen",
    note: "The device table names T4 only from 575 on, because older tables listed names differently; do not read it as a minimum",
  },
  T4G: {
    gpu: "T4G",
    architecture: "Turing",
    computeCapability: "7.5",
    computeCapabilityConfidence: "derived",
    minToolkit: "10.0",
    minDriver: "470.57.02",
    minDriverConfidence: "recalled",
    dataCenter: true,
    dataCenterConfidence: "derived",
    openKernelModule: "supported",
    openKernelModuleConfidence: "seen",
    aliases: ["NVIDIA T4G"],
    families: ["g5g"],
    source:
      "https://developer.nvidia.com/cuda-gpus ; NVIDIA/cloud-native-docs:gpu-operator/platform-support.rst ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "derived",
    note: "Arm64 host (Graviton2). Listed as Turing by the GPU Operator page; the number is the Turing value of T4; the EKS AMI forces the proprietary module on g5g",
  },
  V100: {
    gpu: "V100",
    architecture: "Volta",
    computeCapability: "7.0",
    computeCapabilityConfidence: "seen",
    minToolkit: "9.0",
    maxToolkit: "12.9",
    minDriver: "384.81",
    minDriverConfidence: "recalled",
    maxDriverBranch: "580",
    dataCenter: true,
    dataCenterConfidence: "seen",
    openKernelModule: "unsupported",
    openKernelModuleConfidence: "seen",
    aliases: ["Tesla V100-SXM2-16GB", "Tesla V100-SXM2-32GB", "Tesla V100-PCIE-16GB", "Tesla V100-PCIE-32GB"],
    families: ["p3", "p3dn"],
    source:
      "https://developer.nvidia.com/cuda-legacy-gpus ; spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
    checked: CHECKED,
    confidence: "seen",
  },
};
