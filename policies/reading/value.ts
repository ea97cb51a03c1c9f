import { isUnknown, UNKNOWN, type Unknown } from "../../catalog/unknown";

export type Dictionary = Readonly<Record<string, unknown>>;

export const isDictionary = (value: unknown): value is Dictionary => typeof value === "object" && value !== null && !Array.isArray(value);

/** The value under `steps`; `UNKNOWN` as soon as one step is unknown, `undefined` where nothing stands. */
export function at(value: unknown, ...steps: readonly (string | number)[]): unknown {
  let current: unknown = value;
  for (const step of steps) {
    if (isUnknown(current)) return UNKNOWN;
    if (Array.isArray(current) ? typeof step !== "number" : !isDictionary(current)) return undefined;
    current = Object.hasOwn(current as object, step) ? (current as Record<string | number, unknown>)[step] : undefined;
  }
  return current ?? undefined;
}

/** A string, `UNKNOWN`, or `undefined` for nothing and for every other kind of value. */
export function textAt(value: unknown, ...steps: readonly (string | number)[]): string | Unknown | undefined {
  const found = at(value, ...steps);
  return isUnknown(found) || typeof found === "string" ? found : undefined;
}

/** The entries of a list with their indexes. A missing list is empty; an unknown one is `UNKNOWN`. */
export function listAt(value: unknown, ...steps: readonly (string | number)[]): readonly unknown[] | Unknown {
  const found = at(value, ...steps);
  if (isUnknown(found)) return UNKNOWN;
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

/** A boolean, also as the text that YAML and tags make of it. */
export function flagAt(value: unknown, ...steps: readonly (string | number)[]): boolean | Unknown | undefined {
  const found = at(value, ...steps);
  if (isUnknown(found) || typeof found === "boolean") return found;
  return found === "true" ? true : found === "false" ? false : undefined;
}

/** A number, also as text; providers take both. */
export function numberAt(value: unknown, ...steps: readonly (string | number)[]): number | Unknown | undefined {
  const found = at(value, ...steps);
  if (isUnknown(found) || typeof found === "number") return found;
  return typeof found === "string" && found.trim() !== "" && Number.isFinite(Number(found)) ? Number(found) : undefined;
}

/** `spec.containers[0].image`, `tags["pulumi-gpu:driver"]`. */
export function pathOf(steps: readonly (string | number)[]): string {
  let path = "";
  for (const step of steps) {
    if (typeof step === "number") path += `[${step}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(step)) path += path === "" ? step : `.${step}`;
    else path += `[${JSON.stringify(step)}]`;
  }
  return path;
}
