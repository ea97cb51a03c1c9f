import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "./handler";

/** How the engine writes a value that is not known before the update. */
export const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const fromStruct = (struct: Struct | undefined): Properties => struct?.toJavaScript() ?? {};

/** Absent is absent: a protobuf struct would carry `undefined` as null, and null is a change. */
function dense(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dense);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined && inner !== null)
      .map(([key, inner]) => [key, dense(inner)]),
  );
}

export const toStruct = (properties: Properties): Struct =>
  Struct.fromJavaScript(dense(properties) as Parameters<typeof Struct.fromJavaScript>[0]);

/** Equal as data, whatever the order of keys. */
export function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
