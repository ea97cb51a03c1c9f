import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { LockError } from "./problem";
import { parseLock } from "./read";
import { EMPTY_LOCK, type Lock } from "./schema";
import { formatLock, writeLock } from "./write";

export interface UpdateOptions {
  /** How long to wait for another process that is writing the same file, in milliseconds. Default 10000. */
  readonly waitMs?: number;
}

/**
 * Reads the lock (an empty one where the file does not exist), changes it and writes it, while no other `pin` does the same:
 * two at once both keep their rows. Answers whether the file changed; an unchanged lock is not written.
 */
export async function updateLock(path: string, change: (lock: Lock) => Lock, { waitMs = 10_000 }: UpdateOptions = {}): Promise<boolean> {
  const guard = `${path}.writing`;
  await take(guard, path, waitMs);
  try {
    const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
    const lock = before === undefined ? structuredClone(EMPTY_LOCK) : parseLock(before, path);
    const after = change(lock);
    if (before !== undefined && formatLock(after) === formatLock(lock)) return false;
    writeLock(path, after);
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}

/** Only one process holds the guard file. It names its owner, so that one left behind by a kill does not block for ever. */
async function take(guard: string, path: string, waitMs: number): Promise<void> {
  const mine = `${process.pid} ${hostname()}\n`;
  const deadline = Date.now() + waitMs;
  for (;;) {
    try {
      create(guard, mine);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EEXIST") throw new LockError(path, [{ path: "", problem: `could not be written and was left as it was (${code})` }]);
    }
    if (removeIfDead(guard)) continue;
    if (Date.now() > deadline) {
      const owner = read(guard)?.trim();
      throw new LockError(path, [
        { path: "", problem: `is being written by process ${owner}; wait for it, or remove ${guard} if it is gone` },
      ]);
    }
    await sleep(20 + Math.random() * 50);
  }
}

/** The guard appears with its content or not at all: a reader never sees it empty. */
function create(guard: string, content: string): void {
  const draft = `${guard}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    writeFileSync(draft, content, { flag: "wx" });
    linkSync(draft, guard);
  } finally {
    rmSync(draft, { force: true });
  }
}

function removeIfDead(guard: string): boolean {
  const content = read(guard);
  if (content === undefined) return true; // given back meanwhile
  const [pid, host] = content.trim().split(" ");
  if (host !== hostname() || isAlive(Number(pid))) return false;
  // Of several that see the dead owner one wins the rename; if what it moved was a newer guard, that one goes back.
  const moved = `${guard}.${process.pid}.dead`;
  try {
    renameSync(guard, moved);
    if (read(moved) !== content) linkSync(moved, guard);
  } catch {
    // another process was faster
  }
  rmSync(moved, { force: true });
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // alive, and another user's
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
