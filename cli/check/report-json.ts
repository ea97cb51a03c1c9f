import { type Report, summarize } from "./report";

/** For machines. `schemaVersion` rises when a field changes its meaning or goes. */
export function asJson(report: Report): string {
  const { source, plan, results } = report;
  return `${JSON.stringify({ schemaVersion: 1, source, format: plan.format, summary: summarize(report), gaps: plan.gaps, results }, undefined, 2)}\n`;
}
