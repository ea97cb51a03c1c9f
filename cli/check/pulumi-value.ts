import { PULUMI_UNKNOWN, PULUMI_UNKNOWNS, UNKNOWN } from "../../catalog/unknown";

/** How a preview hides a secret. */
const HIDDEN = "[secret]";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";

/**
 * Plain data of what Pulumi wrote as JSON: whatever is unknown or secret becomes the marker. The walk is a loop, so that no depth of
 * nesting ends the process, and objects have no prototype, so that a key `__proto__` is a key.
 */
export function fromPulumi(root: unknown): Record<string, unknown> {
  const holder: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const stack: { readonly source: unknown; readonly into: Record<string | number, unknown>; readonly key: string | number }[] = [
    { source: root, into: holder, key: "root" },
  ];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { source, into, key } = next;
    if (typeof source === "string") into[key] = isUnknownText(source) ? UNKNOWN : source;
    else if (Array.isArray(source)) {
      const copy: unknown[] = new Array(source.length);
      into[key] = copy;
      for (let i = 0; i < source.length; i++) stack.push({ source: source[i], into: copy as unknown as Record<number, unknown>, key: i });
    } else if (typeof source === "object" && source !== null) {
      const record = source as Readonly<Record<string, unknown>>;
      const signature = Object.hasOwn(record, SIGNATURE) ? record[SIGNATURE] : undefined;
      if (signature === SECRET) into[key] = UNKNOWN;
      else if (signature === OUTPUT) stack.push({ source: record.secret === true ? UNKNOWN : (record.value ?? UNKNOWN), into, key });
      else if (signature === REFERENCE) stack.push({ source: record.id ?? record.urn, into, key });
      else {
        const copy = Object.create(null) as Record<string, unknown>;
        into[key] = copy;
        for (const property of Object.keys(record)) stack.push({ source: record[property], into: copy, key: property });
      }
    } else into[key] = source;
  }
  const { root: result } = holder;
  return typeof result === "object" && result !== null && !Array.isArray(result) ? (result as Record<string, unknown>) : {};
}

/** What an output says of itself in a text: the program forgot to wait for it, and its value is in no plan. */
const FORGOTTEN = "Calling [toString] on an [Output<T>] is not supported";

/** A text that was put together around an unknown is unknown as a whole. */
const isUnknownText = (text: string): boolean =>
  text === HIDDEN || PULUMI_UNKNOWNS.has(text) || (text.length > 36 && (text.includes(PULUMI_UNKNOWN) || text.includes(FORGOTTEN)));
