/** Where a command reads and writes; tests pass their own. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** Reads standard input to its end. */
  stdin(): Promise<string>;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Width of the terminal; 80 where there is none. */
  readonly columns: number;
  readonly color: boolean;
}

/** Exit codes of every command. `explain` also answers 3 and 4; `plan` and `check` answer 3 only with `--strict`. */
export const EXIT = { ok: 0, fail: 1, usage: 2, undecided: 3, limits: 4 } as const;

export interface Command {
  readonly name: string;
  /** One line for `pulumi-gpu help`. */
  readonly summary: string;
  /** The whole help text of the command. */
  readonly usage: string;
  run(args: readonly string[], io: Io): Promise<number>;
}

/** Thrown for what the person can mend by typing something else; printed without a stack, exit code 2. */
export class UsageError extends Error {}
