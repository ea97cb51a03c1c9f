import type { PolicyPackArgs, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { EXCEPTIONS_RULE, NO_CONFIG, type PolicyConfig, UNDECIDED } from "../config";
import { flawOf } from "../exception";
import { exceptionFor, exceptionsAreJustified, findingsOf, flawedExceptions } from "../judge";
import { appliesTo, type Finding, type Resource, type Rule } from "../rule";
import { plainProperties } from "./plain-properties";
import type { Surroundings } from "./surroundings";

const STACK = "pulumi:pulumi:Stack";

/**
 * Two policies for each rule, because a violation cannot choose its own level: the law at its level, and what could not be decided as
 * advice. The policy of the exceptions comes first: the engine hands each policy only its own configuration, and runs them in order.
 */
export function policiesOf(rules: readonly Rule[], surroundings: Surroundings): PolicyPackArgs["policies"] {
  const state = { config: NO_CONFIG };
  return [exceptionsPolicy(surroundings, state), ...rules.flatMap((rule) => policiesFor(rule, surroundings, state))];
}

interface State {
  config: PolicyConfig;
}

function policiesFor(rule: Rule, surroundings: Surroundings, state: State): ResourceValidationPolicy[] {
  const { name, description, severity, level, remedy } = rule;
  const report = (kind: Finding["kind"]) => async (args: ResourceValidationArgs, violation: (message: string) => void) => {
    if (!appliesTo(rule, args.type)) return;
    const resource = resourceOf(args);
    if (exceptionFor(state.config.exceptions, rule, resource)) return;
    for (const { finding } of findingsOf(resource, await surroundings.context(), [rule])) {
      if (finding.kind === kind) violation(sentenceOf(finding, remedy));
    }
  };
  return [
    { name, description, severity, enforcementLevel: level, remediationSteps: remedy, validateResource: report("violation") },
    {
      name: `${name}${UNDECIDED}`,
      description: `Could not be decided: ${description}`,
      severity: "low",
      enforcementLevel: "advisory",
      validateResource: report("undecided"),
    },
  ];
}

function exceptionsPolicy(surroundings: Surroundings, state: State): ResourceValidationPolicy {
  const { description, severity, level, remedy } = exceptionsAreJustified;
  return {
    name: EXCEPTIONS_RULE,
    description,
    severity,
    enforcementLevel: level,
    remediationSteps: remedy,
    configSchema: { properties: { exceptions: { type: "array", items: { type: "object" } } } },
    // The stack itself stands for the configuration: it comes once in each preview and update.
    validateResource: async (args, violation) => {
      const [told, { today }] = await Promise.all([read(surroundings, args.getConfig()), surroundings.context()]);
      const { exceptions } = told.config;
      state.config = { ...told.config, exceptions: exceptions.filter((exception) => flawOf(exception, today) === undefined) };
      if (args.type !== STACK) return;
      if (told.problem !== undefined) violation(`the configuration cannot be read, so no exception counts: ${told.problem}`);
      for (const { path, message } of flawedExceptions(told.config, today)) violation(`${path}: ${message}. ${remedy}`);
    },
  };
}

async function read(surroundings: Surroundings, data: object): Promise<{ readonly config: PolicyConfig; readonly problem?: string }> {
  try {
    return { config: await surroundings.configuration(data) };
  } catch (error) {
    return { config: NO_CONFIG, problem: error instanceof Error ? error.message : String(error) };
  }
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
