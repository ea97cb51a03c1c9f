import { randomBytes } from "node:crypto";
import type { Handler, Properties } from "../handler";

/** What programs read of such a type; everything else of its outputs is what they gave. */
const OUTPUTS: Readonly<Record<string, (inputs: Properties) => Properties>> = {
  "aws:lambda/function:Function": ({ name }) => ({ arn: `arn:aws:lambda:us-east-1:123456789012:function:${String(name)}` }),
  "aws:lambda/invocation:Invocation": ({ input }) => ({ result: JSON.stringify({ digest: digestOf(input) }) }),
};

const digestOf = (input: unknown): string | undefined => /"digest":"(sha256:[0-9a-f]{64})"/.exec(String(input))?.[1];

const NAMED: Readonly<Record<string, Handler["named"]>> = { "aws:lambda/function:Function": { property: "name", longest: 64 } };

/** For a type that the emulator lacks: nothing is asked of AWS, the engine's state is the only record. The table says which, and why. */
export function recorded(type: string): Handler {
  const outputs = OUTPUTS[type] ?? (() => ({}));
  return {
    named: NAMED[type],
    create: async (inputs) => ({ id: `not-emulated-${randomBytes(4).toString("hex")}`, outputs: outputs(inputs) }),
    read: async () => ({}),
    update: async (_id, inputs) => outputs(inputs),
    delete: async () => {},
  };
}
