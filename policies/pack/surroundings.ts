import { NO_CONFIG, type PolicyConfig } from "../config";
import type { Context } from "../rule";

/** What the pack knows beside the resource. Nothing is loaded before the first resource asks for it, so that a start costs little. */
export interface Surroundings {
  context(): Promise<Context>;
  /** Reads what the configuration of the exceptions' policy holds. */
  configuration(data: object): Promise<PolicyConfig>;
}

/** Names the lock where it does not lie beside the project's `Pulumi.yaml`. */
const LOCK_VARIABLE = "PULUMI_GPU_LOCK";

/**
 * The project's lock, the day, the configuration. The engine starts a pack in the pack's own folder, which is below the project's
 * `node_modules`; with linked packages only `PWD` still says so.
 */
export function surroundings(env: Readonly<Record<string, string | undefined>> = process.env, folder = process.cwd()): Surroundings {
  let context: Promise<Context> | undefined;
  return {
    context() {
      context ??= contextOf(env[LOCK_VARIABLE], [folder, env.PWD ?? folder]);
      return context;
    },
    async configuration(data) {
      if (Object.keys(data).length === 0) return NO_CONFIG;
      const [{ readPolicyConfig }, { RULES }, { EXCEPTIONS_RULE }] = await Promise.all([
        import("../read-config.js"),
        import("../rules/all.js"),
        import("../config.js"),
      ]);
      return readPolicyConfig({ [EXCEPTIONS_RULE]: data }, RULES);
    },
  };
}

async function contextOf(named: string | undefined, folders: readonly string[]): Promise<Context> {
  const { findLock, readLock } = await import("../../lock/read.js");
  const today = new Date().toISOString().slice(0, 10);
  if (named !== undefined && named !== "") return { today, lock: readLock(named) };
  for (const folder of folders) {
    const found = findLock(folder);
    if (found) return { today, lock: found.lock };
  }
  return { today };
}
