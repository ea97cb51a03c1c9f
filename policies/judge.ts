import { EXCEPTIONS_RULE, levelOf, NO_CONFIG, type PolicyConfig } from "./config";
import { covers, type Exception, flawOf } from "./exception";
import { neighboursOf } from "./neighbours";
import { appliesTo, type Context, type Finding, type Level, type Resource, type Rule, type Severity } from "./rule";
import { RULES } from "./rules/all";

/** One finding of one rule on one resource, with all that a report needs. */
export interface Result {
  readonly rule: string;
  readonly kind: Finding["kind"];
  /** `disabled` never appears: such a rule is not run. */
  readonly level: Exclude<Level, "disabled">;
  readonly severity: Severity;
  readonly resource: Pick<Resource, "type" | "name" | "urn">;
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
  /** Set where an exception covers the finding; it then blocks nothing. */
  readonly excepted?: { readonly reason: string; readonly expires: string };
}

/** What every exception must keep: a reason and an end. */
export const exceptionsAreJustified = {
  name: EXCEPTIONS_RULE,
  description: "Every exception has a reason and an end, and its end has not passed.",
  severity: "high",
  level: "mandatory",
  remedy: "Give the exception a `reason` and an `expires` date that lies ahead, or remove it and mend its cause.",
} as const satisfies Omit<Rule, "types" | "judge">;

/** The stack itself carries what no single resource does. */
const CONFIGURATION = { type: "pulumi:pulumi:Stack", name: "policy configuration" };

/** Runs every rule that applies to a resource. Exceptions are not regarded here. */
export function findingsOf(
  resource: Resource,
  context: Context,
  rules: readonly Rule[] = RULES,
): { readonly rule: Rule; readonly finding: Finding }[] {
  return rules.flatMap((rule) =>
    appliesTo(rule, resource.type) ? rule.judge(resource, context).map((finding) => ({ rule, finding })) : [],
  );
}

/** Judges a whole plan. The order is that of the resources, then of the rules. */
export function judge(resources: readonly Resource[], alone: Context, config: PolicyConfig = NO_CONFIG): Result[] {
  const context: Context = { ...alone, neighbours: neighboursOf(resources) };
  const results = flawedExceptions(config, context.today);
  const byType = new Map<string, readonly Rule[]>();
  const sound = config.exceptions.filter((exception) => flawOf(exception, context.today) === undefined);
  for (const resource of resources) {
    let rules = byType.get(resource.type);
    if (!rules) {
      rules = RULES.filter((rule) => appliesTo(rule, resource.type) && levelOf(config, rule, "violation") !== "disabled");
      byType.set(resource.type, rules);
    }
    for (const { rule, finding } of findingsOf(resource, context, rules)) {
      const level = levelOf(config, rule, finding.kind);
      if (level !== "disabled") results.push(resultOf(resource, rule, finding, level, exceptionFor(sound, rule, resource)));
    }
  }
  return results;
}

/** The first sound exception that lets this resource past this rule. */
export const exceptionFor = (exceptions: readonly Exception[], { name }: Pick<Rule, "name">, resource: Resource): Exception | undefined =>
  exceptions.find((exception) => exception.rule === name && covers(exception, resource));

function resultOf(
  { type, name, urn }: Resource,
  rule: Rule,
  finding: Finding,
  level: Result["level"],
  exception: Exception | undefined,
): Result {
  return {
    rule: rule.name,
    kind: finding.kind,
    level,
    severity: rule.severity,
    resource: { type, name, ...(urn === undefined ? {} : { urn }) },
    path: finding.path,
    message: finding.message,
    remedy: finding.remedy ?? rule.remedy,
    ...(exception?.reason !== undefined && exception.expires !== undefined
      ? { excepted: { reason: exception.reason, expires: exception.expires } }
      : {}),
  };
}

/** An exception that is flawed is a violation itself, whether or not a resource needs it. */
export function flawedExceptions(config: PolicyConfig, today: string | undefined): Result[] {
  const level = config.levels.get(EXCEPTIONS_RULE) ?? exceptionsAreJustified.level;
  if (level === "disabled") return [];
  return config.exceptions.flatMap((exception, index) => {
    const flaw = flawOf(exception, today);
    if (flaw === undefined) return [];
    const { name, severity, remedy } = exceptionsAreJustified;
    const message = `the exception of ${exception.rule} for ${exception.resource} ${flaw}`;
    return [
      { rule: name, kind: "violation" as const, level, severity, resource: CONFIGURATION, path: `exceptions[${index}]`, message, remedy },
    ];
  });
}
