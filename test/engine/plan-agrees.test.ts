import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "@pulumi/aws/package.json";
import { expect, it } from "vitest";
import { isUnknown, UNKNOWN } from "../../catalog/unknown";
import { planFolder } from "../../plan/run-folder";
import { decodeFields } from "../../plan/wire";
import { withStack } from "../rig/engine";
import { REPOSITORY } from "../rig/home";

interface Seen {
  readonly type: string;
  readonly parent: string | undefined;
  readonly protect: boolean;
  readonly props: unknown;
}

/** The engine asks a provider of ours: this test is about the engine and the program, not about AWS. */
const NO_CLOUD = { url: "", env: { AWS_REGION: "us-west-2" }, reset: async () => {}, stop: async () => {} };

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

async function enginePreview(fixture: string): Promise<Map<string, Seen>> {
  const seen = new Map<string, Seen>();
  const program = async () => {
    const exported = (await import(`../plan/fixtures/${fixture}/index.ts`)) as Record<string, unknown>;
    return typeof exported.default === "function" ? ((await exported.default()) as Record<string, unknown>) : exported;
  };
  const options = {
    moto: NO_CLOUD,
    project: fixture,
    stack: "dev",
    config: { [`${fixture}:size`]: "small" },
    secrets: { [`${fixture}:password`]: "open sesame" },
  };
  await withStack(program, options, async ({ stack, home }) => {
    useEchoProvider(home);
    await stack.preview({
      onEvent: ({ resourcePreEvent }) => {
        const metadata = resourcePreEvent?.metadata;
        const state = metadata?.new;
        if (!metadata || !state || /^pulumi:providers:.*::default(_|$)/.test(metadata.urn.split("::").slice(2).join("::"))) return;
        seen.set(metadata.urn, {
          type: metadata.type,
          parent: state.parent || undefined,
          protect: state.protect === true,
          props: hidden(ofTheProgram(metadata.type, decodeFields(state.inputs, []))),
        });
      },
    });
  });
  return seen;
}

it.each([
  // what a plan leaves unknown is only what the cloud says or makes, and secrets
  ["raw", ["host.image", "host.imageId", "host.userData"]],
  ["wide", ["group-inner.url"]],
])("plans the resources, types, parents and inputs that the real engine previews: %s", async (fixture, unknown) => {
  const engine = await enginePreview(fixture);
  const plan = await planFolder(join(REPOSITORY, "test/plan/fixtures", fixture), { stack: "dev" });
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
