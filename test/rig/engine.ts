import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { version as awsVersion } from "@pulumi/aws/package.json";
import { LocalWorkspace, PulumiCommand, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { buildSync } from "esbuild";
import type { Moto } from "./aws";
import { PULUMI_ROOT, part, REPOSITORY } from "./home";
import type { Fault, Hanging } from "./provider/faults";

const PASSPHRASE = "a passphrase of the tests";

/** `RIG_AWS=real` takes the real AWS provider (the engine fetches it) for the same suites; it needs a way to the internet, which the stand-in does not. */
const REAL_PROVIDER = process.env.RIG_AWS === "real";

export interface EngineOptions {
  readonly moto: Pick<Moto, "env">;
  readonly project?: string;
  readonly stack?: string;
  readonly config?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** A resource as the state has it. */
interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly custom?: boolean;
  readonly parent?: string;
  readonly provider?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

interface State {
  readonly checkpoint: { readonly latest?: { readonly resources?: StateResource[] } };
}

/** One stack on the real engine, with a home, a backend and plugins of its own. */
export interface Engine {
  readonly stack: Stack;
  readonly home: string;
  /** What the engine's processes see; a person's shell would export the same. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs the CLI on this stack as a person in its folder would, and returns what it printed. */
  cli(...args: readonly string[]): string;
  /** Orders failures of the provider, each of which strikes once. */
  fail(...faults: readonly Fault[]): void;
  /** What the provider wrote when an ordered call began to hang. */
  hanging(): Hanging | undefined;
  /** What the state holds. */
  resources(): StateResource[];
  /** The state file as text, exactly as it lies on disk. */
  stateText(): string;
}

let provider: string | undefined;

/** The stand-in provider in one file: the engine starts it for every preview and update, and translated file by file it takes twice as long. */
function bundledProvider(): string {
  provider ??= buildSync({
    entryPoints: [join(REPOSITORY, "test/rig/provider/main.ts")],
    bundle: true,
    platform: "node",
    target: "node20",
    write: false,
  }).outputFiles[0]?.text;
  if (provider === undefined) throw new Error("esbuild gave no bundle of the provider");
  return provider;
}

/** A provider plugin is any executable of this name in this folder; its version is the one that the SDK asks for. */
export function placeProvider(home: string): void {
  if (REAL_PROVIDER) return;
  const folder = join(home, "plugins", `resource-aws-v${awsVersion}`);
  const executable = join(folder, "pulumi-resource-aws");
  mkdirSync(folder, { recursive: true });
  const main = join(folder, "provider.cjs");
  writeFileSync(main, bundledProvider());
  writeFileSync(executable, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(executable, 0o755);
}

/** The engine starts a program's language by a command of this name on the path. */
export function placeLanguageHost(home: string): string {
  const folder = join(home, "bin");
  const executable = join(folder, "pulumi-language-nodejs");
  mkdirSync(folder);
  const host = join(REPOSITORY, "test/rig/language-host/pulumi-language-nodejs.cjs");
  writeFileSync(executable, `#!/bin/sh\nexec "${process.execPath}" "${host}" "$@"\n`);
  chmodSync(executable, 0o755);
  return folder;
}

/** This repository's own program as a person has it after a clone: `Pulumi.yaml`, the stacks' files, and what they lead to. */
function checkOut(home: string): string {
  const folder = join(home, "project");
  mkdirSync(folder);
  for (const file of readdirSync(REPOSITORY).filter((name) => /^Pulumi(\.\w+)?\.yaml$/.test(name))) {
    copyFileSync(join(REPOSITORY, file), join(folder, file));
  }
  for (const linked of ["stacks", "node_modules", "package.json"]) symlinkSync(join(REPOSITORY, linked), join(folder, linked));
  return folder;
}

/** The repository's own program, which `pulumi` starts from a checkout, as a person does. */
export const OWN_PROGRAM = "stacks/index.ts";

/** Starts a stack for an inline program or this repository's own, runs `use`, and removes everything that lies on disk. */
export async function withStack<Result>(
  program: PulumiFn | typeof OWN_PROGRAM,
  options: EngineOptions,
  use: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  part("engine", join(PULUMI_ROOT, "bin/pulumi"));
  const { moto, project = "gpu", stack: stackName = "test", config = {}, secrets = {} } = options;
  const home = mkdtempSync(join(tmpdir(), "pulumi-home-"));
  mkdirSync(join(home, "state"));
  placeProvider(home);
  const faults = join(home, "faults.json");
  const env: Record<string, string> = {
    ...moto.env,
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${home}/state`,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: String(!REAL_PROVIDER),
    NODE_PATH: join(REPOSITORY, "node_modules"),
    PATH: [...(program === OWN_PROGRAM ? [placeLanguageHost(home)] : []), `${PULUMI_ROOT}/bin`, process.env.PATH].join(delimiter),
    RIG_FAULTS: faults,
    RIG_FUNCTIONS: join(home, "functions"),
    ...options.env,
  };
  try {
    const workspace = { pulumiCommand: await PulumiCommand.get({ root: PULUMI_ROOT }), envVars: env };
    const stack =
      program === OWN_PROGRAM
        ? await LocalWorkspace.createOrSelectStack({ stackName, workDir: checkOut(home) }, workspace)
        : await LocalWorkspace.createOrSelectStack(
            { stackName, projectName: project, program },
            { ...workspace, workDir: mkdtempSync(join(home, "work-")) },
          );
    const region: Record<string, string> = program === OWN_PROGRAM ? {} : { "aws:region": env.AWS_REGION ?? "us-west-2" };
    for (const [key, value] of Object.entries({ ...region, ...config })) await stack.setConfig(key, { value });
    for (const [key, value] of Object.entries(secrets)) await stack.setConfig(key, { value, secret: true });
    const stateText = () => readFileSync(join(home, "state/.pulumi/stacks", project, `${stackName}.json`), "utf8");
    const cli = (...args: readonly string[]): string => {
      const { status, stdout, stderr } = spawnSync(join(PULUMI_ROOT, "bin/pulumi"), args, {
        cwd: stack.workspace.workDir,
        env: { ...process.env, ...env, PULUMI_STACK: stackName },
        encoding: "utf8",
        maxBuffer: 1 << 26,
      });
      if (status !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
      return stdout;
    };
    return await use({
      stack,
      cli,
      home,
      env,
      fail: (...ordered) => writeFileSync(faults, JSON.stringify(ordered)),
      hanging: () => (existsSync(`${faults}.hanging`) ? (JSON.parse(readFileSync(`${faults}.hanging`, "utf8")) as Hanging) : undefined),
      stateText,
      resources: () => (JSON.parse(stateText()) as State).checkpoint.latest?.resources ?? [],
    });
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}
