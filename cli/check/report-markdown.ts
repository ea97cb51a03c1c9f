import { printable } from "./printable";
import { count, type Group, grouped, type Report, sorted, summarize } from "./report";

/** A comment holds 65,536 characters; what is beyond this many entries is in the job's own log. */
const ENTRIES = 30;
const PLACES = 10;

/** For a pull request: one sentence, a table of what blocks, the rest folded. */
export function asMarkdown(report: Report): string {
  const { plan, results } = report;
  const { blocking, advice, undecided, excepted } = summarize(report);
  const open = sorted(results);
  const state =
    blocking > 0
      ? `**${count(blocking, "finding")} ${blocking === 1 ? "blocks" : "block"} this change**`
      : "**Nothing blocks this change**";
  const lines = [
    `### GPU check`,
    "",
    `${state}: ${count(plan.resources.length, "resource")}, ${advice} advice, ${undecided} undecided, ${excepted} excepted.`,
    "",
  ];
  if (open.blocking.length > 0) lines.push(...table(grouped(open.blocking)), ...details("How to mend", remedies(grouped(open.blocking))));
  if (open.advice.length > 0)
    lines.push(...details(`Advice (${advice})`, [...table(grouped(open.advice)), ...remedies(grouped(open.advice))]));
  const openEnds = [...plan.gaps.map((gap) => `- ${plain(gap)}`)];
  if (undecided > 0) lines.push(...details(`Undecided (${undecided})`, [...table(grouped(open.undecided)), ...openEnds, ""]));
  const excused = results.flatMap(({ rule, resource, excepted: exception }) =>
    exception ? [`- \`${rule}\` on ${code(resource.name)} until ${exception.expires}: ${plain(exception.reason)}`] : [],
  );
  if (excused.length > 0) lines.push(...details(`Excepted (${excepted})`, [...excused, ""]));
  for (const note of plan.notes ?? []) lines.push(`> ${plain(note)}`, "");
  return printable(`${lines.join("\n").trimEnd()}\n`);
}

function table(groups: readonly Group[]): string[] {
  if (groups.length === 0) return [];
  const rows = groups.slice(0, ENTRIES).map(({ rule, severity, message, results }) => {
    const places = results.slice(0, PLACES).map(({ resource, path }) => `${code(resource.name)} ${code(path)}`);
    const more = results.length > PLACES ? [`and ${results.length - PLACES} more`] : [];
    return `| \`${rule}\` | ${severity} | ${plain(message)} | ${[...places, ...more].join("<br>")} |`;
  });
  const rest = groups.length > ENTRIES ? [`| | | and ${groups.length - ENTRIES} more kinds | |`] : [];
  return ["| rule | severity | what is wrong | where |", "|---|---|---|---|", ...rows, ...rest, ""];
}

const remedies = (groups: readonly Group[]): string[] => {
  const lines = new Set(groups.slice(0, ENTRIES).map(({ rule, remedy }) => `- \`${rule}\`: ${words(remedy)}`));
  return [...lines, ""];
};

const details = (summary: string, lines: readonly string[]): string[] => [
  `<details><summary>${summary}</summary>`,
  "",
  ...lines,
  "</details>",
  "",
];

/** Names come from the judged file: they must neither end the table nor speak HTML, mention people or link. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/[\\|*_~[\]@#`]/g, "\\$&")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");

/** Our own words, whose code stays code; inside it an entity would be shown as it is written. */
const words = (text: string): string =>
  oneLine(text)
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/</g, "&lt;").replace(/>/g, "&gt;")))
    .join("");

const oneLine = (text: string): string => text.replace(/\s+/g, " ").replace(/\|/g, "\\|");

/** Code of any content: the fence is longer than every run of backticks inside. */
const code = (text: string): string => {
  const inside = oneLine(text);
  const longest = Math.max(0, ...[...inside.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${inside}${pad}${fence}`;
};
