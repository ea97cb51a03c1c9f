import type { Sourced } from "../../sourced";

/** Who evaluates `NVIDIA_REQUIRE_CUDA`, and how. */
export const REQUIRE_CHECK = {
  cdi: {
    source: "https://github.com/NVIDIA/nvidia-container-toolkit/issues/1470",
    checked: "2026-11-23",
    confidence: "seen",
    note: "CDI mode does not check the NVIDIA_REQUIRE_ variables; csv mode checks CUDA and architecture",
  },
  legacy: {
    source: "NVIDIA/libnvidia-container:src/cli/dsl.c ; NVIDIA/libnvidia-container:src/cli/configure.c",
    checked: "2026-11-23",
    confidence: "seen",
    note: "alternatives are separated by spaces, conditions of one by commas; the host driver's CUDA counts, not a compat library's",
  },
} as const satisfies Record<string, Sourced>;
