import type { Status, Verdict, WayOut } from "../answer";
import type { Question } from "../question";
import { type Change, changes } from "./changes";

export type Judged = Pick<Verdict, "status" | "axes">;

const BETTER: Readonly<Record<Verdict["status"], number>> = { pass: 0, limits: 1, undecided: 2, fail: 3 };

/**
 * Changes that make a failing or limited combination run, cheapest first: each was judged again and is offered with the status that it
 * gets. Of one kind of change the first that passes is offered, and before it the first that runs with limits.
 */
export function waysOut(question: Question, before: Judged, judge: (question: Question) => Judged): readonly WayOut[] {
  if (before.status !== "fail" && before.status !== "limits") return [];
  const found: WayOut[] = [];
  for (const kind of changes(question)) {
    let limited = false;
    for (const candidate of kind()) {
      const after = judge(candidate.question);
      if (after.status === "undecided" || BETTER[after.status] >= BETTER[before.status] || (limited && after.status === "limits")) continue;
      found.push({ change: candidate.change, to: candidate.to, becomes: after.status, text: say(candidate, after), rows: candidate.rows });
      if (after.status === "pass") break;
      limited = true;
    }
  }
  return found;
}

const LEFT: Readonly<Partial<Record<Status, string>>> = { limits: " (with limits)" };

function say({ text, to }: Change, after: Judged): string {
  const version = after.axes.find(({ axis }) => axis === "version");
  const ran = version && (version.status === "pass" || version.status === "limits") ? version.reason : "";
  const own = /^driver (\S+) \(CUDA ([\d.]+)\) (.*)$/.exec(ran);
  const why = ran === "" ? "" : `: ${own?.[1] === to ? `it brings CUDA ${own[2]} and ${own[3]}` : ran}`;
  return `${text}${LEFT[after.status] ?? ""}${why}`;
}
