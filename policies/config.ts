import type { Exception } from "./exception";
import type { Level, Rule } from "./rule";

/** Name of the law that the exceptions themselves must keep; its entry in the configuration holds them. */
export const EXCEPTIONS_RULE = "exceptions-are-justified";
/** Suffix of the policy that reports what could not be decided. */
export const UNDECIDED = "-undecided";

/** What the project wants of the rules, after reading. */
export interface PolicyConfig {
  /** Level by policy name; `all` for every rule without an entry of its own. */
  readonly levels: ReadonlyMap<string, Level>;
  readonly exceptions: readonly Exception[];
}

export const NO_CONFIG: PolicyConfig = { levels: new Map(), exceptions: [] };

/** The level at which a rule speaks; what could not be decided is advice unless the configuration says more. */
export function levelOf({ levels }: PolicyConfig, rule: Pick<Rule, "name" | "level">, kind: "violation" | "undecided"): Level {
  const level = levels.get(rule.name) ?? levels.get("all") ?? rule.level;
  if (kind === "violation" || level === "disabled") return level;
  return levels.get(`${rule.name}${UNDECIDED}`) ?? "advisory";
}
