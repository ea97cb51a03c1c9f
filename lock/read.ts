import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { amiKey } from "./lookup";
import { conflictLine, LockError, type LockProblem } from "./problem";
import { type Lock, lockSchema } from "./schema";

const LOCK_FILE = "gpu.lock.json";
const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** A lock and the file it came from: whoever uses it says which one. */
export interface FoundLock {
  readonly path: string;
  readonly lock: Lock;
}

/** Reads a lock file; a file that is not there, is no JSON or breaks the schema throws a `LockError` with every problem. */
export function readLock(path: string): Lock {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason = code === "ENOENT" ? "there is no such file" : `cannot be read (${code})`;
    throw new LockError(path, [{ path: "", problem: `${reason}; pulumi-gpu pin image <reference> writes one, --lock names another` }]);
  }
  return parseLock(text, path);
}

/** As `readLock`, from text; `path` is only for the messages. */
export function parseLock(text: string, path = LOCK_FILE): Lock {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    const line = conflictLine(text);
    const problem = line
      ? `line ${line} has a merge conflict marker; keep the rows of both sides, they are independent`
      : `is no JSON: ${(error as Error).message}`;
    throw new LockError(path, [{ path: "", problem }]);
  }
  const result = lockSchema.safeParse(raw);
  if (!result.success) throw LockError.fromZod(path, result.error.issues);
  const problems = misplacedAmis(result.data);
  if (problems.length > 0) throw new LockError(path, problems);
  return result.data;
}

/** A row under another key than its own would be found by one reader and not by the next. */
function misplacedAmis(lock: Lock): LockProblem[] {
  return Object.entries(lock.amis)
    .filter(([key, row]) => key !== amiKey(row))
    .map(([key, row]) => ({ path: `amis["${key}"]`, problem: `holds the row of ${amiKey(row)}; use that as its key` }));
}

/** Where the lock of a program belongs: beside the nearest `Pulumi.yaml` at or above `dir`, else in `dir`. The file may not exist yet. */
export function lockPath(dir: string): string {
  const start = resolve(dir);
  for (let at = start; ; at = dirname(at)) {
    if (PROJECT_FILES.some((file) => existsSync(join(at, file)))) return join(at, LOCK_FILE);
    if (dirname(at) === at) return join(start, LOCK_FILE);
  }
}

/** The lock that a program in `dir` uses, with its path; undefined where there is none. A broken one throws. */
export function findLock(dir: string): FoundLock | undefined {
  const path = lockPath(dir);
  return existsSync(path) ? { path, lock: readLock(path) } : undefined;
}
