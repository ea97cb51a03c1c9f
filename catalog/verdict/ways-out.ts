import type { Status, Verdict, WayOut } from "../answer";
import type { Question } from "../question";
import type { RowRef } from "../sourced";
import { changes } from "./changes";

export type Judged = Pick<Verdict, "status" | "axes">;

/** One thing to try: the changed question, and how to say it. */
export interface Change {
  readonly change: WayOut["change"];
  readonly to: string;
  readonly question: Question;
  /** `use driver 580.178.04`; what it brings is added from the verdict on the changed question. */
  readonly text: string;
  readonly rows: readonly RowRef[];
}

const BETTER: Readonly<Record<Verdict["status"], number>> = { pass: 0, limits: 1, undecided: 2, fail: 3 };

/**
 * Changes that make a failing or limited combination run, cheapest first: each was judged again and is offered with the status that it
 * gets. Of one kind of change only the first that passes is offered, or else the first that runs with limits.
 */
export function waysOut(question: Question, before: Judged, judge: (question: Question) => Judged): readonly WayOut[] {
  if (before.status !== "fail" && before.status !== "limits") return [];
  const found: WayOut[] = [];
  for (const kind of changes(question)) {
    let best: WayOut | undefined;
    for (const candidate of kind()) {
      const after = judge(candidate.question);
      if (after.status === "undecided" || BETTER[after.status] >= BETTER[before.status]) continue;
      if (best && BETTER[best.becomes as Verdict["status"]] <= BETTER[after.status]) continue;
      best = { change: candidate.change, to: candidate.to, becomes: after.status, text: say(candidate, after), rows: candidate.rows };
      if (after.status === "pass") break;
    }
    if (best) found.push(best);
  }
  return found;
}

const LEFT: Readonly<Partial<Record<Status, string>>> = { limits: " (with limits)" };

function say({ text }: Change, after: Judged): string {
  const version = after.axes.find(({ axis }) => axis === "version");
  const why = version && (version.status === "pass" || version.status === "limits") ? `: ${version.reason}` : "";
  return `${text}${LEFT[after.status] ?? ""}${why}`;
}
