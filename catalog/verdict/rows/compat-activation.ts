import type { Sourced } from "../../sourced";

const CHECKED = "2026-11-23";
const CHANGELOG = { source: "NVIDIA/nvidia-container-toolkit:CHANGELOG.md", checked: CHECKED, confidence: "seen" } as const;

/** What puts compat libraries in use, by the container toolkit's version and mode. */
export const COMPAT_ACTIVATION = {
  before1174: {
    source: "NVIDIA/libnvidia-container:src/nvc_mount.c (filter_libraries) ; NVIDIA/nvidia-container-toolkit:CHANGELOG.md",
    checked: CHECKED,
    confidence: "seen",
    note: "legacy mode mounts compat libraries of every branch but the host's own",
  },
  cdiBefore1175: { ...CHANGELOG, note: "the enable-cuda-compat hook came with 1.17.5" },
  csv: {
    source: "NVIDIA/nvidia-container-toolkit:internal/modifier/csv.go",
    checked: CHECKED,
    confidence: "seen",
  },
  entrypoint: {
    source: "https://docs.nvidia.com/deploy/cuda-compatibility/forward-compatibility.html",
    checked: CHECKED,
    confidence: "derived",
    note: "NGC images check the host in their entrypoint and add the compat path only where it works",
  },
  hook: {
    source:
      "NVIDIA/nvidia-container-toolkit:cmd/nvidia-cdi-hook/cudacompat/cudacompat.go ; NVIDIA/libnvidia-container:src/cli/compat_mode.c ; NVIDIA/nvidia-container-toolkit:CHANGELOG.md (1.17.5, 1.17.7)",
    checked: CHECKED,
    confidence: "seen",
    note: "only a library of a newer major branch than the host's is enabled",
  },
  none: { ...CHANGELOG, note: "without the toolkit nothing changes the loader's path" },
  path: {
    source: "https://docs.nvidia.com/deploy/cuda-compatibility/forward-compatibility.html",
    checked: CHECKED,
    confidence: "seen",
  },
  unknown: { ...CHANGELOG, note: "1.17.4 stopped mounting compat libraries, 1.17.5 brought a hook" },
  v1174: { ...CHANGELOG, note: "allow-cuda-compat-libs-from-container is off by default" },
} as const satisfies Record<string, Sourced>;
