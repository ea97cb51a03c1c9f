import type { Result } from "../../policies/rules";
import type { Judgeable } from "./plan-format";

export interface Report {
  readonly source: string;
  readonly plan: Judgeable;
  readonly results: readonly Result[];
  readonly columns: number;
}

export interface Summary {
  readonly resources: number;
  /** Broken mandatory rules, exceptions left out. */
  readonly blocking: number;
  readonly advice: number;
  readonly undecided: number;
  readonly excepted: number;
}

export function summarize({ plan, results }: Pick<Report, "plan" | "results">): Summary {
  const open = results.filter(({ excepted }) => excepted === undefined);
  return {
    resources: plan.resources.length,
    blocking: open.filter(({ level }) => level === "mandatory").length,
    advice: open.filter(({ kind, level }) => kind === "violation" && level === "advisory").length,
    undecided: open.filter(({ kind }) => kind === "undecided").length + plan.gaps.length,
    excepted: results.length - open.length,
  };
}
