import type { Resource } from "./rule";

/** A named way past one rule for some resources, for a while, and with a reason. */
export interface Exception {
  /** Name of a rule. */
  readonly rule: string;
  /** URN, name or type token; `*` stands for any run of characters. */
  readonly resource: string;
  /** Why it is right to break the law here. */
  readonly reason?: string;
  /** ISO date of the last day on which it counts. */
  readonly expires?: string;
}

/** What is wrong with an exception, or nothing. One that is wrong has no effect. */
export function flawOf({ reason, expires }: Exception, today: string | undefined): string | undefined {
  if (reason === undefined || reason.trim() === "") return "has no reason; say why the rule may be broken here";
  if (expires === undefined) return "has no `expires` date; every exception ends";
  if (today !== undefined && expires < today) return `expired on ${expires}; mend the cause or give it a new date`;
  return undefined;
}

const globs = new Map<string, RegExp>();

/** The exception speaks of this resource. */
export function covers({ resource: glob }: Exception, { type, name, urn }: Resource): boolean {
  let pattern = globs.get(glob);
  if (!pattern) {
    pattern = new RegExp(
      `^${glob
        .split("*")
        .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
        .join(".*")}$`,
      "s",
    );
    globs.set(glob, pattern);
  }
  return pattern.test(name) || pattern.test(type) || (urn !== undefined && pattern.test(urn));
}
