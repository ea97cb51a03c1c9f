import type { Resource } from "../../policies/rules";

/** A line of a file that a person can open. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** What a file of any known format comes down to. */
export interface Judgeable {
  /** For people: `pulumi preview --json`. */
  readonly format: string;
  readonly resources: readonly Resource[];
  /** What the file itself says is missing or broken; never taken for a pass. */
  readonly gaps: readonly string[];
  /** What is left out by intention, in words. */
  readonly notes?: readonly string[];
  /** Where a property of a resource was written: in the program, or in the manifest itself. */
  placeOf?(resource: Pick<Resource, "type" | "name" | "urn">, path: string): Place | undefined;
}

/** The file cannot be judged: what is wrong, where, and what would do. */
export class FormatError extends Error {}

export const FORMATS = "`pulumi preview --json`, `pulumi stack export`, `pulumi-gpu plan --json` or rendered Kubernetes YAML";

/** Entries of a plan that are not as their format has them: they are said, never passed over. */
export const gapOf = (unreadable: number, noun: string): string[] =>
  unreadable === 0
    ? []
    : [`${unreadable} ${noun}${unreadable === 1 ? " has" : "s have"} no type, name or state that can be read; not judged`];
