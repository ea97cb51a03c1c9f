import type { Resource } from "../../policies/rule";
import { isDictionary } from "../../policies/rules";

/** What a file of any known format comes down to. */
export interface Judgeable {
  /** For people: `pulumi preview --json`. */
  readonly format: string;
  readonly resources: readonly Resource[];
  /** What the file itself says is missing or broken; never taken for a pass. */
  readonly gaps: readonly string[];
  /** Line of a property of a resource, where the format has lines. */
  lineOf?(resource: Resource, path: string): number | undefined;
}

/** The file cannot be judged: what is wrong, where, and what would do. */
export class FormatError extends Error {}

export const FORMATS = "`pulumi preview --json`, `pulumi stack export`, `pulumi-gpu plan --json` or rendered Kubernetes YAML";

export { isDictionary };
