import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { BootAddition } from "../../boot/addition";
import { type BootSettings, settingsScript } from "../../boot/settings";
import { type FakeHost, makeHost } from "./fake-host";
import { bootSettings } from "./settings-fixture";

const run = promisify(execFile);
const BOOT = join(__dirname, "../../boot");

/** A machine of ours that boots well: break one thing in it. */
export interface Machine extends FakeHost {
  instanceType: string;
  settings: Partial<BootSettings>;
  /** What a component adds. */
  addition: BootAddition;
  /** Texts of files that the addition names and that are not in `boot/`. */
  scripts: Record<string, string>;
  /** Tags of its group. */
  groupTags: Record<string, string>;
  /** The group does not launch. */
  suspended: boolean;
  script: "boot.sh" | "container.sh";
}

/** Runs a boot script with fakes for what only a real machine has; gives back what it did. */
export async function boot(change: Partial<Machine> = {}) {
  const {
    instanceType = "p5en.48xlarge",
    settings = {},
    groupTags = {},
    suspended = false,
    addition,
    scripts = {},
    script = "boot.sh",
    ...host
  } = change;
  const {
    home,
    bin,
    env,
    calls: readCalls,
    remove,
  } = makeHost({
    ...host,
    commands: {
      aws: `case "$*" in
  "ecr get-login-password"*) echo a-password ;;
  *describe-auto-scaling-instances*) echo box-group ;;
  *describe-auto-scaling-groups*) echo ${suspended ? "Launch" : "None"} ;;
${Object.entries(groupTags)
  .map(([key, value]) => `  *describe-tags*"Values=${key} "*) echo '${value}' ;;\n`)
  .join("")}  *describe-tags*) echo None ;;
  *get-secret-value*registry*) printf '{"username": "robot", "accessToken": "canary-token"}\\n' ;;
  *get-secret-value*malformed*) echo canary-no-json ;;
  *get-secret-value*binary*) printf 'null\\t%s\\n' "$(printf 'canary\\0bytes' | base64)" ;;
  *get-secret-value*) printf 'string\\tcanary-secret\\n' ;;
  *get-parameter*) printf canary-parameter ;;
esac`,
      curl: `case "$*" in
  *api/token*) echo a-token ;;
  *instance-id*) printf i-0123456789abcdef0 ;;
  *instance-type*) printf ${instanceType} ;;
  *placement/region*) printf us-west-2 ;;
esac`,
      "power-off": "",
      ...host.commands,
    },
  });
  try {
    const secrets = join(home, "secrets");
    for (const file of readdirSync(BOOT).filter((name) => name.endsWith(".sh")))
      writeFileSync(join(home, file), readFileSync(join(BOOT, file)));
    writeFileSync(join(home, "settings.sh"), settingsScript(bootSettings(settings), addition));
    for (const [name, text] of Object.entries(scripts)) writeFileSync(join(home, name), text);
    const console = join(home, "console");
    writeFileSync(console, "");
    const code = await run("bash", [join(home, script)], {
      env: { ...env, CONSOLE: console, PULUMI_GPU_DIR: home, POWER_OFF: join(bin, "power-off"), SECRETS_DIR: secrets },
    }).then(
      () => 0,
      (error: { code?: number }) => error.code ?? -1,
    );
    const calls = readCalls();
    const tag = (key: string) =>
      [...calls]
        .reverse()
        .find((call) => call.includes(`"${key}"`))
        ?.match(/"Value":"([^"]*)"/)?.[1];
    const read = (name: string) => (existsSync(join(secrets, name)) ? readFileSync(join(secrets, name), "latin1") : undefined);
    return {
      code,
      calls,
      console: readFileSync(console, "utf8"),
      /** What the instance's tag says. */
      result: tag("pulumi-gpu:boot"),
      groupTag: tag,
      secrets: Object.fromEntries(Object.keys(settings.secrets ?? {}).map((name) => [name, read(name)])),
      called: (part: string) => calls.some((call) => call.includes(part)),
    };
  } finally {
    remove();
  }
}
