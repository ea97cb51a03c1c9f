import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { FoundLock } from "../lock/read";
import { type Context, judge, NO_CONFIG, type PolicyConfig } from "../policies/rules";
import { REPORTS } from "./check/formats";
import { FormatError } from "./check/plan-format";
import { readPlan } from "./check/read-plan";
import { type Report, summarize } from "./check/report";
import { type Command, EXIT, type Io, UsageError } from "./command";

export const check: Command = {
  name: "check",
  summary: "judge a plan that exists",
  usage: `
pulumi-gpu check <file|-> [--format text|json|sarif|markdown] [--config gpu-policy.yaml] [--lock gpu.lock.json] [--strict]

Judges a plan by the rules of the policy pack, without credentials, engine or network. The file is one of
  pulumi preview --json        what would be built
  pulumi stack export          what stands
  pulumi-gpu plan --json       a program that was planned offline
  rendered Kubernetes YAML     helm template, kustomize build

  --format   how to report; markdown is made for a pull request (default text)
  --config   levels and exceptions, in the format of pulumi's --policy-pack-config; YAML or JSON
  --lock     the project's lock (default: gpu.lock.json beside the nearest Pulumi.yaml, where there is one)
  --strict   what cannot be decided fails too, with exit code 3

Exit codes: 0 nothing mandatory is broken, 1 a mandatory rule is broken, 2 the command line or the file cannot be read,
3 with --strict: something could not be decided.
`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: "string", default: "text" },
        config: { type: "string" },
        lock: { type: "string" },
        strict: { type: "boolean", default: false },
      },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError("give one file, or - for standard input");
    const render = Object.hasOwn(REPORTS, values.format) ? REPORTS[values.format as keyof typeof REPORTS] : undefined;
    if (!render) throw new UsageError(`--format '${values.format}' is not known; use ${Object.keys(REPORTS).join(", ")}`);

    const source = file === "-" ? "standard input" : file;
    const text = file === "-" ? await io.stdin() : await readText(io, file);
    const config = values.config === undefined ? NO_CONFIG : await readConfig(io, values.config);
    const found = await lockFor(io, values.lock);
    const plan = await readPlan(text, file === "-" ? "stdin" : file).catch((error: unknown) => {
      if (!(error instanceof FormatError)) throw error;
      const lines = error.message.split("\n").map((line) => `${source}: ${line}`);
      throw new UsageError(lines.join("\n"));
    });
    const context: Context = { today: new Date().toISOString().slice(0, 10), ...(found ? { lock: found.lock } : {}) };
    const results = judge(plan.resources, context, config);
    const report: Report = { source, plan, results, columns: io.columns, ...(found ? { lock: relative(io.cwd, found.path) } : {}) };
    io.out(render(report));
    const { blocking, undecided } = summarize(report);
    if (blocking > 0) return EXIT.fail;
    return values.strict && undecided > 0 ? EXIT.undecided : EXIT.ok;
  },
};

/** The lock that was named, else the one beside the nearest `Pulumi.yaml`; loaded only where there is one. */
async function lockFor(io: Io, named: string | undefined): Promise<FoundLock | undefined> {
  const { findLock, readLock } = await import("../lock/read.js");
  if (named === undefined) return findLock(io.cwd);
  const path = resolve(io.cwd, named);
  return { path, lock: readLock(path) };
}

async function readText(io: Io, file: string): Promise<string> {
  try {
    return textOf(await readFile(resolve(io.cwd, file)));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new UsageError(`${file}: ${code === "ENOENT" ? "there is no such file" : `cannot be read (${code})`}`);
  }
}

/** Windows PowerShell writes UTF-16 with its mark where `>` redirects. */
function textOf(bytes: Buffer): string {
  if (bytes.length % 2 === 0 && bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le");
  if (bytes.length % 2 === 0 && bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(bytes).swap16().toString("utf16le");
  return bytes.toString("utf8");
}

async function readConfig(io: Io, file: string): Promise<PolicyConfig> {
  const { parseConfig } = await import("./check/policy-file.js");
  return parseConfig(file, await readText(io, file));
}
