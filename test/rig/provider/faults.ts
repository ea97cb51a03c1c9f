import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** A failure that a test orders for one call of the provider, in the file that `RIG_FAULTS` names. */
export interface Fault {
  readonly type: string;
  readonly operation: "create" | "update" | "delete";
  /** `before`: AWS is never asked. `after`: AWS has done it, and nobody hears of it. */
  readonly when: "before" | "after";
  /** `error` answers with `message`; `hang` never answers, and writes `<file>.hanging` for the test that waits for it. */
  readonly effect: "error" | "hang";
  readonly message?: string;
}

/** What `<file>.hanging` says: the process to kill, and what AWS has by now. */
export interface Hanging {
  readonly enginePid: number;
  readonly urn: string;
  readonly id: string;
}

/** Each fault strikes once: it leaves the file when it does. */
export async function strike(when: Fault["when"], operation: Fault["operation"], type: string, urn: string, id = ""): Promise<void> {
  const file = process.env.RIG_FAULTS;
  if (file === undefined || !existsSync(file)) return;
  const faults = JSON.parse(readFileSync(file, "utf8")) as Fault[];
  const fault = faults.find((each) => each.type === type && each.operation === operation && each.when === when);
  if (fault === undefined) return;
  writeFileSync(file, JSON.stringify(faults.filter((each) => each !== fault)));
  if (fault.effect === "error") throw new Error(fault.message ?? `ordered failure of ${operation} ${type}`);
  const hanging: Hanging = { enginePid: process.ppid, urn, id };
  // Whoever waits for the file must never read half of it.
  writeFileSync(`${file}.hanging.part`, JSON.stringify(hanging));
  renameSync(`${file}.hanging.part`, `${file}.hanging`);
  await new Promise(() => {});
}
