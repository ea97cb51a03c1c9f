import { randomBytes } from "node:crypto";
import { chmodSync, closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { LockError } from "./problem";
import { type Lock, lockSchema } from "./schema";

/** Text of a lock file: keys sorted, two spaces, so that a new row is the only difference and two branches merge. */
export const formatLock = (lock: Lock): string => `${JSON.stringify(sorted(lockSchema.parse(lock), "root"), null, 2)}\n`;

/** The order of the four parts is the schema's; everything below is sorted, lists of values keep their order. */
function sorted(value: unknown, level: "root" | "below"): unknown {
  if (Array.isArray(value)) return value.map((item) => sorted(item, "below"));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (level === "below") entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item, "below")]));
}

/** Writes a lock as a whole or not at all: the old file stays until the new one is on the disk. */
export function writeLock(path: string, lock: Lock): void {
  replaceFile(path, formatLock(lock));
}

function replaceFile(path: string, text: string): void {
  const target = realPath(path); // a link to a shared lock stays a link
  const temporary = `${target}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const file = openSync(temporary, "wx", 0o644);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    keepMode(target, temporary);
    renameSync(temporary, target);
    syncFolder(dirname(target));
  } catch (error) {
    rmSync(temporary, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    throw new LockError(path, [{ path: "", problem: `could not be written and was left as it was (${code ?? message})` }]);
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // it does not exist yet
  }
}

function keepMode(from: string, to: string): void {
  const mode = statSync(from, { throwIfNoEntry: false })?.mode;
  if (mode !== undefined) chmodSync(to, mode & 0o777);
}

/** Without this a power cut may forget the rename; file systems that cannot do it for a folder say so, and lose nothing else. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // the file itself is safe
  }
}
