import type { Sourced } from "../sourced";

/** A release of FlashAttention 2 and the torch versions that its prebuilt wheels cover. */
export interface FlashAttentionRelease extends Sourced {
  /** The key. */
  readonly version: string;
  /** Oldest and newest torch `major.minor` with a prebuilt wheel. */
  readonly torch: readonly [oldest: string, newest: string];
  /** CUDA that the wheels were built with; they serve every CUDA of the same major. */
  readonly cuda: readonly string[];
  readonly python?: string;
}

/** What a major of FlashAttention asks of the GPU. */
export interface FlashAttentionHardware extends Sourced {
  readonly minComputeCapability: string;
  /** Newest compute capability major that the README names; absent where it sets none. */
  readonly maxComputeCapabilityMajor?: number;
  readonly minCuda?: string;
}

const README = { source: "Dao-AILab/flash-attention:README.md", checked: "2026-11-23", confidence: "seen" } as const;

/** Key: version. */
export const FLASH_ATTENTION_RELEASES: Readonly<Record<string, FlashAttentionRelease>> = {
  "2.5.8": {
    version: "2.5.8",
    torch: ["1.12", "2.3"],
    cuda: ["11.8", "12.2"],
    source: "Dao-AILab/flash-attention:.github/workflows/publish.yml@v2.5.8",
    checked: "2026-11-23",
    confidence: "seen",
  },
  "2.6.3": {
    version: "2.6.3",
    torch: ["2.0", "2.4"],
    cuda: ["11.8", "12.3.2"],
    python: "3.8-3.12",
    source: "Dao-AILab/flash-attention:.github/workflows/publish.yml@v2.6.3",
    checked: "2026-11-23",
    confidence: "seen",
  },
  "2.7.4.post1": {
    version: "2.7.4.post1",
    torch: ["2.2", "2.6"],
    cuda: ["12.4.1"],
    python: "3.9-3.13",
    source: "Dao-AILab/flash-attention:.github/workflows/publish.yml@v2.7.4.post1",
    checked: "2026-11-23",
    confidence: "seen",
  },
  "2.8.0": {
    version: "2.8.0",
    torch: ["2.4", "2.7"],
    cuda: ["12.9.0"],
    source: "Dao-AILab/flash-attention:.github/workflows/publish.yml@v2.8.0",
    checked: "2026-11-23",
    confidence: "seen",
  },
  "2.8.3": {
    version: "2.8.3",
    torch: ["2.4", "2.8"],
    cuda: ["12.9.1"],
    python: "3.9-3.13",
    source: "Dao-AILab/flash-attention:.github/workflows/publish.yml@v2.8.3.post1",
    checked: "2026-11-23",
    confidence: "seen",
    note: "2.8.3.post1 is the same; newest tag of the snapshot of 2026-08-15; no wheel for torch 2.9 or later, which must compile it",
  },
};

/** Key: major version. */
export const FLASH_ATTENTION_HARDWARE: Readonly<Record<string, FlashAttentionHardware>> = {
  "2": { minComputeCapability: "8.0", minCuda: "12.0", ...README, note: "Ampere, Ada, Hopper; Turing is unsupported and must use 1.x" },
  "3": {
    minComputeCapability: "9.0",
    maxComputeCapabilityMajor: 9,
    minCuda: "12.3",
    ...README,
    note: "H100 and H800 only; CUDA 12.8 recommended",
  },
  "4": { minComputeCapability: "9.0", ...README, note: "Hopper and Blackwell; flash-attn-4[cu13]" },
};
