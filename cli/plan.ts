import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Answers, answersProblems } from "../plan/answers";
import type { Plan } from "../plan/plan";
import { findProject, ProjectError } from "../plan/project";
import { type Command, type Io, UsageError } from "./command";

export const plan: Command = {
  name: "plan",
  summary: "run a program offline: resources, verdicts, policies, price",
  usage: `
pulumi-gpu plan [<env>] [--program <dir>] [--answers answers.json] [--config gpu-policy.yaml] [--strict] [--json]

Runs a Pulumi program of TypeScript or JavaScript as a preview of an empty stack, without engine, account, network or state, and judges what
it would build. Outputs that only the cloud can give are unknown; an unknown never counts as a pass.

  <env>       the stack: Pulumi.<env>.yaml gives its configuration (or --stack <env>);
              may be left out where there is one such file, or none (then it is dev)
  --program   folder of the program (default: the current one)
  --answers   JSON file with what the cloud would say: {"invokes": [{"token", "args", "result"}], "calls": [...],
              "stacks": {"org/project/stack": {outputs}}, "reads": [{"type", "id", "properties"}], "config": {"key": value}}
  --config    levels and exceptions of the policies
  --strict    what cannot be decided fails too, with exit code 3
  --timeout   seconds that the program may take (default 120)
  --json      for programs; plan/schema.json describes it, and pulumi-gpu check reads it

Exit codes: 0 nothing is wrong; 1 the program failed, a mandatory rule is broken or a host cannot run; 2 the command line, the project or a
file cannot be read; 3 with --strict: something could not be decided.
`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        program: { type: "string", default: "." },
        stack: { type: "string" },
        answers: { type: "string" },
        config: { type: "string" },
        timeout: { type: "string", default: "120" },
        strict: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    const [environment = values.stack, ...more] = positionals;
    if (more.length > 0 || (positionals.length > 0 && values.stack !== undefined)) throw new UsageError("give one environment");
    const timeoutSeconds = Number(values.timeout);
    if (!(timeoutSeconds > 0)) throw new UsageError(`--timeout must be seconds above 0, got '${values.timeout}'`);
    const folder = resolve(io.cwd, values.program);
    const answers = values.answers === undefined ? {} : parseAnswers(values.answers, await readText(io, values.answers));
    try {
      const [planned, { assess, exitCode }, lock, config] = await Promise.all([
        start(folder, environment, answers, timeoutSeconds),
        import("./plan/assessment.js"),
        lockOf(folder),
        policyConfig(io, values.config),
      ]);
      const assessment = assess(planned, lock, config, new Date().toISOString().slice(0, 10));
      if (values.json) io.out((await import("./plan/plan-json.js")).planJson(assessment));
      else io.out((await import("./plan/plan-text.js")).planText(assessment, { columns: io.columns, cwd: io.cwd }));
      return exitCode(assessment.summary, values.strict);
    } catch (error) {
      throw error instanceof ProjectError ? new UsageError(error.message) : error;
    }
  },
};

/** The program starts before the catalog and the rules are loaded: it takes the longest. */
async function start(folder: string, environment: string | undefined, answers: Answers, timeoutSeconds: number): Promise<Plan> {
  const stack = environment ?? (await onlyStack(folder));
  const { planFolder } = await import("../plan/run-folder.js");
  return await planFolder(folder, { stack, answers, timeoutSeconds });
}

/** A program without stack files has nothing to choose from; `dev` is then a name like any other. */
async function onlyStack(folder: string): Promise<string> {
  const { readProject } = await import("../plan/project.js");
  const { stacks } = readProject(folder);
  if (stacks.length > 1) throw new UsageError(`name the environment; found ${stacks.join(", ")}`);
  return stacks[0] ?? "dev";
}

async function lockOf(folder: string) {
  const { findLock } = await import("../lock/read.js");
  const project = findProject(folder);
  return findLock(project ? dirname(project) : folder);
}

async function policyConfig(io: Io, file: string | undefined) {
  if (file === undefined) return (await import("../policies/rules/index.js")).NO_CONFIG;
  const { parseConfig } = await import("./check/policy-file.js");
  return parseConfig(file, await readText(io, file));
}

function parseAnswers(file: string, text: string): Answers {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const problems = answersProblems(value);
  if (problems.length > 0) throw new UsageError(problems.map((problem) => `${file}: ${problem}`).join("\n"));
  return value as Answers;
}

async function readText(io: Io, file: string): Promise<string> {
  try {
    return await readFile(resolve(io.cwd, file), "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new UsageError(`${file}: ${code === "ENOENT" ? "there is no such file" : `cannot be read (${code})`}`);
  }
}
