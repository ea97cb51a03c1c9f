import type { Confidence, RowRef, Sourced } from "../sourced";

/** The pointer that an answer carries to a row. */
export const rowRef = (table: string, key: string, { source, checked, confidence, note }: Sourced): RowRef => ({
  table,
  key,
  source,
  checked,
  confidence,
  ...(note === undefined ? {} : { note }),
});

/** Confidence of one field: its own (`minDriverConfidence`) where the row has it, otherwise the row's. */
export function confidenceOf<Row extends Sourced>(row: Row, field: keyof Row & string): Confidence {
  const own = (row as Readonly<Record<string, unknown>>)[`${field}Confidence`];
  return typeof own === "string" ? (own as Confidence) : row.confidence;
}
