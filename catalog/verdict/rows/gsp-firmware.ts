import type { Sourced } from "../../sourced";

/** The GPU System Processor's firmware and the driver. */
export const GSP_FIRMWARE: Sourced & { readonly fact: string } = {
  fact: "the open kernel modules must be used with GSP firmware of the same driver release; GPUs before Turing have no GSP",
  source:
    "NVIDIA/open-gpu-kernel-modules:README.md ; https://docs.nvidia.com/datacenter/tesla/driver-installation-guide/kernel-modules.html",
  checked: "2026-11-23",
  confidence: "seen",
};
