import { createHash } from "node:crypto";
import type { Handler, Properties } from "./handler";

/** Properties that the provider chose, not the program; Pulumi's providers list them under this key too. */
export const DEFAULTS = "__defaults";

const chosen = (inputs: Properties | undefined, property: string): boolean => {
  const defaults = inputs?.[DEFAULTS];
  return Array.isArray(defaults) && defaults.includes(property);
};

/** Whether `property` was named by the provider, so that a replacement can live beside what it replaces. */
export const isGenerated = chosen;

/** Gives a resource without a name one of its own: logical name and seven hexadecimal characters, kept for the life of the resource. */
export function named(handler: Handler, logicalName: string, olds: Properties, news: Properties, seed: Uint8Array): Properties {
  if (handler.named === undefined) return news;
  const { property, longest, suffix = "" } = handler.named;
  if (news[property] !== undefined) return news;
  const random = createHash("sha256").update(seed).digest("hex").slice(0, 7);
  const prefix = news[`${property}Prefix`];
  const stem = typeof prefix === "string" ? prefix : `${logicalName}-`;
  const name = chosen(olds, property) ? olds[property] : `${stem.slice(0, longest - 7 - suffix.length)}${random}${suffix}`;
  return { ...news, [property]: name, [DEFAULTS]: [property] };
}
