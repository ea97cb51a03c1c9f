import type { Sourced } from "../sourced";
import type { CpuArchitecture } from "./instance-types";

/** What a PyTorch wheel was compiled for. */
export interface FrameworkArchitecture extends Sourced {
  /** `2.8+cu128/x86_64`: the key. */
  readonly key: string;
  /** torch `major.minor`. */
  readonly torch: string;
  /** CUDA `major.minor` of the wheel. */
  readonly cuda: string;
  readonly platform: CpuArchitecture;
  /** Compute capabilities; `+PTX` marks one whose PTX is in the wheel. Absent: not read. */
  readonly architectures?: readonly string[];
  readonly python?: string;
  /** A stable wheel, not an experimental one. */
  readonly stable: boolean;
}

const RELEASE = "pytorch/pytorch:RELEASE.md";

const wheel = (
  torch: string,
  cuda: string,
  architectures: string,
  python: string,
  more: Partial<FrameworkArchitecture> = {},
): FrameworkArchitecture => {
  const platform = more.platform ?? "x86_64";
  return {
    key: `${torch}+cu${cuda.replace(".", "")}/${platform}`,
    torch,
    cuda,
    platform,
    ...(architectures === "" ? {} : { architectures: architectures.split(" ") }),
    python,
    stable: true,
    source: RELEASE,
    checked: "2026-11-23",
    confidence: "seen",
    ...more,
  };
};

/** No wheel has 8.9 or 10.3 code: the 8.6 and 10.0 code serves those. An empty list was not read. */
const ROWS: readonly FrameworkArchitecture[] = [
  wheel("2.0", "11.7", "", "3.8-3.11"),
  wheel("2.0", "11.8", "", "3.8-3.11", { stable: false }),
  wheel("2.1", "11.8", "", "3.8-3.11"),
  wheel("2.1", "12.1", "", "3.8-3.11", { stable: false }),
  wheel("2.2", "11.8", "", "3.8-3.11 (3.12 experimental)"),
  wheel("2.2", "12.1", "", "3.8-3.11 (3.12 experimental)", { stable: false }),
  wheel("2.3", "11.8", "", "3.8-3.11 (3.12 experimental)"),
  wheel("2.3", "12.1", "", "3.8-3.11 (3.12 experimental)", { stable: false }),
  wheel("2.4", "11.8", "", "3.8-3.12"),
  wheel("2.4", "12.1", "", "3.8-3.12"),
  wheel("2.4", "12.4", "", "3.8-3.12", { stable: false }),
  wheel("2.5", "11.8", "", "3.9-3.12"),
  wheel("2.5", "12.1", "", "3.9-3.12"),
  wheel("2.5", "12.4", "", "3.9-3.12"),
  wheel("2.6", "11.8", "", "3.9-3.13"),
  wheel("2.6", "12.4", "", "3.9-3.13"),
  wheel("2.6", "12.6", "", "3.9-3.13", { stable: false }),
  wheel("2.7", "11.8", "", "3.9-3.13"),
  wheel("2.7", "12.6", "", "3.9-3.13"),
  wheel("2.7", "12.8", "", "3.9-3.13", { stable: false }),
  wheel("2.8", "12.6", "5.0 6.0 7.0 7.5 8.0 8.6 9.0", "3.9-3.13", {
    source: `${RELEASE} ; https://github.com/pytorch/pytorch/issues/157517`,
  }),
  wheel("2.8", "12.8", "7.5 8.0 8.6 9.0 10.0 12.0", "3.9-3.13", {
    source: `${RELEASE} ; https://github.com/pytorch/pytorch/issues/157517`,
  }),
  wheel("2.8", "12.9", "7.5 8.0 8.6 9.0 10.0 12.0+PTX", "3.9-3.13", {
    stable: false,
    source: `${RELEASE} ; https://github.com/pytorch/pytorch/issues/157517`,
  }),
  wheel("2.9", "12.6", "", "3.10-3.14"),
  wheel("2.9", "12.8", "", "3.10-3.14"),
  wheel("2.9", "13.0", "", "3.10-3.14", { stable: false }),
  wheel("2.10", "12.6", "", "3.10-3.14"),
  wheel("2.10", "12.8", "", "3.10-3.14"),
  wheel("2.10", "13.0", "", "3.10-3.14", { stable: false }),
  wheel("2.11", "12.6", "", "3.10-3.14"),
  wheel("2.11", "12.8", "", "3.10-3.14"),
  wheel("2.11", "13.0", "", "3.10-3.14"),
  wheel("2.12", "12.6", "5.0 6.0 7.0 7.5 8.0 8.6 9.0", "3.10-3.14"),
  wheel("2.12", "13.0", "7.5 8.0 8.6 9.0 10.0 12.0+PTX", "3.10-3.14"),
  wheel("2.12", "13.2", "7.5 8.0 8.6 9.0 10.0 12.0+PTX", "3.10-3.14", { stable: false }),
  wheel("2.13", "12.6", "5.0 6.0 7.0 7.5 8.0 8.6 9.0", "3.10-3.14"),
  wheel("2.13", "13.0", "7.5 8.0 8.6 9.0 10.0 12.0+PTX", "3.10-3.14"),
  wheel("2.13", "13.2", "7.5 8.0 8.6 9.0 10.0 12.0+PTX", "3.10-3.14", { stable: false }),
  wheel("2.14", "12.6", "5.0 6.0 7.0 7.5 8.0 8.6 9.0", "3.10-3.14 (3.15 experimental)"),
  wheel("2.14", "13.0", "7.5 8.0 8.6 9.0 10.0 12.0+PTX", "3.10-3.14 (3.15 experimental)"),
  wheel("2.14", "13.2", "7.5 8.0 8.6 9.0 10.0 12.0+PTX", "3.10-3.14 (3.15 experimental)"),
];

/** Key: `torch+cuXYZ/platform`. */
export const FRAMEWORK_ARCHITECTURES: Readonly<Record<string, FrameworkArchitecture>> = Object.fromEntries(
  ROWS.map((row) => [row.key, row]),
);

/** The wheel of a torch `major.minor` for a CUDA `major.minor`. */
export const findWheel = (torch: string, cuda: string, platform: CpuArchitecture): FrameworkArchitecture | undefined => {
  const key = `${torch}+cu${cuda.replace(".", "")}/${platform}`;
  return Object.hasOwn(FRAMEWORK_ARCHITECTURES, key) ? FRAMEWORK_ARCHITECTURES[key] : undefined;
};
