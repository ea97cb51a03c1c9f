import { setImmediate as turn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";

export interface Recording {
  readonly preview?: boolean;
  /** Answers to invokes, by token; one that is not here fails the test. */
  readonly answers?: Readonly<Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>>>;
}

/**
 * Runs `build` against Pulumi's mocks and answers with what it registered, in order. Registration is asynchronous and Pulumi's state is global: so it
 * waits for quiet, then disconnects.
 */
export async function record(
  build: () => unknown,
  { preview = false, answers = {} }: Recording = {},
): Promise<pulumi.runtime.MockResourceArgs[]> {
  const seen: pulumi.runtime.MockResourceArgs[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (resource) => {
        seen.push(resource);
        const arn = resource.custom ? { arn: `arn:aws:mock:us-east-1:123456789012:${resource.name}` } : {};
        return { id: resource.custom ? `${resource.name}-id` : undefined, state: { ...arn, ...resource.inputs } };
      },
      call: ({ token, inputs }) => {
        const answer = answers[token];
        if (!answer) throw new Error(`no answer mocked for ${token}`);
        return answer(inputs as Record<string, unknown>);
      },
    },
    "gpu",
    "test",
    preview,
  );
  build();
  for (let before = -1; before < seen.length; ) {
    before = seen.length;
    for (let i = 0; i < 10; i++) await turn();
  }
  await pulumi.runtime.disconnect(); // outputs in flight must not meet the next test's mocks
  return seen;
}
