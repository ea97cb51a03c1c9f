import type { Result } from "../../policies/rules";
import { type Report, summarize } from "./report";

/** For a person at a terminal: what blocks first, each with its way out. */
export function asText(report: Report): string {
  const { source, plan, results } = report;
  const { resources, blocking, advice, undecided, excepted } = summarize(report);
  const lines = [`${source}: ${plan.format}, ${count(resources, "resource")}`, ""];
  const open = results.filter((result) => result.excepted === undefined);
  const groups: readonly (readonly [string, readonly Result[]])[] = [
    ["BLOCKS", open.filter(({ level }) => level === "mandatory")],
    ["advice", open.filter(({ kind, level }) => kind === "violation" && level === "advisory")],
    ["undecided", open.filter(({ kind, level }) => kind === "undecided" && level === "advisory")],
  ];
  for (const [title, group] of groups) {
    for (const { rule, severity, resource, path, message, remedy, kind } of group) {
      lines.push(`${title}  ${rule} (${severity})${kind === "undecided" && title === "BLOCKS" ? ", undecided" : ""}`);
      lines.push(`  ${resource.name} [${resource.type}] ${path}`, ...wrap(message, report.columns));
      if (kind === "violation") lines.push(...wrap(remedy, report.columns, "> "));
      lines.push("");
    }
  }
  for (const gap of plan.gaps) lines.push(`undecided  ${gap}`, "");
  for (const { rule, resource, excepted: exception } of results) {
    if (exception) lines.push(`excepted  ${rule} on ${resource.name} until ${exception.expires}: ${exception.reason}`);
  }
  if (excepted > 0) lines.push("");
  lines.push(`${blocking} blocking, ${advice} advice, ${undecided} undecided, ${excepted} excepted`);
  return `${lines.join("\n")}\n`;
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** Folds words at the width; a word that is longer, such as a digest, stands alone and whole. */
function wrap(text: string, columns: number, mark = ""): string[] {
  const width = Math.max(40, columns) - 4 - mark.length;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((part, index) => `    ${index === 0 ? mark : " ".repeat(mark.length)}${part}`);
}
