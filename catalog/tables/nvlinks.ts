import type { Sourced } from "../sourced";

/** NVLinks of each GPU of a whole machine. */
export interface NvlinkCount extends Sourced {
  /** The key, for example `p5.48xlarge`. */
  readonly instanceType: string;
  readonly linksPerGpu: number;
}

const row = (instanceType: string, linksPerGpu: number): NvlinkCount => ({
  instanceType,
  linksPerGpu,
  source:
    "https://docs.nvidia.com/health-validation/reference/checks/nvlink.md ; awslabs/awsome-distributed-training:1.architectures/efa-cheatsheet.md",
  checked: "2026-11-23",
  confidence: "seen",
});

/** Types whose count a source states; a link of these that is down is a fault, of others it is only reported. */
export const NVLINKS: Readonly<Record<string, NvlinkCount>> = Object.fromEntries(
  [
    row("p4de.24xlarge", 12),
    row("p5.48xlarge", 18),
    row("p5en.48xlarge", 18),
    row("p6-b200.48xlarge", 18),
    row("p6e-gb200.36xlarge", 18),
  ].map((one) => [one.instanceType, one]),
);
