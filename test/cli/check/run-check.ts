import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../../cli/check";
import { type Io, UsageError } from "../../../cli/command";

export interface Outcome {
  readonly code: number;
  readonly out: string;
  /** What the person would read on a usage error. */
  readonly err: string;
}

/** Runs the command on files of its own; names among the arguments are those of `files`. */
export async function runCheck(
  args: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>> = {},
  stdin = "",
): Promise<Outcome> {
  const cwd = mkdtempSync(join(tmpdir(), "check-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  let out = "";
  const io: Io = {
    out: (text) => {
      out += text;
    },
    err: () => undefined,
    stdin: async () => stdin,
    cwd,
    env: {},
    columns: 80,
    color: false,
  };
  try {
    return { code: await check.run(args, io), out, err: "" };
  } catch (error) {
    if (error instanceof UsageError) return { code: 2, out, err: error.message };
    throw error;
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

export const fixture = (name: string): string => join(__dirname, "fixtures", name);
