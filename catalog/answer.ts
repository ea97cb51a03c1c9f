import type { RowRef } from "./sourced";

/** `limits`: it runs, with something named that will not work. `undecided`: a named fact is missing that could change the result. */
export type Status = "pass" | "limits" | "fail" | "undecided" | "not-applicable";

/** The nine axes of "will it run", in the order in which they are printed. */
export type Axis = "version" | "require" | "compat" | "architecture" | "kernel-module" | "fabric" | "partition" | "features" | "firmware";

export interface AxisResult {
  readonly axis: Axis;
  readonly status: Status;
  /** One sentence with the values; lower case, no final period. */
  readonly reason: string;
  /** The facts (names of `Question` fields) whose absence left the axis undecided. */
  readonly missing: readonly string[];
  /** The rows that the reason rests on. */
  readonly rows: readonly RowRef[];
}

/** One change that turns the verdict into a pass (or `limits`, and then says so), cheapest first. */
export interface WayOut {
  /** The `Question` field to change. */
  readonly change: "driver" | "ami" | "image" | "instanceType" | "cuda" | "torch" | "disableRequire" | "containerToolkit" | "compat";
  /** The value to set, for example `dlami-base-oss-al2023@20260901`, `g6.xlarge`, `580.65.06`. */
  readonly to: string;
  readonly becomes: Status;
  /** For example `use driver 570.26 or newer: it brings CUDA 12.8 natively`. */
  readonly text: string;
  readonly rows: readonly RowRef[];
}

export interface Verdict {
  /** fail > undecided > limits > pass over the axes. */
  readonly status: Exclude<Status, "not-applicable">;
  readonly axes: readonly AxisResult[];
  /** Usual facts that were taken for granted; `strict` turns each into undecided. */
  readonly assumptions: readonly string[];
  /** Given facts that contradict a row, or that cannot be read; what is given was judged. */
  readonly contradictions?: readonly string[];
  /** Cheapest first; empty when the status is `pass`, or when nothing known would help. */
  readonly waysOut: readonly WayOut[];
  /** What the rows made of the question: the facts that were judged. */
  readonly facts: Readonly<Record<string, string>>;
  /** Date of the catalog, ISO. */
  readonly catalog: string;
}
