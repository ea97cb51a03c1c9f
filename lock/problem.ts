import type { z } from "zod";

export interface LockProblem {
  /** Path inside the file, for example `images["docker.io/a/b:1"].digest`; empty for the file itself. */
  readonly path: string;
  /** What is wrong and the way out. */
  readonly problem: string;
}

/** Every problem of one lock file at once. */
export class LockError extends Error {
  constructor(
    readonly file: string,
    readonly problems: readonly LockProblem[],
  ) {
    const [first] = problems;
    const lines = problems.map(({ path, problem }) => (path === "" ? problem : `${path}: ${problem}`));
    super(
      problems.length === 1 && first
        ? `${file}: ${lines[0]}`
        : `${file} has ${problems.length} problems\n${lines.map((line) => `  ${line}`).join("\n")}`,
    );
    this.name = "LockError";
  }

  static fromZod(file: string, issues: readonly z.core.$ZodIssue[]): LockError {
    return new LockError(file, issues.flatMap(explain));
  }
}

const WAYS_OUT: readonly [RegExp, string][] = [
  [/^images\[.*\]\.(digest|platforms)/, "; pulumi-gpu pin image obtains it"],
  [/^amis\[.*\]\.regions/, "; pulumi-gpu pin ami obtains it"],
];

function explain(issue: z.core.$ZodIssue): LockProblem[] {
  const path = formatPath(issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: formatPath([...issue.path, key]), problem: "is no key of the lock; remove it" }));
  }
  if (issue.code === "invalid_key") {
    return [{ path, problem: issue.issues.map(({ message }) => message).join("; ") }];
  }
  if (path === "version") return [{ path, problem: "must be 1; a newer file needs a newer pulumi-gpu" }];
  const wayOut = WAYS_OUT.find(([pattern]) => pattern.test(path))?.[1] ?? "";
  return [{ path, problem: `${issue.message.replace(/^Invalid input: /, "")}${wayOut}` }];
}

const formatPath = (path: readonly PropertyKey[]): string =>
  path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      const name = String(key);
      return /^[A-Za-z_]\w*$/.test(name) ? `${index === 0 ? "" : "."}${name}` : `["${name}"]`;
    })
    .join("");

/** Number of the first line with a merge conflict marker. */
export function conflictLine(text: string): number | undefined {
  const index = text.split("\n").findIndex((line) => /^(<{7}|={7}|>{7})/.test(line));
  return index < 0 ? undefined : index + 1;
}
