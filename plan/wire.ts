import { gunzipSync } from "node:zlib";
import { PULUMI_UNKNOWN, UNKNOWN } from "../catalog/unknown";

/** Pulumi marks special values on the wire by an object with this key; the value says which kind it is. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** `tags["a:b"]`, `rules[0].port`: how paths are written in findings and in `secrets`. */
const pathTo = (path: string, key: string | number): string =>
  typeof key === "number" ? `${path}[${key}]` : IDENTIFIER.test(key) ? (path ? `${path}.${key}` : key) : `${path}[${JSON.stringify(key)}]`;

/**
 * A value that is not known travels as a fixed text, so a program can paste it into other text, also packed (user data is base64, often
 * gzipped). Such text is as unknown as its part.
 */
function holdsUnknown(text: string): boolean {
  if (text.includes(PULUMI_UNKNOWN)) return true;
  if (text.length < PULUMI_UNKNOWN.length || !/^[A-Za-z0-9+/\r\n]+={0,2}\s*$/.test(text)) return false;
  const bytes = Buffer.from(text, "base64");
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.includes(PULUMI_UNKNOWN);
  try {
    return gunzipSync(bytes, { maxOutputLength: 16 * 2 ** 20 }).includes(PULUMI_UNKNOWN);
  } catch {
    return false; // looks packed and is not: plain text of the program
  }
}

/** What came over the wire as plain data. Paths of secrets are added to `secrets`; their values are unknown to everyone after us. */
function decode(value: unknown, secrets: string[], path = ""): unknown {
  if (typeof value === "string") return holdsUnknown(value) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map((item, i) => decode(item, secrets, pathTo(path, i)));
  if (!isFields(value)) return value;
  switch (value[SIGNATURE]) {
    case undefined:
      break;
    case SECRET:
      secrets.push(path);
      return UNKNOWN;
    case OUTPUT:
      if (value.secret === true) {
        secrets.push(path);
        return UNKNOWN;
      }
      return "value" in value ? decode(value.value, secrets, path) : UNKNOWN;
    case RESOURCE: // a reference stands for the id, as it does for a provider without references
      return decode("id" in value ? value.id || PULUMI_UNKNOWN : value.urn, secrets, path);
  }
  const plain = Object.entries(value).filter(([key]) => key !== SIGNATURE);
  return Object.fromEntries(plain.map(([key, item]) => [key, decode(item, secrets, pathTo(path, key))]));
}

export const decodeFields = (value: unknown, secrets: string[]): Record<string, unknown> => {
  const plain = decode(value ?? {}, secrets);
  return isFields(plain) ? { ...plain } : {};
};

/** What the engine hands back to the program: output values are unwrapped, secrets stay wrapped. */
export function echoed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(echoed);
  if (!isFields(value)) return value;
  if (value[SIGNATURE] === OUTPUT) {
    const inner = "value" in value ? echoed(value.value) : PULUMI_UNKNOWN;
    return value.secret === true ? { [SIGNATURE]: SECRET, value: inner } : inner;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, echoed(item)]));
}

/** Wraps what must stay secret on its way into the program. */
export const secretOnWire = (value: unknown): Fields => ({ [SIGNATURE]: SECRET, value });

/** Plain data for JSON: the `UNKNOWN` marker as Pulumi writes it. */
export function toJson(value: unknown): unknown {
  if (value === UNKNOWN) return PULUMI_UNKNOWN;
  if (Array.isArray(value)) return value.map(toJson);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
}

/** The way back. */
export function fromJson(value: unknown): unknown {
  if (value === PULUMI_UNKNOWN) return UNKNOWN;
  if (Array.isArray(value)) return value.map(fromJson);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromJson(item)]));
}
