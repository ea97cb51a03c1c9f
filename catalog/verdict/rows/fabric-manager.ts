import type { Sourced } from "../../sourced";

/** Why NVSwitch machines need Fabric Manager, in exactly the driver's version. */
export const FABRIC_MANAGER = {
  exactVersion: {
    source: "https://docs.nvidia.com/datacenter/tesla/fabric-manager-user-guide/index.html ; https://github.com/NVIDIA/nvtrust/issues/55",
    checked: "2026-11-23",
    confidence: "derived",
    note: "a Fabric Manager of another version refuses to start (interface version does not match the driver's), and CUDA answers error 802",
  },
  missing: {
    source:
      "https://github.com/aws-samples/aws-deep-learning-ami-ubuntu-dcv-desktop/issues/33 ; https://github.com/pytorch/pytorch/issues/35710",
    checked: "2026-11-23",
    confidence: "seen",
    note: "without it CUDA answers error 802 (system not yet initialized) on p4, p5 and p6",
  },
} as const satisfies Record<string, Sourced>;

/** GPUs that stand on NVSwitch boards in some machines and alone on PCIe in others. */
export const ON_NVSWITCH_BOARDS: readonly string[] = ["A100", "A800", "B200", "B300", "H100", "H20", "H200", "H800"];
