import { setImmediate as turn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";

export interface Recording {
  /** As the engine would ask in a preview: resources have no ids and no outputs of their own. */
  preview?: boolean;
  /** Answers to invokes, by token; an invoke without an answer fails the recording. */
  answers?: Record<string, Record<string, unknown>>;
  /** What a provider would add to the resources of a type, by type. */
  outputs?: Record<string, Record<string, unknown>>;
  /** Gets the arguments of each invoke. */
  asked?: unknown[];
}

/** A registered resource: what a program asked for. `urn` shows the parent's type, as the engine writes it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly custom: boolean;
  readonly provider: string;
  readonly inputs: Record<string, unknown>;
}

/** What a provider would add to the inputs of a resource, as far as our components read it. */
const made = ({ type, name, inputs }: pulumi.runtime.MockResourceArgs): Record<string, unknown> => ({
  arn: `arn:aws:${type.split(/[:/]/)[1]}:us-west-2:123456789012:${type.split(":").at(-1)}/${name}`,
  name,
  latestVersion: 1,
  ...(inputs as Record<string, unknown>),
});

/**
 * Every resource that a program registers, in order. Registration is asynchronous and Pulumi's state is global: wait for quiet, then disconnect, so that
 * outputs in flight do not meet the next test's mocks.
 */
export async function record(
  build: () => unknown,
  { preview = false, answers = {}, outputs = {}, asked = [] }: Recording = {},
): Promise<Registered[]> {
  const seen: pulumi.runtime.MockResourceArgs[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (resource) => {
        seen.push(resource);
        return {
          id: resource.custom ? `${resource.name}-id` : undefined,
          state: preview ? (resource.inputs as Record<string, unknown>) : { ...made(resource), ...outputs[resource.type] },
        };
      },
      call: ({ token, inputs }) => {
        asked.push(inputs);
        const answer = answers[token];
        // The SDK shows an engine's error by its `details`.
        if (!answer) throw Object.assign(new Error(), { details: `no answer mocked for ${token}` });
        return answer;
      },
    },
    "gpu",
    "test",
    preview,
  );
  const monitor = pulumi.runtime.getMonitor() as unknown as { getRegisteredResources(): Map<string, unknown> };
  build();
  for (let before = -1; before < seen.length; ) {
    before = seen.length;
    for (let i = 0; i < 10; i++) await turn();
  }
  await pulumi.runtime.disconnect();
  const urns = [...monitor.getRegisteredResources().keys()];
  return seen.map(({ type, name, inputs, custom = false, provider = "" }) => {
    const urn = urns.find((one) => one.endsWith(`::${name}`) && (one.split("::")[2] ?? "").split("$").at(-1) === type) ?? "";
    return { type, name, urn, custom, provider, inputs: inputs as Record<string, unknown> };
  });
}

/** The one resource of a type, or of a type and a name. */
export function only(seen: readonly Registered[], type: string, name?: string): Registered {
  const [first, ...others] = seen.filter((one) => one.type === type && (name === undefined || one.name === name));
  if (!first || others.length > 0) throw new Error(`${others.length + (first ? 1 : 0)} resources of type ${type}, not one`);
  return first;
}
