import type { PlannedResource, Position } from "./resource";

/** What went wrong while the program ran. A plan with problems is incomplete. */
export interface PlanProblem {
  readonly message: string;
  /** The line of the program, where known. */
  readonly at?: Position;
}

/** What the program said: `pulumi.log.*`, and what it wrote to the console (`info`). */
export interface PlanMessage {
  readonly severity: "info" | "warning" | "error";
  readonly text: string;
  /** URN of the resource it is about. */
  readonly urn?: string;
}

/** A function that only the cloud can answer. Its result is unknown unless an answers file gives it. */
export interface Unanswered {
  readonly kind: "invoke" | "call" | "stack-reference" | "read" | "config" | "environment";
  /** Token of the function, for example `aws:ssm/getParameter:getParameter`; the stack's name, the configuration key. */
  readonly token: string;
  /** What it was asked with; unknown and secret values are the `UNKNOWN` marker. */
  readonly args?: Readonly<Record<string, unknown>>;
  /** The program waits for the plain value (`await getX()`), so it could decide what exists. */
  readonly awaited?: true;
  readonly at?: Position;
}

/** A program run without engine, CLI or account. */
export interface Plan {
  readonly project: string;
  readonly stack: string;
  /** Every resource, sorted by URN. */
  readonly resources: readonly PlannedResource[];
  /** Outputs of the stack. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly problems: readonly PlanProblem[];
  readonly messages: readonly PlanMessage[];
  readonly unanswered: readonly Unanswered[];
  /** Plain configuration, as the program saw it; what is encrypted is the `UNKNOWN` marker. */
  readonly config: Readonly<Record<string, unknown>>;
}
