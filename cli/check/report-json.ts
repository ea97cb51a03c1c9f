import { type Report, summarize } from "./report";

/** For machines. `schemaVersion` rises when a field changes its meaning or goes. */
export function asJson(report: Report): string {
  const { source, plan, results, lock } = report;
  const document = {
    schemaVersion: 1,
    source,
    format: plan.format,
    lock: lock ?? null,
    summary: summarize(report),
    gaps: plan.gaps,
    notes: plan.notes ?? [],
    results: results.map((result) => {
      const place = plan.placeOf?.(result.resource, result.path);
      return place ? { ...result, place } : result;
    }),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
