import type { Sourced } from "../sourced";
import type { Architecture } from "./gpus";

/** How long toolkits and drivers carry a GPU architecture; answers for models that have no row of their own. */
export interface ArchitectureSupport extends Sourced {
  /** The key. */
  readonly architecture: Architecture;
  readonly computeCapabilities: readonly string[];
  readonly firstToolkit?: string;
  /** Last CUDA major that compiles for it; absent while support goes on. */
  readonly lastToolkitMajor?: number;
  /** Last driver branch that drives it; absent while support goes on. */
  readonly lastDriverBranch?: string;
}

const MATRIX = {
  source: "https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html",
  checked: "2026-11-23",
  confidence: "seen",
} as const;

/** Key: architecture, oldest first. */
export const ARCHITECTURES: Readonly<Record<Architecture, ArchitectureSupport>> = {
  Kepler: { architecture: "Kepler", computeCapabilities: ["3.5", "3.7"], lastToolkitMajor: 11, lastDriverBranch: "470", ...MATRIX },
  Maxwell: {
    architecture: "Maxwell",
    computeCapabilities: ["5.0", "5.2"],
    firstToolkit: "6.5",
    lastToolkitMajor: 12,
    lastDriverBranch: "580",
    ...MATRIX,
  },
  Pascal: {
    architecture: "Pascal",
    computeCapabilities: ["6.0", "6.1"],
    firstToolkit: "8.0",
    lastToolkitMajor: 12,
    lastDriverBranch: "580",
    ...MATRIX,
  },
  Volta: {
    architecture: "Volta",
    computeCapabilities: ["7.0"],
    firstToolkit: "9.0",
    lastToolkitMajor: 12,
    lastDriverBranch: "580",
    ...MATRIX,
  },
  Turing: { architecture: "Turing", computeCapabilities: ["7.5"], firstToolkit: "10.0", ...MATRIX },
  Ampere: { architecture: "Ampere", computeCapabilities: ["8.0", "8.6"], firstToolkit: "11.0", ...MATRIX },
  Ada: { architecture: "Ada", computeCapabilities: ["8.9"], firstToolkit: "11.8", ...MATRIX },
  Hopper: {
    architecture: "Hopper",
    computeCapabilities: ["9.0"],
    firstToolkit: "11.8",
    ...MATRIX,
    note: "the page lists 11.8 and 12.0; spack enforces 12.0",
  },
  Blackwell: { architecture: "Blackwell", computeCapabilities: ["10.0", "12.0"], firstToolkit: "12.8", ...MATRIX },
};
