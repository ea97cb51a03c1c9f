import type { Report } from "./report";
import { asJson } from "./report-json";
import { asText } from "./report-text";

/** How a report can be written. */
export const REPORTS = { text: asText, json: asJson } as const satisfies Record<string, (report: Report) => string>;
