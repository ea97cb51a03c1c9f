import type { PolicyPackArgs, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { EXCEPTIONS_RULE, levelOf, NO_CONFIG, type PolicyConfig, UNDECIDED } from "../config";
import { flawOf } from "../exception";
import { exceptionFor, exceptionsAreJustified, findingsOf, flawedExceptions } from "../judge";
import { appliesTo, type Context, type Finding, type Resource, type Rule } from "../rule";
import { plainProperties } from "./plain-properties";

/** What the pack knows beside the resource; read when the first resource comes, so that a start costs nothing. */
export interface Surroundings {
  context(): Context;
  /** Reads what the configuration of the exceptions' policy holds. */
  configuration(data: object): Promise<PolicyConfig>;
}

/**
 * Two policies for each rule, because a violation cannot choose its own level: the law at its level, and what could not be decided as
 * advice. The policy of the exceptions comes first: the engine hands each policy only its own configuration, and runs them in order.
 */
export function policiesOf(rules: readonly Rule[], surroundings: Surroundings): PolicyPackArgs["policies"] {
  let config = NO_CONFIG;
  const laws = rules.flatMap((rule): ResourceValidationPolicy[] => {
    const { name, description, severity, level, remedy } = rule;
    const report = (kind: Finding["kind"]) => (args: ResourceValidationArgs, violation: (message: string) => void) => {
      if (!appliesTo(rule, args.type)) return;
      const resource = resourceOf(args);
      const exception = exceptionFor(config.exceptions, rule, resource);
      if (exception) return;
      for (const { finding } of findingsOf(resource, surroundings.context(), [rule])) {
        if (finding.kind === kind) violation(sentenceOf(finding, remedy));
      }
    };
    return [
      { name, description, severity, enforcementLevel: level, remediationSteps: remedy, validateResource: report("violation") },
      {
        name: `${name}${UNDECIDED}`,
        description: `Could not be decided: ${description}`,
        severity: "low",
        enforcementLevel: levelOf(NO_CONFIG, rule, "undecided"),
        validateResource: report("undecided"),
      },
    ];
  });
  const exceptions: ResourceValidationPolicy = {
    name: EXCEPTIONS_RULE,
    description: exceptionsAreJustified.description,
    severity: exceptionsAreJustified.severity,
    enforcementLevel: exceptionsAreJustified.level,
    remediationSteps: exceptionsAreJustified.remedy,
    configSchema: { properties: { exceptions: { type: "array", items: { type: "object" } } } },
    validateResource: async (args, violation) => {
      try {
        const read = await surroundings.configuration(args.getConfig());
        const { today } = surroundings.context();
        config = { ...read, exceptions: read.exceptions.filter((exception) => flawOf(exception, today) === undefined) };
        if (args.type === "pulumi:pulumi:Stack")
          for (const { path, message, remedy } of flawedExceptions(read, today)) violation(`${path}: ${message}. ${remedy}`);
      } catch (error) {
        config = NO_CONFIG;
        if (args.type === "pulumi:pulumi:Stack")
          violation(`the configuration cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
  return [exceptions, ...laws];
}

const resourceOf = ({ type, name, urn, props, opts }: ResourceValidationArgs): Resource => ({
  type,
  name,
  urn,
  ...(opts.parent === undefined ? {} : { parent: opts.parent }),
  props: plainProperties(props),
});

const sentenceOf = ({ kind, path, message, remedy }: Finding, usual: string): string =>
  kind === "violation" ? `${path}: ${message}. ${remedy ?? usual}` : `${path}: ${message}`;
