import type { Sourced } from "../../sourced";

/** Machine code does not pass between desktop GPUs and the modules of Jetson and DRIVE, nor from one Tegra to the next. */
export const TEGRA_BINARIES: Sourced & { readonly computeCapabilities: readonly string[] } = {
  computeCapabilities: ["3.2", "5.3", "6.2", "7.2", "8.7"],
  source:
    "https://docs.nvidia.com/cuda/cuda-programming-guide/05-appendices/compute-capabilities.html ; https://github.com/jax-ml/jax/issues/40487 ; https://github.com/pytorch/pytorch/issues/145560 ; https://github.com/conda-forge/pytorch-cpu-feedstock/issues/303",
  checked: "2026-11-28",
  confidence: "derived",
  note: "the guide promises binary compatibility for the desktop only; on Orin (8.7) code for 8.0 was seen to fail with: no kernel image is available",
};
