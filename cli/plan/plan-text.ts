import { relative } from "node:path";
import { PULUMI_UNKNOWN } from "../../catalog/unknown";
import type { Unanswered } from "../../plan/plan";
import type { Position } from "../../plan/resource";
import { toJson } from "../../plan/wire";
import type { Result } from "../../policies/rules";
import { printable } from "../check/printable";
import type { Assessment } from "./assessment";
import { coldStartLines } from "./cold-start-text";
import { costLines } from "./cost-text";
import { tree } from "./tree";

/** For a person at a terminal of these columns. Paths are relative to `cwd`. */
export function planText(assessment: Assessment, { columns, cwd }: { columns: number; cwd: string }): string {
  const { plan, summary, catalog, lock } = assessment;
  const width = Math.max(60, Math.min(columns, 120));
  const place = (at: Position | undefined): string => (at ? `${relative(cwd, at.file) || at.file}:${at.line}` : "");
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [title, ...lines, ""]);
  const inUse = lock ? `lock ${relative(cwd, lock.path) || lock.path}` : "no gpu.lock.json";
  const { resources, problems, blocking, advice, undecided, excepted } = summary;
  const lines = [
    `${plan.project} ${plan.stack}: ${count(resources, "resource")}; catalog of ${catalog}; ${inUse}`,
    "",
    ...section(
      "Problems of the program",
      plan.problems.flatMap(({ message, at }) => entry(`${place(at)}${at ? ": " : ""}${message}`, width)),
    ),
    ...section("Resources", tree(plan.resources, width - 2).map(indent)),
    ...section("Will it run?", verdictLines(assessment, width)),
    ...section("Policies", policyLines(assessment.policies, width)),
    ...section("Cost", costLines(assessment.cost, width)),
    ...section(
      "Cold start",
      coldStartLines(assessment.coldStarts, (text, by) => fold(text, width, by)),
    ),
    ...section("Not known here", unknownLines(assessment, place, width)),
    ...section(
      "Messages",
      plan.messages.filter(({ severity }) => severity !== "info").flatMap(({ severity, text }) => entry(`${severity}: ${text}`, width)),
    ),
    [
      problems > 0 ? `${count(problems, "problem")}, the plan is not complete` : "",
      `${blocking} blocking, ${advice} advice, ${undecided} undecided, ${excepted} excepted`,
    ]
      .filter((part) => part !== "")
      .join("; "),
    "",
  ];
  return printable(lines.join("\n"));
}

function verdictLines({ verdicts }: Assessment, width: number): string[] {
  return verdicts.flatMap(({ host, instanceType, verdict }) => {
    const what = [host.claims.image, host.claims.driver && `driver ${host.claims.driver}`].filter((part) => part !== undefined).join(", ");
    const head = `  ${verdict.status.padEnd(9)}  ${host.name} on ${instanceType ?? "an unknown type"}${what ? ` (${what})` : ""}`;
    if (verdict.status === "pass") return [...fold(head.trimStart(), width, 2)];
    const axes = verdict.axes.filter(({ status }) => status === verdict.status).map(({ axis, reason }) => `${axis}: ${reason}`);
    const ways = verdict.waysOut.slice(0, 2).map(({ text }) => `> ${text}`);
    return [...fold(head.trimStart(), width, 2), ...[...axes, ...ways].flatMap((line) => fold(line, width, 6))];
  });
}

function policyLines(results: readonly Result[], width: number): string[] {
  const order = (result: Result): number => (result.excepted ? 3 : result.level === "mandatory" ? 0 : result.kind === "violation" ? 1 : 2);
  const word = ["blocks", "advice", "undecided", "excepted"];
  const groups = new Map<string, { readonly result: Result; readonly names: string[] }>();
  for (const result of results) {
    const key = JSON.stringify([order(result), result.rule, result.path, result.message, result.remedy, result.excepted]);
    const group = groups.get(key) ?? { result, names: [] };
    groups.set(key, group);
    group.names.push(result.resource.name);
  }
  const sorted = [...groups.values()]
    .map((group, i) => ({ group, i }))
    .sort((a, b) => order(a.group.result) - order(b.group.result) || a.i - b.i);
  return sorted.flatMap(({ group: { result, names } }) => [
    ...fold(`${word[order(result)]}  ${result.rule} (${result.severity}): ${names.join(", ")} ${result.path}`, width, 2),
    ...fold(result.excepted ? `until ${result.excepted.expires}: ${result.excepted.reason}` : result.message, width, 6),
    ...(result.kind === "violation" && !result.excepted ? fold(`> ${result.remedy}`, width, 6) : []),
  ]);
}

const WHY: Readonly<Record<Unanswered["kind"], string>> = {
  invoke: "only the cloud can answer",
  call: "only the remote component can answer",
  "stack-reference": "outputs of another stack",
  read: "state of an existing resource",
  config: "encrypted configuration",
  environment: "an ESC environment, which cannot be opened offline",
};

function unknownLines({ plan }: Assessment, place: (at: Position | undefined) => string, width: number): string[] {
  const asked = plan.unanswered.map(({ kind, token, args, at, awaited }) => {
    const where = at ? ` at ${place(at)}` : "";
    const given = args && Object.keys(args).length > 0 ? ` ${JSON.stringify(toJson(args)).replaceAll(PULUMI_UNKNOWN, "<unknown>")}` : "";
    return `${token}${given}${where}: ${WHY[kind]}${awaited ? "; the program awaits it, and may decide by it what exists" : ""}`;
  });
  const opaque = plan.resources
    .filter((resource) => resource.opaque)
    .map(({ name, type }) => `${type} ${name}: what is inside cannot be seen`);
  const lines = [...new Set([...asked, ...opaque])].flatMap((line) => fold(line, width, 2));
  return asked.length === 0 ? lines : [...lines, ...fold("An answers file (--answers) can give any of these.", width, 2)];
}

const indent = (line: string): string => `  ${line}`;
const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
const entry = (text: string, width: number): string[] => text.split("\n").flatMap((line) => fold(line, width, 2));

/** Folds words at the width; a longer one, such as a digest, stands whole. Later lines stand two further in. */
function fold(text: string, width: number, by: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const room = width - by - (lines.length > 0 ? 2 : 0);
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((part, i) => `${" ".repeat(by + (i > 0 ? 2 : 0))}${part}`);
}
