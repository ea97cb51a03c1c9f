import { wrap } from "../render/text";
import { printable } from "./printable";
import { count, grouped, type Report, sorted, summarize } from "./report";

/** Places that one entry lists; a fleet has thousands. */
const PLACES = 5;

/** For a person at a terminal: what blocks first, each with its places and its way out. */
export function asText(report: Report): string {
  const { source, plan, results, lock, columns } = report;
  const width = Math.max(40, Math.min(110, columns));
  const lines = [`${source}: ${plan.format}, ${count(plan.resources.length, "resource")}${lock === undefined ? "" : `, lock ${lock}`}`, ""];
  const indented = (text: string, mark = ""): string[] =>
    wrap(text, width - 2 - mark.length).map((line, index) => `  ${index === 0 ? mark : " ".repeat(mark.length)}${line}`);
  const { blocking: blocks, advice: advised, undecided: open } = sorted(results);
  for (const [title, group] of Object.entries({ BLOCKS: blocks, advice: advised, undecided: open })) {
    for (const { rule, severity, kind, message, remedy, results: found } of grouped(group)) {
      lines.push(`${title}  ${rule} (${severity})${kind === "undecided" && title === "BLOCKS" ? ", undecided" : ""}`);
      lines.push(...indented(message));
      for (const { resource, path } of found.slice(0, PLACES)) {
        const place = plan.placeOf?.(resource, path);
        lines.push(...indented(`${resource.name} [${resource.type}] ${path}${place ? ` (${place.file}:${place.line})` : ""}`, "at "));
      }
      if (found.length > PLACES) lines.push(`  and ${found.length - PLACES} more; --format json has all`);
      if (kind === "violation") lines.push(...indented(remedy, "> "));
      lines.push("");
    }
  }
  for (const gap of plan.gaps) lines.push("undecided", ...indented(gap), "");
  for (const { rule, resource, path, excepted } of results) {
    if (excepted)
      lines.push("excepted", ...indented(`${rule} on ${resource.name} ${path} until ${excepted.expires}: ${excepted.reason}`), "");
  }
  for (const note of plan.notes ?? []) lines.push("note", ...indented(note), "");
  const { blocking, advice, undecided, excepted } = summarize(report);
  lines.push(`${blocking} blocking, ${advice} advice, ${undecided} undecided, ${excepted} excepted`);
  return printable(`${lines.join("\n")}\n`);
}
