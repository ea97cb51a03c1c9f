import { RunError } from "@pulumi/pulumi";

/** What is wrong with one configuration key, and the command that mends it. */
export interface ConfigProblem {
  readonly key: string;
  readonly problem: string;
  readonly fix: string;
}

/** Everything that is wrong with a stack's configuration, at once. Being a `RunError`, it is printed without a stack trace. */
export class ConfigError extends RunError {
  constructor(
    stack: string,
    readonly problems: readonly ConfigProblem[],
  ) {
    const lines = problems.map(({ key, problem, fix }) => `  - ${key}: ${problem}\n      ${fix}`);
    super(`the configuration of stack ${stack} has ${problems.length} problem${problems.length === 1 ? "" : "s"}\n${lines.join("\n")}`);
  }
}
