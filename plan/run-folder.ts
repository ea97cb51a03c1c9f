import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Answers } from "./answers";
import type { ChildRequest } from "./child";
import { compiledTwin } from "./compiled";
import { readConfig, type StackConfig } from "./config";
import type { Plan, PlanMessage, Unanswered } from "./plan";
import { assemble, type Found } from "./plan-from";
import { type Project, readProject, stackFile } from "./project";
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

interface ChildAnswer extends Found {
  readonly failed?: string;
  readonly neverSettles?: boolean;
}

/** Runs the program of a project folder in a process of its own. Throws a `ProjectError` where project or configuration are not in order. */
export async function planFolder(folder: string, options: PlanOptions): Promise<Plan> {
  const project = readProject(folder);
  const child = start(project.pwd); // loads the SDK while we read on
  try {
    const file = options.withoutStackFile ? undefined : stackFile(project, options.stack);
    const config = readConfig(project, file, { ...options.answers?.config, ...options.config });
    const request = requestOf(project, options, config);
    const answer = await ask(child, request, options.timeoutSeconds ?? 120);
    if (!answer.neverSettles) return planOf(config, request, answer);
    const watched = await ask(start(project.pwd, "watch"), request, options.timeoutSeconds ?? 120);
    return planOf(config, request, watched.neverSettles ? watched : answer);
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

function start(pwd: string, ...watch: readonly "watch"[]): ChildProcess {
  const child = spawn(process.execPath, [...childFile(), pwd, ...watch], {
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    cwd: pwd,
  });
  child.stdin?.on("error", () => {}); // a child that ended early says why on its answer
  return child;
}

/** From source (tests) the child is TypeScript too, where no build is as new as the source. */
function childFile(): string[] {
  if (!__filename.endsWith(".ts")) return [join(__dirname, "child.js")];
  const source = join(__dirname, "child.ts");
  const compiled = compiledTwin(source, join(__dirname, ".."));
  return compiled ? [compiled] : ["--require", require.resolve("tsx/cjs"), source];
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

const planOf = (config: StackConfig, request: ChildRequest, answer: ChildAnswer): Plan =>
  assemble(request, {
    ...answer,
    unanswered: [
      ...answer.unanswered,
      ...config.encrypted.map((token): Unanswered => ({ kind: "config", token })),
      ...config.environments.map((token): Unanswered => ({ kind: "environment", token })),
    ],
  });
