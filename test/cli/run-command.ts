import type { Io } from "../../cli/command";
import { main } from "../../cli/main";

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, with an environment of its own. */
export async function runCommand(
  args: readonly string[],
  { cwd = process.cwd(), env = {}, stdin = "" }: { cwd?: string; env?: Io["env"]; stdin?: string } = {},
): Promise<Run> {
  let out = "";
  let err = "";
  const code = await main(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stdin: async () => stdin,
    cwd,
    env,
    columns: 80,
    color: false,
  });
  return { code, out, err };
}
