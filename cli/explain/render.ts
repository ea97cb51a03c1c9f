import type { AxisResult, Status, Verdict } from "../../catalog/answer";
import type { Io } from "../command";
import { type Paint, palette } from "../render/paint";
import { hanging, table, widthOf } from "../render/text";

const WORD: Readonly<Record<Status, string>> = {
  pass: "PASS",
  limits: "LIMITS",
  fail: "FAIL",
  undecided: "UNDECIDED",
  "not-applicable": "not applicable",
};
const MEANS: Readonly<Record<Verdict["status"], string>> = {
  pass: "this runs",
  limits: "this runs, but not all of it",
  fail: "this will not run",
  undecided: "a fact is missing that could change the answer",
};

/** One screen for a person: the verdict first, then the axes, what was assumed, what would help, and where it is from. */
export function render(verdict: Verdict, io: Io): string {
  const width = widthOf(io);
  const { bold, dim, red, green, yellow, cyan } = palette(io);
  const tint: Readonly<Record<Status, Paint>> = { pass: green, limits: yellow, fail: red, undecided: cyan, "not-applicable": dim };
  const lines: string[] = [`${bold(tint[verdict.status](WORD[verdict.status]))}  ${MEANS[verdict.status]}`, ""];
  const shown = verdict.axes.filter(({ status }) => status !== "not-applicable");
  lines.push(
    table(
      shown.map((axis) => [tint[axis.status](axis.status), axis.axis, sentence(axis)]),
      width,
    ),
  );
  const rest = verdict.axes.filter(({ status }) => status === "not-applicable").map(({ axis }) => axis);
  if (rest.length > 0) lines.push(dim(hanging("  not applicable", rest.join(", "), 18, width)));
  if (verdict.assumptions.length > 0)
    lines.push("", "Assumed (--strict leaves these open)", ...verdict.assumptions.map((text) => hanging("  -", text, 4, width)));
  if (verdict.waysOut.length > 0)
    lines.push("", "Ways out, cheapest first", ...verdict.waysOut.map(({ text }, i) => hanging(`  ${i + 1}.`, text, 5, width)));
  const facts = Object.entries(verdict.facts);
  if (facts.length > 0)
    lines.push(
      "",
      "Judged",
      table(
        facts.map(([name, value]) => [name, value]),
        width,
      ),
    );
  lines.push("", dim(`catalog of ${verdict.catalog}`));
  return `${lines.join("\n")}\n`;
}

const sentence = ({ reason, missing }: AxisResult): string => (missing.length > 0 ? `${reason} (missing: ${missing.join(", ")})` : reason);
