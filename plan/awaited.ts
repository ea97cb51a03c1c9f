import { PULUMI_UNKNOWN } from "../catalog/unknown";

/** Properties that only make sense on a known text, list or number: to read one is to decide by it. */
const NEEDS_THE_VALUE = new Set<string>(
  [Array.prototype, String.prototype, Number.prototype].flatMap((prototype) => Object.getOwnPropertyNames(prototype)),
);

/** The program needs a value that only the cloud can give, to decide what exists. */
class UnknownShapeError extends Error {
  constructor(
    readonly token: string,
    path: string,
  ) {
    const needed = path === "" ? "the result" : `'${path}'`;
    super(
      `the program decides by ${needed} of ${token}, which no plan knows without the cloud; add its result to an answers file (--answers)`,
    );
    this.name = "UnknownShapeError";
  }
}

/**
 * Stands for the plain result of a function nobody answered (`const ami = await getAmi()`). As a value it is Pulumi's unknown and may go
 * into any property or text; the program that loops, calculates or reads a length is told so at that line. Truth and `===` cannot be
 * caught: a reader of the plan finds the call among the unanswered.
 */
export function unknownResult(token: string, path = ""): object {
  const stop = (): never => {
    throw new UnknownShapeError(token, path);
  };
  return new Proxy(Object.create(null) as object, {
    get(_target, key) {
      if (key === "__pulumiUnknown") return true;
      if (key === "toString") return () => PULUMI_UNKNOWN; // text around it is unknown as a whole
      if (key === Symbol.toPrimitive) return (hint: string) => (hint === "number" ? stop() : PULUMI_UNKNOWN);
      if (typeof key === "symbol") return key === Symbol.iterator || key === Symbol.asyncIterator ? stop : undefined;
      // promises, JSON and the SDK's own type tests look before they leap
      if (key === "then" || key === "toJSON" || key === "constructor" || key.startsWith("__")) return undefined;
      if (NEEDS_THE_VALUE.has(key)) return stop();
      return unknownResult(token, path === "" ? key : `${path}.${key}`);
    },
    ownKeys: stop,
    has: (_target, key) => key === "__pulumiUnknown" || (typeof key === "string" && key.startsWith("__") ? false : stop()),
  });
}
