import type { Sourced } from "../../sourced";

/** What a feature asks of the GPU, where no table of the catalog says it. */
export interface FeatureNeed extends Sourced {
  readonly minComputeCapability: string;
}

const GUIDE = {
  source:
    "https://docs.nvidia.com/cuda/cuda-programming-guide/05-appendices/compute-capabilities.html ; https://gpu-ark.ru/en/cuda-compute-capability",
  checked: "2026-11-23",
  confidence: "seen",
} as const;

export const FEATURE_NEEDS = {
  bfloat16: { minComputeCapability: "8.0", ...GUIDE },
  fp8: { minComputeCapability: "8.9", ...GUIDE },
} as const satisfies Record<string, FeatureNeed>;
