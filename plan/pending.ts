import { createHook } from "node:async_hooks";
import { positionIn } from "./position";
import type { Position } from "./resource";

/**
 * Remembers where each promise of the program was made until it settles; answers with the place of the youngest one that never did: there
 * the program waits. Costly, so only for a second run of a program that never finished.
 */
export function watchPending(root: string): () => Position | undefined {
  const pending = new Map<number, string>();
  createHook({
    init(id, type) {
      if (type !== "PROMISE") return;
      const { stack } = new Error();
      if (stack?.includes(root)) pending.set(id, stack);
    },
    promiseResolve: (id) => void pending.delete(id),
  }).enable();
  return () => {
    for (const stack of [...pending.values()].reverse()) {
      const at = positionIn(stack, root);
      if (at) return at;
    }
    return undefined;
  };
}
