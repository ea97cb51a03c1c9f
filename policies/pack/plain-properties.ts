import { PULUMI_UNKNOWNS, UNKNOWN } from "../../catalog/unknown";

/**
 * The properties that a policy is given, as plain data. Under preview they are proxies that throw where a value is unknown, which
 * would end the whole policy at the first one: here each read is tried alone, and an unknown becomes the marker.
 */
export function plainProperties(props: object): Record<string, unknown> {
  const plain: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(props)) plain[key] = read(props, key);
  return plain;
}

function read(owner: object, key: string | number): unknown {
  let value: unknown;
  try {
    value = (owner as Readonly<Record<string | number, unknown>>)[key];
  } catch {
    return UNKNOWN;
  }
  if (typeof value === "string") return PULUMI_UNKNOWNS.has(value) ? UNKNOWN : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => read(value, index));
  return plainProperties(value);
}
