import type { Axis, AxisResult, Status } from "../answer";
import type { Question } from "../question";
import type { RowRef } from "../sourced";

export type Missing = keyof Question;

/** A usual fact that was taken for granted. */
export interface Assumption {
  readonly text: string;
  /** The field that would settle it. */
  readonly missing: Missing;
}

/** What one axis found, before `strict` is applied. */
export interface Finding {
  readonly status: Status;
  readonly reason: string;
  readonly missing?: readonly Missing[];
  readonly rows?: readonly RowRef[];
  readonly assumes?: readonly Assumption[];
}

export const pass = (reason: string, rows: readonly RowRef[] = [], assumes: readonly Assumption[] = []): Finding => ({
  status: "pass",
  reason,
  rows,
  assumes,
});
export const limits = (reason: string, rows: readonly RowRef[] = [], assumes: readonly Assumption[] = []): Finding => ({
  status: "limits",
  reason,
  rows,
  assumes,
});
export const fail = (reason: string, rows: readonly RowRef[] = [], assumes: readonly Assumption[] = []): Finding => ({
  status: "fail",
  reason,
  rows,
  assumes,
});
export const undecided = (reason: string, missing: readonly Missing[], rows: readonly RowRef[] = []): Finding => ({
  status: "undecided",
  reason,
  missing,
  rows,
});
export const notApplicable = (reason: string, assumes: readonly Assumption[] = [], rows: readonly RowRef[] = []): Finding => ({
  status: "not-applicable",
  reason,
  assumes,
  rows,
});

const WEIGHT: Readonly<Record<Status, number>> = { "not-applicable": 0, pass: 1, limits: 2, undecided: 3, fail: 4 };

/** fail > undecided > limits > pass. */
export const worst = (statuses: readonly Status[]): Status =>
  statuses.reduce<Status>((most, status) => (WEIGHT[status] > WEIGHT[most] ? status : most), "not-applicable");

/** An axis over values that are all possible: their common result, or undecided for what would tell them apart. */
export function overPossible(findings: readonly Finding[], reason: string, missing: readonly Missing[]): Finding {
  const [first, ...rest] = findings;
  if (!first) return undecided(reason, missing);
  if (rest.every(({ status }) => status === first.status)) {
    return findings.find((finding) => (finding.assumes?.length ?? 0) === 0) ?? first;
  }
  const open = findings.flatMap((finding) => finding.missing ?? []);
  return undecided(
    reason,
    [...new Set([...missing, ...open])],
    findings.flatMap(({ rows }) => rows ?? []),
  );
}

/** The public form; in strict mode an assumption leaves the axis undecided. */
export function asResult(axis: Axis, { status, reason, missing = [], rows = [], assumes = [] }: Finding, strict: boolean): AxisResult {
  const unique = uniqueRows(rows);
  if (strict && assumes.length > 0 && status !== "undecided") {
    const texts = assumes.map(({ text }) => text).join("; ");
    return {
      axis,
      status: "undecided",
      reason: `${reason}, if ${texts}`,
      missing: [...new Set([...missing, ...assumes.map((assumption) => assumption.missing)])],
      rows: unique,
    };
  }
  return { axis, status, reason, missing: missing.length < 2 ? missing : [...new Set(missing)], rows: unique };
}

function uniqueRows(rows: readonly RowRef[]): readonly RowRef[] {
  const unique: RowRef[] = [];
  for (const row of rows) {
    if (!unique.some((other) => other === row || (other.key === row.key && other.table === row.table))) unique.push(row);
  }
  return unique.length === rows.length ? rows : unique;
}
