import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { version as awsVersion } from "@pulumi/aws/package.json";
import { LocalWorkspace, PulumiCommand, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import type { Moto } from "./aws";
import { PULUMI_ROOT, part, REPOSITORY } from "./home";
import type { Fault, Hanging } from "./provider/faults";

export const PASSPHRASE = "a passphrase of the tests";

/** `RIG_AWS=real` takes the real AWS provider (the engine fetches it) for the same suites; it needs a way to the internet, which the stand-in does not. */
export const REAL_PROVIDER = process.env.RIG_AWS === "real";

export interface EngineOptions {
  readonly moto: Moto;
  readonly project?: string;
  readonly stack?: string;
  readonly config?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** A resource as the state has it. */
export interface StateResource {
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
  /** Orders failures of the provider, each of which strikes once. */
  fail(...faults: readonly Fault[]): void;
  /** What the provider wrote when an ordered call began to hang. */
  hanging(): Hanging | undefined;
  /** What the state holds. */
  resources(): StateResource[];
  /** The state file as text, exactly as it lies on disk. */
  stateText(): string;
}

/** A provider plugin is any executable of this name in this folder; its version is the one that the SDK asks for. */
function placeProvider(home: string): void {
  if (REAL_PROVIDER) return;
  const folder = join(home, "plugins", `resource-aws-v${awsVersion}`);
  const executable = join(folder, "pulumi-resource-aws");
  mkdirSync(folder, { recursive: true });
  const [loader, main] = [join(REPOSITORY, "node_modules/tsx/dist/loader.mjs"), join(REPOSITORY, "test/rig/provider/main.ts")];
  writeFileSync(executable, `#!/bin/sh\nexec "${process.execPath}" --import "file://${loader}" "${main}" "$@"\n`);
  chmodSync(executable, 0o755);
}

/** Starts a stack for an inline program, runs `use`, and removes everything that lies on disk. */
export async function withStack<Result>(
  program: PulumiFn,
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
    PATH: `${PULUMI_ROOT}/bin${delimiter}${process.env.PATH}`,
    RIG_FAULTS: faults,
    ...options.env,
  };
  try {
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName, projectName: project, program },
      { pulumiCommand: await PulumiCommand.get({ root: PULUMI_ROOT }), envVars: env, workDir: mkdtempSync(join(home, "work-")) },
    );
    for (const [key, value] of Object.entries({ "aws:region": env.AWS_REGION ?? "us-west-2", ...config }))
      await stack.setConfig(key, { value });
    for (const [key, value] of Object.entries(secrets)) await stack.setConfig(key, { value, secret: true });
    const stateText = () => readFileSync(join(home, "state/.pulumi/stacks", project, `${stackName}.json`), "utf8");
    return await use({
      stack,
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
