import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type FakeHost, makeHost } from "./fake-host";

const BOOT = join(__dirname, "../../boot");

export interface Shell extends Partial<FakeHost> {
  /** Lines of `settings.sh`. */
  settings: readonly string[];
  /** What the gate sources beside its own, as an addition names it. */
  sourced: readonly string[];
  /** Shell that runs after all of it was sourced. */
  script: string;
  env?: Readonly<Record<string, string>>;
  /** Looks into the host's folder before it is removed. */
  look?: (home: string) => string | undefined;
}

/** Runs steps of an addition as the boot gate does: after its own files, on a host of fakes. */
export async function shell({ settings, sourced, script, env = {}, look, ...host }: Shell) {
  const { home, env: hostEnv, calls, remove } = makeHost(host);
  try {
    const files = ["results.sh", "machine.sh", "gpu-checks.sh", "host-checks.sh", "prepare.sh", ...sourced];
    for (const file of files) writeFileSync(join(home, file), readFileSync(join(BOOT, file)));
    writeFileSync(join(home, "settings.sh"), settings.join("\n"));
    const all = ["settings.sh", ...files].map((file) => `. "$HOME_OF_TEST/${file}"`).join("\n");
    writeFileSync(join(home, "script.sh"), `set -uo pipefail\nhere=$HOME_OF_TEST CONSOLE=/dev/null IMDS=http://imds\n${all}\n${script}\n`);
    const { code, stdout, stderr } = await promisify(execFile)("bash", ["--norc", join(home, "script.sh")], {
      env: { ...hostEnv, HOME_OF_TEST: home, ...env },
      timeout: 60_000,
    }).then(
      (output) => ({ code: 0, ...output }),
      (error: { code?: number; stdout?: string; stderr?: string }) => ({
        code: error.code ?? -1,
        stdout: error.stdout ?? "",
        stderr: error.stderr ?? "",
      }),
    );
    return { code, stdout, stderr, calls: calls(), seen: look?.(home) };
  } finally {
    remove();
  }
}
