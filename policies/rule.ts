import type { DeclaredRows } from "../catalog/declared";
import type { Lock } from "../lock/schema";
import type { Neighbours } from "./neighbours";

/** How bad a violation is, for people and for SARIF. */
export type Severity = "critical" | "high" | "medium" | "low";

/** What a violation does: `mandatory` blocks, `advisory` warns, `disabled` is silent. */
export type Level = "mandatory" | "advisory" | "disabled";

/** One resource of a plan as plain data; unknown values are the `UNKNOWN` marker of the catalog, secrets too. */
export interface Resource {
  /** Pulumi type token, for example `aws:ec2/launchTemplate:LaunchTemplate`, `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  readonly name: string;
  readonly urn?: string;
  /** URN of the component that made it. */
  readonly parent?: string;
  /** URNs of what it takes values from, or waits for. */
  readonly dependencies?: readonly string[];
  readonly props: Readonly<Record<string, unknown>>;
}

/** What a rule may know beyond the resource. */
export interface Context {
  readonly lock?: Lock;
  readonly declared?: DeclaredRows;
  /** ISO date on which the judgement is made: exceptions and AMIs end. Without it nothing has ended. */
  readonly today?: string;
  /** The rest of the plan; absent in the pack, which judges a resource before it knows the others. */
  readonly neighbours?: Neighbours;
}

/** `violation`: the law is broken. `undecided`: an unknown value could break it. Both name the path; neither names a raw property value. */
export interface Finding {
  readonly kind: "violation" | "undecided";
  /** Property path, for example `tags["pulumi-gpu:driver"]`, `spec.template.spec.containers[0].image`. */
  readonly path: string;
  /** What is wrong, with catalog values only: packs see secrets decrypted. Lower case, no final period. */
  readonly message: string;
  /** Overrides the rule's own remedy, where the finding knows a better one. */
  readonly remedy?: string;
}

/** One law. Pure: plain data in, findings out; imports neither Pulumi package. */
export interface Rule {
  /** Kebab-case, the law in the affirmative, for example `images-are-pinned`. */
  readonly name: string;
  readonly description: string;
  readonly severity: Severity;
  /** Default level; configuration may change it. */
  readonly level: Exclude<Level, "disabled">;
  /** What to paste or do. */
  readonly remedy: string;
  /** Type tokens; a trailing `*` matches a prefix (`kubernetes:*`). */
  readonly types: readonly string[];
  judge(resource: Resource, context: Context): Finding[];
}

export const violation = (path: string, message: string, remedy?: string): Finding => ({
  kind: "violation",
  path,
  message,
  ...(remedy === undefined ? {} : { remedy }),
});

export const undecided = (path: string, message: string): Finding => ({ kind: "undecided", path, message });

export const appliesTo = (rule: Rule, type: string): boolean =>
  rule.types.some((pattern) => (pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : pattern === type));
