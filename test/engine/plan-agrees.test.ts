import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "@pulumi/aws/package.json";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import { expect, it } from "vitest";
import { isUnknown, UNKNOWN } from "../../catalog/unknown";
import { planFolder } from "../../plan/run-folder";
import { decodeFields } from "../../plan/wire";
import { placeLanguageHost, withStack } from "../rig/engine";
import { PULUMI_ROOT, REPOSITORY } from "../rig/home";

const FIXTURES = join(REPOSITORY, "test/plan/fixtures");

interface Seen {
  readonly type: string;
  readonly parent: string | undefined;
  readonly protect: boolean;
  readonly props: unknown;
}

/** The engine asks a provider of ours: this test is about the engine and the program, not about AWS. */
const NO_CLOUD = { env: {} };

function useEchoProvider(home: string): void {
  const executable = join(home, "plugins", `resource-aws-v${version}`, "pulumi-resource-aws");
  writeFileSync(executable, `#!/bin/sh\nexec "${process.execPath}" "${join(__dirname, "echo-provider.cjs")}" "$@"\n`);
  chmodSync(executable, 0o755);
}

const hidden = (value: unknown): unknown =>
  value === "[secret]"
    ? UNKNOWN
    : Array.isArray(value)
      ? value.map(hidden)
      : typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hidden(item)]))
        : value;

/** The engine's value where the plan knows less: a function that the provider answered here is unknown to a plan. */
function whereKnown(engine: unknown, plan: unknown): unknown {
  if (isUnknown(plan)) return UNKNOWN;
  if (Array.isArray(engine) && Array.isArray(plan)) return engine.map((item, i) => whereKnown(item, plan[i]));
  if (typeof engine === "object" && engine !== null && typeof plan === "object" && plan !== null) {
    const known = new Map(Object.entries(plan));
    return Object.fromEntries(Object.entries(engine).map(([key, item]) => [key, whereKnown(item, known.get(key))]));
  }
  return engine;
}

/** The engine adds to a provider's inputs where its plugin came from. */
function ofTheProgram(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
  const { __internal, version: _version, ...rest } = inputs;
  return type.startsWith("pulumi:providers:") ? rest : inputs;
}

/** The fixture as a person has it: a folder that the `pulumi` command runs, with packages beside it. */
function checkOut(fixture: string, home: string): string {
  const folder = join(home, fixture);
  mkdirSync(folder);
  for (const file of ["Pulumi.yaml", "index.ts"]) copyFileSync(join(FIXTURES, fixture, file), join(folder, file));
  for (const linked of ["node_modules", "package.json"]) symlinkSync(join(REPOSITORY, linked), join(folder, linked));
  return folder;
}

async function enginePreview(fixture: string): Promise<Map<string, Seen>> {
  const seen = new Map<string, Seen>();
  // an inline program would not do: the SDK loses its state where transforms call it back, and unknown values with it
  await withStack(
    async () => {},
    { moto: NO_CLOUD },
    async ({ home, env }) => {
      useEchoProvider(home);
      const stack = await LocalWorkspace.createStack(
        { stackName: "dev", workDir: checkOut(fixture, home) },
        {
          envVars: { ...env, PATH: `${placeLanguageHost(home)}:${env.PATH}`, PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
          pulumiCommand: await PulumiCommand.get({ root: PULUMI_ROOT }),
        },
      );
      await stack.setConfig("aws:region", { value: "us-west-2" });
      await stack.setConfig("raw:password", { value: "open sesame", secret: true });
      await stack.preview({
        onEvent: ({ resourcePreEvent }) => {
          const metadata = resourcePreEvent?.metadata;
          const state = metadata?.new;
          if (!metadata || !state || /::pulumi:providers:[^:]+::default(_|$)/.test(metadata.urn)) return;
          seen.set(metadata.urn, {
            type: metadata.type,
            parent: state.parent || undefined,
            protect: state.protect === true,
            props: hidden(ofTheProgram(metadata.type, decodeFields(state.inputs, []))),
          });
        },
      });
    },
  );
  return seen;
}

it.each([
  // what a plan leaves unknown is only what the cloud says or makes, and secrets
  ["raw", ["host.image", "host.imageId", "host.userData"]],
  ["wide", ["group-inner.repository", "group-inner.url", "spread.tags"]],
])("plans the resources, types, parents and inputs that the real engine previews: %s", async (fixture, unknown) => {
  const engine = await enginePreview(fixture);
  const plan = await planFolder(join(FIXTURES, fixture), { stack: "dev" });
  expect(plan.problems).toEqual([]);
  expect(plan.resources.map(({ urn }) => urn)).toEqual([...engine.keys()].sort());
  for (const { urn, type, parent, protect = false, props } of plan.resources) {
    const real = engine.get(urn);
    expect({ urn, type, parent, protect, props }).toEqual({ urn, ...real, props: whereKnown(real?.props, props) });
  }
  const found = plan.resources.flatMap(({ name, props }) =>
    Object.entries(props).flatMap(([key, value]) => (isUnknown(value) ? [`${name}.${key}`] : [])),
  );
  expect(found.sort()).toEqual(unknown);
});
