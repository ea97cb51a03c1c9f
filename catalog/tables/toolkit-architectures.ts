import type { Sourced } from "../sourced";

/** Which CUDA toolkits compile machine code for a compute capability. */
export interface ToolkitArchitecture extends Sourced {
  /** The key. */
  readonly computeCapability: string;
  readonly sm: string;
  readonly minToolkit: string;
  /** Absent while support goes on. */
  readonly maxToolkit?: string;
  /** First driver branch, where a source states it. */
  readonly minDriverBranch?: string;
}

const SPACK = {
  source: "spack/spack-packages:repos/spack_repo/builtin/build_systems/cuda.py",
  checked: "2026-11-28",
  confidence: "seen",
} as const;

/** Key: compute capability. CUDA 13 compiles for 7.5 and newer only. */
export const TOOLKIT_ARCHITECTURES: Readonly<Record<string, ToolkitArchitecture>> = {
  "2.0": { computeCapability: "2.0", sm: "sm_20", minToolkit: "3.0", maxToolkit: "8.0", ...SPACK },
  "2.1": { computeCapability: "2.1", sm: "sm_21", minToolkit: "3.2", maxToolkit: "8.0", ...SPACK },
  "3.0": { computeCapability: "3.0", sm: "sm_30", minToolkit: "5.0", maxToolkit: "10.2", ...SPACK },
  "3.2": { computeCapability: "3.2", sm: "sm_32", minToolkit: "5.0", maxToolkit: "10.2", ...SPACK },
  "3.5": { computeCapability: "3.5", sm: "sm_35", minToolkit: "5.0", maxToolkit: "11.8", ...SPACK },
  "3.7": { computeCapability: "3.7", sm: "sm_37", minToolkit: "6.5", maxToolkit: "11.8", ...SPACK },
  "5.0": { computeCapability: "5.0", sm: "sm_50", minToolkit: "6.0", maxToolkit: "12.9", ...SPACK },
  "5.2": { computeCapability: "5.2", sm: "sm_52", minToolkit: "6.5", maxToolkit: "12.9", ...SPACK },
  "5.3": { computeCapability: "5.3", sm: "sm_53", minToolkit: "6.5", maxToolkit: "12.9", ...SPACK },
  "6.0": { computeCapability: "6.0", sm: "sm_60", minToolkit: "8.0", maxToolkit: "12.9", ...SPACK },
  "6.1": { computeCapability: "6.1", sm: "sm_61", minToolkit: "8.0", maxToolkit: "12.9", ...SPACK },
  "6.2": { computeCapability: "6.2", sm: "sm_62", minToolkit: "8.0", maxToolkit: "12.9", ...SPACK },
  "7.0": { computeCapability: "7.0", sm: "sm_70", minToolkit: "9.0", maxToolkit: "12.9", ...SPACK },
  "7.2": { computeCapability: "7.2", sm: "sm_72", minToolkit: "9.0", ...SPACK },
  "7.5": { computeCapability: "7.5", sm: "sm_75", minToolkit: "10.0", ...SPACK },
  "8.0": { computeCapability: "8.0", sm: "sm_80", minToolkit: "11.0", ...SPACK },
  "8.6": { computeCapability: "8.6", sm: "sm_86", minToolkit: "11.1", ...SPACK },
  "8.7": { computeCapability: "8.7", sm: "sm_87", minToolkit: "11.4", ...SPACK },
  "8.9": { computeCapability: "8.9", sm: "sm_89", minToolkit: "11.8", ...SPACK },
  "9.0": { computeCapability: "9.0", sm: "sm_90", minToolkit: "12.0", ...SPACK, note: "NVIDIA table says 11.8" },
  "10.0": { computeCapability: "10.0", sm: "sm_100", minToolkit: "12.8", ...SPACK },
  "10.3": { computeCapability: "10.3", sm: "sm_103", minToolkit: "12.9", ...SPACK },
  "10.7": {
    computeCapability: "10.7",
    sm: "sm_107",
    minToolkit: "13.4",
    minDriverBranch: "615",
    ...SPACK,
    source: "https://docs.nvidia.com/deploy/cuda-compatibility/forward-compatibility.html",
    note: "Rubin",
  },
  "11.0": { computeCapability: "11.0", sm: "sm_110", minToolkit: "13.0", ...SPACK, note: "was sm_101 in 12.8/12.9" },
  "12.0": { computeCapability: "12.0", sm: "sm_120", minToolkit: "12.8", ...SPACK },
  "12.1": { computeCapability: "12.1", sm: "sm_121", minToolkit: "12.9", ...SPACK },
};
