import { z } from "zod";
import { nearest } from "../catalog/find/nearest";
import { EXCEPTIONS_RULE, type PolicyConfig, UNDECIDED } from "./config";
import type { Exception } from "./exception";
import type { Level, Rule } from "./rule";

const level = z.enum(["mandatory", "advisory", "disabled"], "must be mandatory, advisory or disabled");
const exception = z.strictObject({
  rule: z.string().min(1),
  resource: z.string().min(1),
  // A missing reason or end is a violation of the law of exceptions, not a file that cannot be read.
  reason: z.string().optional(),
  expires: z.iso.date("must be an ISO date, for example 2027-01-31").optional(),
});
const entry = z.strictObject({ enforcementLevel: level.optional() });
const exceptionsEntry = entry.extend({ exceptions: z.array(exception).default([]) });

/** Thrown with every problem of a configuration at once. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/**
 * Reads a policy configuration: the format of `pulumi --policy-pack-config`, in which a key is a policy and a value a level or
 * `{ enforcementLevel }`. Exceptions stand under `exceptions-are-justified`.
 */
export function readPolicyConfig(data: unknown, rules: readonly Pick<Rule, "name">[]): PolicyConfig {
  if (typeof data !== "object" || Array.isArray(data)) throw new ConfigError(["a policy configuration is a map from rule to level"]);
  const names = rules.map(({ name }) => name);
  const problems: string[] = [];
  const levels = new Map<string, Level>();
  let exceptions: readonly Exception[] = [];
  for (const [name, value] of Object.entries(data ?? {})) {
    const base = name.endsWith(UNDECIDED) ? name.slice(0, -UNDECIDED.length) : name;
    if (name !== "all" && name !== EXCEPTIONS_RULE && !names.includes(base)) {
      problems.push(`${name}: is no rule; use ${nearest(base, names).join(", ")}`);
      continue;
    }
    const read = (name === EXCEPTIONS_RULE ? exceptionsEntry : entry).safeParse(
      typeof value === "string" ? { enforcementLevel: value } : value,
    );
    if (!read.success) {
      problems.push(
        ...read.error.issues.map(({ path, message }) => `${name}${typeof value === "string" ? "" : placeOf(path)}: ${message}`),
      );
      continue;
    }
    if (read.data.enforcementLevel !== undefined) levels.set(name, read.data.enforcementLevel);
    if ("exceptions" in read.data) exceptions = read.data.exceptions as readonly Exception[];
  }
  for (const [index, { rule }] of exceptions.entries()) {
    if (!names.includes(rule)) {
      problems.push(`${EXCEPTIONS_RULE}.exceptions[${index}].rule: '${rule}' is no rule; use ${nearest(rule, names).join(", ")}`);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return { levels, exceptions };
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("");
