import type { Result } from "../../policies/rules";
import type { Judgeable } from "./plan-format";

export interface Report {
  /** What was judged: a file, or standard input. */
  readonly source: string;
  readonly plan: Judgeable;
  readonly results: readonly Result[];
  /** The lock that was asked; undefined for the catalog alone. */
  readonly lock?: string;
  readonly columns: number;
}

export interface Summary {
  readonly resources: number;
  /** Broken mandatory rules, exceptions left out. */
  readonly blocking: number;
  readonly advice: number;
  /** Findings and gaps that are open and do not block. */
  readonly undecided: number;
  readonly excepted: number;
}

export function summarize({ plan, results }: Pick<Report, "plan" | "results">): Summary {
  const { blocking, advice, undecided, excepted } = sorted(results);
  return {
    resources: plan.resources.length,
    blocking: blocking.length,
    advice: advice.length,
    undecided: undecided.length + plan.gaps.length,
    excepted: excepted.length,
  };
}

/** What becomes of each finding. What could not be decided blocks where the configuration says so, and is then no longer merely open. */
export const sorted = (results: readonly Result[]) => {
  const open = results.filter(({ excepted }) => excepted === undefined);
  return {
    blocking: open.filter(({ level }) => level === "mandatory"),
    advice: open.filter(({ kind, level }) => kind === "violation" && level === "advisory"),
    undecided: open.filter(({ kind, level }) => kind === "undecided" && level === "advisory"),
    excepted: results.filter(({ excepted }) => excepted !== undefined),
  };
};

/** Findings that say the same of several places, gathered; a fleet of one mistake is one entry. */
export interface Group {
  readonly rule: string;
  readonly severity: Result["severity"];
  readonly kind: Result["kind"];
  readonly message: string;
  readonly remedy: string;
  readonly results: readonly Result[];
}

const ORDER: readonly Result["severity"][] = ["critical", "high", "medium", "low"];

export function grouped(results: readonly Result[]): Group[] {
  const groups = new Map<string, Group & { results: Result[] }>();
  for (const result of results) {
    const { rule, severity, kind, message, remedy } = result;
    const key = `${rule}\n${kind}\n${message}\n${remedy}`;
    const group = groups.get(key);
    if (group) group.results.push(result);
    else groups.set(key, { rule, severity, kind, message, remedy, results: [result] });
  }
  return [...groups.values()].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
