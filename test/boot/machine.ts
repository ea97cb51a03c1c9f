import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { BootAddition } from "../../boot/addition";
import { type BootSettings, settingsScript } from "../../boot/settings";
import { bootSettings } from "./settings-fixture";

const run = promisify(execFile);
const BOOT = join(__dirname, "../../boot");

/** A machine that boots well: break one thing in it. */
export interface Machine {
  /** Folder of `fixtures/` with what a real machine's nvidia-smi said. */
  recorded: "h200" | "h100";
  instanceType: string;
  settings: Partial<BootSettings>;
  /** What a component adds to the gate. */
  addition: BootAddition;
  /** Texts of files that the addition names and that are not in `boot/`. */
  files: Record<string, string>;
  /** Commands that fail: the text is a shell condition over `$*`, the arguments after the command's name. */
  faults: Record<string, string>;
  /** Commands that the machine does not have. */
  missing: readonly string[];
  /** Tag `pulumi-gpu:failed-boots` of its group. */
  failedBoots: string;
  script: "boot.sh" | "container.sh";
}

const healthy: Machine = {
  recorded: "h200",
  instanceType: "p5en.48xlarge",
  settings: {},
  addition: {},
  files: {},
  faults: {},
  missing: [],
  failedBoots: "None",
  script: "boot.sh",
};

/** The value of a column of a recorded `nvidia-smi --query-gpu` answer. */
function recordedValue(folder: string, column: string): string {
  const [header = "", row = ""] = readFileSync(join(__dirname, "fixtures", folder, "query.csv"), "utf8").split("\n");
  const at = header.split(", ").findIndex((name) => name.startsWith(column));
  return row.split(", ")[at] ?? "";
}

/** A command of the machine that writes down how it was called, fails where told, and otherwise does `body`. */
const fake = (name: string, body: string, fault: string | undefined): string => `#!/usr/bin/env bash
printf '%s %s\\n' ${name} "$*" >>"$CALLS"
${fault === undefined ? "" : `if ${fault}; then echo "injected fault" >&2; exit 1; fi`}
${body}
`;

/** Runs a boot script with fakes for what only a real machine has; gives back what it did. */
export async function boot(change: Partial<Machine> = {}) {
  const machine = { ...healthy, ...change };
  const home = mkdtempSync(join(tmpdir(), "pulumi-gpu-boot-"));
  try {
    const bin = join(home, "bin");
    const secrets = join(home, "secrets");
    mkdirSync(bin);
    for (const file of ["boot.sh", "machine.sh", "checks.sh", "container.sh"])
      writeFileSync(join(home, file), readFileSync(join(BOOT, file)));
    writeFileSync(join(home, "settings.sh"), settingsScript(bootSettings(machine.settings), machine.addition));
    for (const [name, text] of Object.entries(machine.files)) writeFileSync(join(home, name), text);
    const model = recordedValue(machine.recorded, "name");
    const commands: Record<string, string> = {
      "nvidia-smi": `case "$*" in
  *driver_version*) echo "${recordedValue(machine.recorded, "driver_version")}" ;;
  *=name*) echo "${model}" ;;
  *) cat "${join(__dirname, "fixtures", machine.recorded, "nvidia-smi.txt")}" ;;
esac`,
      "nvidia-ctk": "",
      docker: `case "$*" in
  *Runtimes*) echo '{"io.containerd.runc.v2":{},"nvidia":{}}' ;;
  login*) cat >/dev/null ;;
  *"--entrypoint nvidia-smi"*) echo "${model}" ;;
esac`,
      aws: `case "$*" in
  "ecr get-login-password"*) echo a-password ;;
  *describe-auto-scaling-instances*) echo box-group ;;
  *describe-tags*) echo "${machine.failedBoots}" ;;
  *get-secret-value*registry*) printf '{"username": "robot", "accessToken": "canary-token"}\\n' ;;
  *get-secret-value*malformed*) echo canary-no-json ;;
  *get-secret-value*binary*) printf 'null\\t%s\\n' "$(printf 'canary\\0bytes' | base64)" ;;
  *get-secret-value*) printf 'string\\tcanary-secret\\n' ;;
  *get-parameter*) printf canary-parameter ;;
esac`,
      curl: `case "$*" in
  *api/token*) echo a-token ;;
  *instance-id*) printf i-0123456789abcdef0 ;;
  *instance-type*) printf ${machine.instanceType} ;;
  *placement/region*) printf us-west-2 ;;
esac`,
      systemctl: "",
      "power-off": "",
    };
    for (const [name, body] of Object.entries(commands)) {
      if (machine.missing.includes(name)) continue;
      writeFileSync(join(bin, name), fake(name, body, machine.faults[name]));
      chmodSync(join(bin, name), 0o755);
    }
    const env = {
      // Only the fakes and the system's own tools: nothing that happens to be installed here.
      PATH: `${bin}:/usr/bin:/bin`,
      CALLS: join(home, "calls"),
      CONSOLE: join(home, "console"),
      PULUMI_GPU_DIR: home,
      POWER_OFF: join(bin, "power-off"),
      SECRETS_DIR: secrets,
      RETRY_SECONDS: "0",
    };
    writeFileSync(env.CALLS, "");
    writeFileSync(env.CONSOLE, "");
    const code = await run("bash", [join(home, machine.script)], { env }).then(
      () => 0,
      (error: { code?: number }) => error.code ?? -1,
    );
    const calls = readFileSync(env.CALLS, "utf8").split("\n").filter(Boolean);
    const tag = (key: string) =>
      [...calls]
        .reverse()
        .find((call) => call.includes(`"${key}"`))
        ?.match(/"Value":"([^"]*)"/)?.[1];
    const read = (name: string) => (existsSync(join(secrets, name)) ? readFileSync(join(secrets, name), "utf8") : undefined);
    return {
      code,
      calls,
      console: readFileSync(env.CONSOLE, "utf8"),
      /** What the instance's tag says. */
      result: tag("pulumi-gpu:boot"),
      groupTag: tag,
      secrets: Object.fromEntries(Object.keys(machine.settings.secrets ?? {}).map((name) => [name, read(name)])),
      called: (part: string) => calls.some((call) => call.includes(part)),
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
