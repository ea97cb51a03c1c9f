import type { Axis, Status } from "../../../../catalog/answer";
import type { Question } from "../../../../catalog/question";

/**
 * What people reported, with the thread; where a report leaves a fact out, the default of its project or distribution at that time
 * stands in. `runs` is pass or limits; `not-pass` leaves fail or undecided, where the report lacks a fact.
 */
export interface Incident {
  readonly thread: string;
  readonly what: string;
  readonly question: Question;
  readonly expect?: "fail" | "runs" | "not-pass" | "not-fail";
  /** The axis that the report is about, and its status. */
  readonly axis?: Axis;
  readonly is?: Status;
}

export const github = (path: string): string => `https://github.com/${path}`;

/** As old PyTorch prints it: `The current PyTorch install supports CUDA capabilities …`. */
export const UP_TO_90 = ["sm_50", "sm_60", "sm_70", "sm_75", "sm_80", "sm_86", "sm_90"];
