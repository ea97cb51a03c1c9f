import type { Sourced } from "../../sourced";

/** A CUDA toolkit from before minor-version compatibility: the exact minimum counts. */
export interface EarlyToolkit extends Sourced {
  /** `major.minor`, the key. */
  readonly cuda: string;
  /** Oldest Linux x86_64 driver. */
  readonly minDriver: string;
}

const PROOF = {
  source:
    'https://docs.nvidia.com/cuda/archive/11.0/cuda-toolkit-release-notes/index.html (table "CUDA Toolkit and Compatible Driver Versions"), read in the copy at https://eehoeskrap.tistory.com/451',
  checked: "2026-11-23",
  confidence: "seen",
} as const;

/** Linux x86_64, the first release of each toolkit. Key: `major.minor`. */
export const EARLY_TOOLKITS: Readonly<Record<string, EarlyToolkit>> = {
  "10.0": { cuda: "10.0", minDriver: "410.48", ...PROOF },
  "10.1": { cuda: "10.1", minDriver: "418.39", ...PROOF },
  "10.2": { cuda: "10.2", minDriver: "440.33", ...PROOF },
  "7.0": { cuda: "7.0", minDriver: "346.46", ...PROOF },
  "7.5": { cuda: "7.5", minDriver: "352.31", ...PROOF },
  "8.0": { cuda: "8.0", minDriver: "367.48", ...PROOF, note: "8.0.61 (GA2) states 375.26" },
  "9.0": { cuda: "9.0", minDriver: "384.81", ...PROOF },
  "9.1": { cuda: "9.1", minDriver: "390.46", ...PROOF },
  "9.2": { cuda: "9.2", minDriver: "396.26", ...PROOF, note: "9.2.148 (Update 1) states 396.37" },
};
