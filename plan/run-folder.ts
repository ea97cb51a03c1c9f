import { type ChildProcess, spawn } from "node:child_process";
import { PULUMI_UNKNOWN, UNKNOWN } from "../catalog/unknown";
import type { Answers } from "./answers";
import type { ChildRequest } from "./child";
import { readConfig, type StackConfig } from "./config";
import type { Plan, PlanMessage, PlanProblem, Unanswered } from "./plan";
import { type Project, readProject, stackFile } from "./project";
import type { PlannedResource } from "./resource";
import { fromJson } from "./wire";

export interface PlanOptions {
  readonly stack: string;
  readonly answers?: Answers;
  /** Configuration on top of the stack's file. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** @default "organization", as for a backend without organizations */
  readonly organization?: string;
  /** Seconds after which a program that is still busy is ended. @default 120 */
  readonly timeoutSeconds?: number;
  /** Plan although the stack has no file of its own. @default false */
  readonly withoutStackFile?: boolean;
}

interface ChildAnswer {
  readonly failed?: string;
  readonly resources: readonly PlannedResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly unanswered: readonly Unanswered[];
  readonly problems: readonly PlanProblem[];
  readonly messages: readonly PlanMessage[];
}

/** Runs the program of a project folder in a process of its own. Throws a `ProjectError` where project or configuration are not in order. */
export async function planFolder(folder: string, options: PlanOptions): Promise<Plan> {
  const project = readProject(folder);
  const child = start(project.pwd); // loads the SDK while we read on
  try {
    const file = options.withoutStackFile ? undefined : stackFile(project, options.stack);
    const config = readConfig(project, file, { ...options.answers?.config, ...options.config });
    return planOf(project, options, config, await ask(child, requestOf(project, options, config), options.timeoutSeconds ?? 120));
  } finally {
    child.kill();
  }
}

function requestOf(
  project: Project,
  { stack, answers = {}, organization = "organization" }: PlanOptions,
  config: StackConfig,
): ChildRequest {
  const { name, root, pwd, entry } = project;
  return { project: name, stack, organization, root, pwd, entry, answers, config: config.values, secretKeys: config.secretKeys };
}

function start(pwd: string): ChildProcess {
  // from source (tests) the child is TypeScript too
  const [flags, file] = __filename.endsWith(".ts") ? [["--import", require.resolve("tsx")], "child.ts"] : [[], "child.js"];
  const child = spawn(process.execPath, [...flags, `${__dirname}/${file}`, pwd], { stdio: ["pipe", "pipe", "pipe", "pipe"], cwd: pwd });
  child.stdin?.on("error", () => {}); // a child that ended early says why on its answer
  return child;
}

async function ask(child: ChildProcess, request: ChildRequest, timeoutSeconds: number): Promise<ChildAnswer> {
  const [, out, err, result] = child.stdio;
  const parts = { out: "", err: "", result: "" };
  const ended: Promise<unknown>[] = [new Promise((resolve) => child.on("close", resolve))];
  for (const [name, stream] of Object.entries({ out, err, result })) {
    stream?.on("data", (bytes: Buffer) => {
      parts[name as keyof typeof parts] += bytes.toString("utf8");
    });
  }
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, timeoutSeconds * 1000);
  child.stdin?.end(JSON.stringify(request));
  await Promise.all(ended);
  clearTimeout(timer);
  const console = (["out", "err"] as const).flatMap((name) => parts[name].split("\n").filter((line) => line.trim() !== ""));
  const messages: PlanMessage[] = console.map((text) => ({ severity: "info", text }));
  if (parts.result === "") {
    const why = late
      ? `the program was still busy after ${timeoutSeconds} s`
      : `the program's process ended without an answer (${child.signalCode ?? `exit code ${child.exitCode}`})`;
    return { resources: [], outputs: {}, unanswered: [], problems: [{ message: why }], messages };
  }
  const answer = fromJson(JSON.parse(parts.result)) as ChildAnswer;
  if (answer.failed !== undefined) return { resources: [], outputs: {}, unanswered: [], problems: [{ message: answer.failed }], messages };
  return { ...answer, messages: [...answer.messages, ...messages] };
}

const byUrn = (a: PlannedResource, b: PlannedResource): number => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0);

function planOf(project: Project, { stack }: PlanOptions, config: StackConfig, answer: ChildAnswer): Plan {
  const { resources, outputs, problems, messages, unanswered } = answer;
  const values = Object.entries(config.values).map(([key, value]) => [
    key,
    value.includes(PULUMI_UNKNOWN) || config.secretKeys.includes(key) ? UNKNOWN : value,
  ]);
  return {
    project: project.name,
    stack,
    resources: [...resources].sort(byUrn),
    outputs,
    problems,
    messages,
    unanswered: [
      ...unanswered,
      ...config.encrypted.map((token): Unanswered => ({ kind: "config", token })),
      ...config.environments.map((token): Unanswered => ({ kind: "environment", token })),
    ],
    config: Object.fromEntries(values),
  };
}
