import type { Report } from "./report";
import { asJson } from "./report-json";
import { asMarkdown } from "./report-markdown";
import { asSarif } from "./report-sarif";
import { asText } from "./report-text";

/** How a report can be written. */
export const REPORTS = { text: asText, json: asJson, sarif: asSarif, markdown: asMarkdown } as const satisfies Record<
  string,
  (report: Report) => string
>;
