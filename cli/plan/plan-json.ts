import { toJson } from "../../plan/wire";
import type { Assessment } from "./assessment";
import { HOURS_PER_MONTH } from "./service-cost";

/** Grows when a field changes its meaning or goes away; a new field does not count. */
export const SCHEMA_VERSION = 1;

const month = (usd: number | undefined): number | undefined =>
  usd === undefined ? undefined : Math.round(usd * HOURS_PER_MONTH * 100) / 100;

/** `plan --json`: `plan/schema.json` describes it. Unknown values stand in Pulumi's own form, so `check` reads it too. */
export function planJson({ plan, verdicts, policies, cost, coldStarts, lock, catalog, summary }: Assessment): string {
  const { project, stack, resources, outputs, problems, messages, unanswered } = plan;
  const document = {
    schemaVersion: SCHEMA_VERSION,
    project,
    stack,
    catalog,
    lock: lock?.path ?? null,
    summary,
    problems,
    resources,
    outputs,
    verdicts: verdicts.map(({ host, instanceType, verdict }) => ({ host: host.name, urn: host.resource.urn, instanceType, verdict })),
    policies,
    cost: { ...cost, lowUsdPerMonth: month(cost.lowUsdPerHour), highUsdPerMonth: month(cost.highUsdPerHour) },
    coldStarts: coldStarts.map(({ host, budget }) => ({ host: host.name, urn: host.resource.urn, ...budget })),
    unanswered,
    messages,
  };
  return `${JSON.stringify(toJson(document), null, 2)}\n`;
}
