import type { Sourced } from "../sourced";

/**
 * How a release of the NVIDIA Container Toolkit treats the compat libraries inside an image, in its default settings:
 * `mounted` puts them before the host's, `ignored` leaves them where they are, `hook` enables them only when they are newer than the host's driver.
 */
export type CompatLibraries = "mounted" | "ignored" | "hook";

/** One release of the NVIDIA Container Toolkit. */
export interface ContainerToolkit extends Sourced {
  /** The key. */
  readonly version: string;
  readonly compatLibraries: CompatLibraries;
}

const CHANGELOG = "NVIDIA/nvidia-container-toolkit:CHANGELOG.md";
const NOTES = "https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/release-notes.html";
const CHECKED = "2026-11-23";

const toolkit = (version: string, compatLibraries: CompatLibraries, more: Partial<Sourced> = {}): ContainerToolkit => ({
  version,
  compatLibraries,
  source: CHANGELOG,
  checked: CHECKED,
  confidence: "seen",
  ...more,
});

/** The release is named, its notes on this behaviour were not read: it is as before. */
const later = (version: string, source: string): ContainerToolkit =>
  toolkit(version, "hook", { source: `${source} ; ${CHANGELOG}`, confidence: "derived" });

const EKS = "awslabs/amazon-eks-ami:CHANGELOG.md";
const DLAMI = "https://docs.amazonaws.cn/dlami/latest/devguide/";

const ROWS: readonly ContainerToolkit[] = [
  toolkit("1.15.0", "mounted", { confidence: "derived" }),
  toolkit("1.16.0", "mounted", { confidence: "derived" }),
  toolkit("1.16.1", "mounted", { confidence: "derived" }),
  toolkit("1.16.2", "mounted", { confidence: "derived" }),
  toolkit("1.17.0", "mounted", { confidence: "derived" }),
  toolkit("1.17.1", "mounted", { confidence: "derived" }),
  toolkit("1.17.2", "mounted", { confidence: "derived" }),
  toolkit("1.17.3", "mounted", { confidence: "derived", note: "the last release before the change of 1.17.4" }),
  toolkit("1.17.4", "ignored", {
    source: `${CHANGELOG} ; https://github.com/NVIDIA/cloud-native-docs/pull/147.diff`,
    note: "the feature flag allow-cuda-compat-libs-from-container brings the mount back",
  }),
  toolkit("1.17.5", "hook", { note: "the hook enable-cuda-compat; the feature flag disable-cuda-compat-lib-hook turns it off" }),
  toolkit("1.17.6", "hook", { confidence: "derived" }),
  toolkit("1.17.7", "hook", { note: "adds --cuda-compat-mode to nvidia-container-cli" }),
  toolkit("1.17.8", "hook", { note: "fixes the default of --cuda-compat-mode, which failed for direct calls of nvidia-container-cli" }),
  later("1.18.0", "https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/cdi-support.html"),
  later("1.18.1", DLAMI),
  later("1.18.2", NOTES),
  later("1.19.0", DLAMI),
  later("1.19.1", EKS),
  later("1.20.0", DLAMI),
  later("1.20.1", DLAMI),
];

/** Key: version. Releases that are not listed exist too. */
export const CONTAINER_TOOLKITS: Readonly<Record<string, ContainerToolkit>> = Object.fromEntries(ROWS.map((row) => [row.version, row]));
