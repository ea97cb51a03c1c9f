import type { Sourced } from "../../sourced";
import { compareVersions, minorOf } from "../../version";

/** What PyTorch builds from before the catalog's wheel table were compiled for. */
export interface OlderTorch extends Sourced {
  /** The key: first and last torch `major.minor`, and CUDA `major.minor`. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly cuda: string;
  readonly architectures: readonly string[];
}

const row = (from: string, to: string, cuda: string, architectures: string): OlderTorch => ({
  key: `${from}-${to}+cu${cuda.replace(".", "")}`,
  from,
  to,
  cuda,
  architectures: architectures.split(" "),
  source: "moi90/pytorch_compute_capabilities:table.md (read from the libraries of the conda builds)",
  checked: "2026-11-23",
  confidence: "derived",
  note: "the wheels of the time were built by the same scripts and hold a part of this list",
});

/** From 1.3 on the builds left out 3.5: https://github.com/pytorch/pytorch/issues/24205 and .../issues/30532. */
const UP_TO_7_5 = "3.7 5.0 6.0 6.1 7.0 7.5";

const OLDER_TORCH: readonly OlderTorch[] = [
  row("1.2", "1.2", "9.2", "3.5 3.7 5.0 6.0 6.1 7.0"),
  row("1.3", "1.7", "9.2", "3.7 5.0 6.0 6.1 7.0"),
  row("1.0", "1.2", "10.0", `3.5 ${UP_TO_7_5}`),
  row("1.3", "1.4", "10.0", UP_TO_7_5),
  row("1.3", "1.8", "10.1", UP_TO_7_5),
  row("1.5", "1.12", "10.2", UP_TO_7_5),
  row("1.7", "1.7", "11.0", `${UP_TO_7_5} 8.0`),
  row("1.8", "1.11", "11.1", `${UP_TO_7_5} 8.0 8.6`),
  row("1.10", "1.12", "11.3", `${UP_TO_7_5} 8.0 8.6`),
  row("1.11", "1.11", "11.5", "3.7 5.0 6.0 6.1 7.0 7.5 8.0 8.6"),
];

/** What no build since 0.3 runs on, whatever its CUDA: PyTorch says that the GPU is too old. */
export const OLDEST_TORCH_GPU: Sourced & { readonly minComputeCapability: string } = {
  minComputeCapability: "3.0",
  source: "https://github.com/pytorch/pytorch/issues/6515 ; https://github.com/pytorch/pytorch/issues/16712",
  checked: "2026-11-28",
  confidence: "seen",
};

/** The row of a public build: `1.7.1+cu110`, or `1.7.1` with CUDA `11.0`. */
export function findOlderTorch(torch: string, cuda: string | undefined): OlderTorch | undefined {
  const version = minorOf(torch);
  const minor = cuda === undefined ? undefined : minorOf(cuda);
  if (version === undefined || minor === undefined || !/^\d+\.\d+(\.\d+)?(\+|$)/.test(torch)) return undefined;
  return OLDER_TORCH.find(
    (known) => known.cuda === minor && compareVersions(version, known.from) >= 0 && compareVersions(version, known.to) <= 0,
  );
}
