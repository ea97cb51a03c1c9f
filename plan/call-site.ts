import { AsyncLocalStorage } from "node:async_hooks";
import { unknownResult } from "./awaited";
import { positionIn } from "./position";
import type { Position } from "./resource";
import type { Sdk } from "./sdk";

/** Where the program called the function that is being asked, and whether it wants the plain value. */
export const callSite = new AsyncLocalStorage<{ readonly at: Position | undefined; readonly awaited: boolean }>();

/** The run that the code belongs to: several may share one process, one after the other. */
export const currentRun = new AsyncLocalStorage<{ readonly root: string }>();

/** Key of an answer that nobody gave. */
export const UNANSWERED_KEY = "pulumi-gpu-unanswered";

type Invoke = (token: string, ...rest: unknown[]) => unknown;
/** The second argument is the SDK's own: the function also runs on what is not known. */
interface Applicable {
  apply(map: (value: unknown) => unknown, alsoOnUnknown: boolean): unknown;
}

const isUnanswered = (value: unknown): boolean => typeof value === "object" && value !== null && UNANSWERED_KEY in value;

/** A plain result is unknown when nobody answered, when the arguments were unknown (`{}`), or as the single value of either. */
const isUnknownPlain = (value: unknown): boolean =>
  isUnanswered(value) || (typeof value === "object" && value !== null && ("__pulumiUnknown" in value || Object.keys(value).length === 0));

/**
 * The monitor alone cannot tell `await getX()` from `getXOutput()`, nor where it was called, nor answer that a whole result is unknown: a
 * field that the answer lacks would be a known `undefined`. So the SDK's own entry points, through which all generated code goes, see to it.
 * A plain result that nobody gave comes back as one that speaks up when the program decides by it.
 */
export function noteCallSites({ runtime, unknown }: Sdk): void {
  for (const name of ["invoke", "invokeSingle", "invokeOutput", "invokeSingleOutput", "call", "callSingle"]) {
    const original = runtime[name] as Invoke | undefined;
    if (!original || "noted" in original) continue;
    const awaited = name === "invoke" || name === "invokeSingle";
    const noted: Invoke = (token, ...rest) => {
      const run = currentRun.getStore();
      if (!run) return original(token, ...rest);
      const at = positionIn(new Error().stack, run.root);
      const result = callSite.run({ at, awaited }, () => original(token, ...rest));
      if (!awaited) return (result as Applicable).apply((value) => (isUnanswered(value) ? unknown : value), true);
      return (result as Promise<unknown>).then((value) => (isUnknownPlain(value) ? unknownResult(token) : value));
    };
    runtime[name] = Object.assign(noted, { noted: true });
  }
}
