import type { Sourced } from "../sourced";

/** `C`: a cuda-compat package is supported on the branch. `NA`: the branch has this CUDA natively. `X`: no package for the pair, the driver is newer. */
export type CompatCell = "C" | "NA" | "X";

/** One row of the matrix of NVIDIA's forward-compatibility page. */
export interface ForwardCompatibility extends Sourced {
  /** CUDA of the cuda-compat package, the key. */
  readonly cuda: string;
  /** Host driver branch to cell; a branch that is not listed is no supported base. */
  readonly hosts: Readonly<Record<string, CompatCell>>;
}

/** How far compat packages reached on host branches that have left the matrix, by the container notes of their time. */
export interface OlderForwardCompatibility extends Sourced {
  /** Host driver branch, the key. */
  readonly branch: string;
  /** Newest CUDA that the container notes name for it. */
  readonly upTo: string;
}

const CHECKED = "2026-11-23";
const URL = "https://docs.nvidia.com/deploy/cuda-compatibility/forward-compatibility.html";
const PAGE = { source: URL, checked: CHECKED, confidence: "seen" } as const;

/** Key: CUDA `major.minor` of the compat package. Edition whose example is cuda-compat-13-4, about September 2026. */
export const FORWARD_COMPATIBILITY: Readonly<Record<string, ForwardCompatibility>> = {
  "12.2": { cuda: "12.2", hosts: { "535": "NA", "570": "X", "580": "X", "590": "X", "595": "X", "610": "X", "615": "X" }, ...PAGE },
  "12.3": { cuda: "12.3", hosts: { "535": "C", "570": "X", "580": "X", "590": "X", "595": "X", "610": "X", "615": "X" }, ...PAGE },
  "12.4": { cuda: "12.4", hosts: { "535": "C", "570": "X", "580": "X", "590": "X", "595": "X", "610": "X", "615": "X" }, ...PAGE },
  "12.5": { cuda: "12.5", hosts: { "535": "C", "570": "X", "580": "X", "590": "X", "595": "X", "610": "X", "615": "X" }, ...PAGE },
  "12.6": { cuda: "12.6", hosts: { "535": "C", "570": "X", "580": "X", "590": "X", "595": "X", "610": "X", "615": "X" }, ...PAGE },
  "12.8": { cuda: "12.8", hosts: { "535": "C", "570": "NA", "580": "X", "590": "X", "595": "X", "610": "X", "615": "X" }, ...PAGE },
  "12.9": { cuda: "12.9", hosts: { "535": "C", "570": "C", "580": "X", "590": "X", "595": "X", "610": "X", "615": "X" }, ...PAGE },
  "13.0": { cuda: "13.0", hosts: { "535": "C", "570": "C", "580": "NA", "590": "X", "595": "X", "610": "X", "615": "X" }, ...PAGE },
  "13.1": { cuda: "13.1", hosts: { "535": "C", "570": "C", "580": "C", "590": "NA", "595": "X", "610": "X", "615": "X" }, ...PAGE },
  "13.2": { cuda: "13.2", hosts: { "535": "C", "570": "C", "580": "C", "590": "C", "595": "NA", "610": "X", "615": "X" }, ...PAGE },
  "13.3": { cuda: "13.3", hosts: { "535": "C", "570": "C", "580": "C", "590": "C", "595": "C", "610": "NA", "615": "X" }, ...PAGE },
  "13.4": { cuda: "13.4", hosts: { "535": "C", "570": "C", "580": "C", "590": "C", "595": "C", "610": "C", "615": "NA" }, ...PAGE },
};

/** Key: host driver branch. */
export const OLDER_FORWARD_COMPATIBILITY: Readonly<Record<string, OlderForwardCompatibility>> = {
  "450": {
    branch: "450",
    upTo: "12.3",
    source:
      "https://docs.nvidia.com/deeplearning/triton-inference-server/release-notes/rel-23-12.html ; https://docs.nvidia.com/deeplearning/triton-inference-server/release-notes/rel-24-01.html",
    checked: CHECKED,
    confidence: "seen",
    note: "Triton 23.12 (CUDA 12.3.2) still lists R450; 24.01 (also 12.3.2) no longer does",
  },
  "470": {
    branch: "470",
    upTo: "12.6",
    source: "https://docs.nvidia.com/deeplearning/triton-inference-server/release-notes/rel-24-10.html",
    checked: CHECKED,
    confidence: "seen",
    note: "the notes repeat the text up to CUDA 13.2 containers, which is copied forward",
  },
  "525": {
    branch: "525",
    upTo: "12.6",
    source: "https://docs.nvidia.com/deeplearning/triton-inference-server/release-notes/rel-24-10.html",
    checked: CHECKED,
    confidence: "seen",
  },
};

/** GPUs on which a compat package works: error 804 on the others. */
export const FORWARD_COMPATIBILITY_HARDWARE: Sourced & { readonly fact: string } = {
  fact: "only NVIDIA data-centre GPUs, selected NGC-Ready RTX cards and Jetson",
  ...PAGE,
};

/** Host branches that are supported bases: the matrix has columns for feature branches too, yet the page's text excludes them. */
export const FORWARD_COMPATIBILITY_BASES: Sourced & { readonly branches: readonly string[] } = {
  branches: ["535", "570", "580", "595"],
  ...PAGE,
  note: "the columns 590, 610 and 615 stand in the matrix, but new feature branches are no supported targets by the text: the text wins; 535 and 570 have ended and are still listed",
};
