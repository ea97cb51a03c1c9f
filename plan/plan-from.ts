import { PULUMI_UNKNOWN, UNKNOWN } from "../catalog/unknown";
import type { Plan, PlanMessage, PlanProblem, Unanswered } from "./plan";
import type { PlannedResource } from "./resource";
import type { ProgramRun, Run } from "./run-program";

/** What a run found. */
export interface Found {
  readonly resources: readonly PlannedResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly unanswered: readonly Unanswered[];
  readonly problems: readonly PlanProblem[];
  readonly messages: readonly PlanMessage[];
}

const byUrn = (a: PlannedResource, b: PlannedResource): number => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0);
const textOf = ({ kind, token, args, at }: Unanswered): string => JSON.stringify([kind, token, at?.file, at?.line, args]);

/** A plan in an order that does not depend on timing. */
export function assemble({ project, stack, config, secretKeys }: Omit<Run, "root" | "answers" | "organization">, found: Found): Plan {
  const isHidden = ([key, value]: readonly [string, string]): boolean => value.includes(PULUMI_UNKNOWN) || secretKeys.includes(key);
  return {
    project,
    stack,
    resources: [...found.resources].sort(byUrn),
    outputs: found.outputs,
    problems: found.problems,
    messages: found.messages,
    unanswered: [...found.unanswered].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1)),
    config: Object.fromEntries(Object.entries(config).map((entry) => [entry[0], isHidden(entry) ? UNKNOWN : entry[1]])),
  };
}

export const planFrom = (run: Run, { monitor, problems, messages }: ProgramRun): Plan =>
  assemble(run, {
    resources: [...monitor.resources.values()],
    outputs: monitor.outputs,
    unanswered: monitor.unanswered,
    problems,
    messages,
  });
