import type * as pulumi from "@pulumi/pulumi";
import type { Problems } from "./invalid";

export type Tags = Record<string, pulumi.Input<string>>;

/** Keys with this prefix are written by the components and read by the rules and the machine. */
const OWN_PREFIX = "pulumi-gpu:";

/** AWS accepts letters, digits, spaces and these signs in a tag value, and at most 256 characters; anything else becomes a dash. */
export const tagValue = (text: string): string => text.replace(/[^\p{L}\p{N} +\-=._:/@]/gu, "-").slice(0, 256);

/** The tags of one resource: the caller's, then its name, then the component's own, which the caller cannot override. */
export const tagsOf = (name: string, tags: Tags | undefined, own: Tags = {}): Tags => ({ Name: name, ...tags, ...own });

/** Launch template sections that carry tags to what AWS starts from it. */
export const TAGGED_BY_TEMPLATE = ["instance", "volume", "network-interface"] as const;

/** Notes each key that AWS or the components keep for themselves, and a list that is too long. */
export function checkTags(tags: Tags | undefined, problems: Problems, { reserved = 0 } = {}): void {
  for (const key of Object.keys(tags ?? {})) {
    if (key.startsWith(OWN_PREFIX))
      problems.add(`tags["${key}"]`, `keys that begin with ${OWN_PREFIX} are written by the components; use another key`);
    if (key.toLowerCase().startsWith("aws:")) problems.add(`tags["${key}"]`, "keys that begin with aws: are kept by AWS; use another key");
    if (key.length > 128) problems.add(`tags["${key.slice(0, 20)}…"]`, `a key has at most 128 characters, got ${key.length}`);
  }
  const most = 50 - reserved;
  const count = Object.keys(tags ?? {}).length;
  if (count > most) problems.add("tags", `at most ${most} tags fit beside the component's own, got ${count}`);
}
