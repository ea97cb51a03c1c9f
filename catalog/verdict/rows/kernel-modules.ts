import type { Sourced } from "../../sourced";

/** Which architectures take which flavour of the kernel module. */
export const KERNEL_MODULES = {
  openForAll: {
    source:
      "https://github.com/NVIDIA/open-gpu-kernel-modules/releases/tag/545.23.06 ; https://github.com/NVIDIA/open-gpu-kernel-modules/issues/230",
    checked: "2026-11-28",
    confidence: "seen",
    note: "from 515 to 545 nvidia.ko said: Open nvidia.ko is only ready for use on Data Center GPUs, unless NVreg_OpenRmEnableUnsupportedGpus is set",
  },
  openFromTuring: {
    source: "https://docs.nvidia.com/datacenter/tesla/driver-installation-guide/kernel-modules.html",
    checked: "2026-11-23",
    confidence: "seen",
    note: "Maxwell, Pascal and Volta need the proprietary module; the open one serves Turing and newer",
  },
  openOnly: {
    source:
      "https://download.nvidia.com/XFree86/Linux-aarch64/580.159.03/README/kernel_open.html , quoted at https://github.com/Start9Labs/start-technologies/issues/3465 ; https://developer.nvidia.com/blog/nvidia-transitions-fully-towards-open-source-gpu-kernel-modules/ , quoted at https://pelayoarbues.com/literature-notes/Articles/NVIDIA-Transitions-Fully-Towards-Open-Source-GPU-Kernel-Modules",
    checked: "2026-11-23",
    confidence: "seen",
    note: "Blackwell and later are only supported by the open kernel modules; so is Grace Hopper",
  },
  grid: {
    source: "awslabs/amazon-eks-ami:templates/al2023/runtime/gpu/nvidia-kmod-load.sh ; awslabs/amazon-eks-ami:doc/usage/g7-ami.md",
    checked: "2026-11-23",
    confidence: "seen",
    note: "fractions of a GPU (g6f, gr6f) need the GRID driver; an AMI with driver 595 must not be used on them",
  },
  virtual: {
    source: "https://github.com/dstackai/dstack/issues/1014 ; https://github.com/skypilot-org/skypilot/issues/10468",
    checked: "2026-11-28",
    confidence: "seen",
    note: "machines with a virtual GPU boot with the GRID guest driver of the hypervisor's vGPU release only",
  },
} as const satisfies Record<string, Sourced>;
