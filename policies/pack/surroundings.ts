import type { Context } from "../rule";
import type { Surroundings } from "./policies-of";

/** What the pack finds around it: the project's lock, the day, the configuration. Nothing is loaded before it is asked for. */
export function surroundings(directory = process.cwd()): Surroundings {
  let context: Context | undefined;
  return {
    context() {
      context ??= contextAt(directory);
      return context;
    },
    async configuration(data) {
      if (Object.keys(data).length === 0) return { levels: new Map(), exceptions: [] };
      const [{ readPolicyConfig }, { RULES }, { EXCEPTIONS_RULE }] = await Promise.all([
        import("../read-config.js"),
        import("../rules/all.js"),
        import("../config.js"),
      ]);
      return readPolicyConfig({ [EXCEPTIONS_RULE]: data }, RULES);
    },
  };
}

function contextAt(_directory: string): Context {
  return { today: new Date().toISOString().slice(0, 10) };
}
