import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { list, quote } from "../../boot/settings";

const BOOT = join(__dirname, "../../boot");

/** What a running machine of a fleet is told and meets. Times are short: a test waits for them. */
export interface FleetMachine {
  script: "interruption.sh" | "gpu-metrics.sh";
  drain: readonly string[];
  checkpoint: readonly string[];
  noticeSeconds: number;
  graceSeconds: number;
  protectBusy: boolean;
  /** Shell that a command does, by its name, beside writing down how it was called. */
  commands: Record<string, string>;
  /** Files that lie in the state folder already. */
  state: Record<string, string>;
  instanceId: string;
  logGroup: string;
  /** Variables beside its own. */
  env: Readonly<Record<string, string>>;
  /** The script is not meant to end: it is ended after `meanwhile`. */
  lives: boolean;
}

const SCRIPT: FleetMachine = {
  script: "interruption.sh",
  drain: [],
  checkpoint: [],
  noticeSeconds: 6,
  graceSeconds: 8,
  protectBusy: false,
  commands: {},
  state: {},
  instanceId: "i-1",
  logGroup: "fleet-logs",
  env: {},
  lives: false,
};

/** The metadata service: a file for each answer; without one 404; with `silent` beside them, nothing at all. */
const CURL = `
[ ! -e "$HOME_OF_FAKES/silent" ] || exit 28
path=\${!#}
path=\${path#*/latest/}
case $path in api/token) printf a-token; exit ;; esac
file=$HOME_OF_FAKES/imds/\${path#meta-data/}
code=404
[ ! -f "$file" ] || { cat "$file"; code=200; }
case "$*" in *http_code*) printf '\\n%s' "$code" ;; *) [ "$code" = 200 ] || exit 22 ;; esac
`;

/** The group: a machine that is called unhealthy is let go, and waits at the hook from then on. */
const AWS = `
case "$*" in
  *describe-auto-scaling-instances*) echo workers ;;
  *set-instance-health*) mkdir -p "$HOME_OF_FAKES/imds/autoscaling"; printf Terminated >"$HOME_OF_FAKES/imds/autoscaling/target-lifecycle-state" ;;
  *"--lifecycle-hook-name pulumi-gpu-drain"*)
    [ "$(cat "$HOME_OF_FAKES/imds/autoscaling/target-lifecycle-state" 2>/dev/null)" = Terminated ] || { echo "No active Lifecycle Action found with instance ID i-1" >&2; exit 254; } ;;
esac
`;

/** A busy machine of the tests may take a while. */
async function until(what: string, read: () => string, holds: (text: string) => boolean): Promise<void> {
  for (let i = 0; i < 600 && !holds(read()); i++) await setTimeout(100);
  if (!holds(read())) throw new Error(`a minute passed before ${what}; there was only:\n${read()}`);
}

/** Runs a script of a fleet's machine; `meanwhile` changes what it meets. Ends it after 45 s. */
export async function fleetMachine(
  change: Partial<FleetMachine>,
  meanwhile: (world: {
    answer: (path: string, text: string) => void;
    silent: (on: boolean) => void;
    pause: (seconds: number) => Promise<unknown>;
    /** Waits until the machine has said, or called, something. */
    said: (text: string) => Promise<void>;
    called: (text: string, times?: number) => Promise<void>;
  }) => Promise<void> = async () => {},
) {
  const machine = { ...SCRIPT, ...change };
  const home = mkdtempSync(join(tmpdir(), "pulumi-gpu-fleet-"));
  try {
    const [bin, state] = [join(home, "bin"), join(home, "state")];
    for (const folder of [bin, state, join(home, "imds/placement")]) mkdirSync(folder, { recursive: true });
    for (const file of [machine.script, "machine.sh"]) writeFileSync(join(home, file), readFileSync(join(BOOT, file)));
    for (const [name, text] of Object.entries(machine.state)) writeFileSync(join(state, name), text);
    writeFileSync(
      join(home, "settings.sh"),
      [
        list("DRAIN", machine.drain),
        list("CHECKPOINT", machine.checkpoint),
        `NOTICE_SECONDS=${machine.noticeSeconds}`,
        `GRACE_SECONDS=${machine.graceSeconds}`,
        `PROTECT_BUSY=${machine.protectBusy ? "yes" : "no"}`,
        `LOG_GROUP=${quote(machine.logGroup)}`,
      ].join("\n"),
    );
    const answer = (path: string, text: string) => {
      mkdirSync(dirname(join(home, "imds", path)), { recursive: true });
      writeFileSync(join(home, "imds", path), text);
    };
    answer("instance-id", machine.instanceId);
    answer("instance-type", "g6.xlarge");
    answer("placement/region", "us-west-2");
    const commands: Record<string, string> = { curl: CURL, aws: AWS, docker: "", systemctl: "", "nvidia-smi": "", ...machine.commands };
    for (const [name, body] of Object.entries(commands)) {
      // curl is asked all the time
      const note = name === "curl" ? "" : `printf '%s %s\\n' ${name} "$*" >>"$HOME_OF_FAKES/calls"`;
      writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${note}\n${body}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    writeFileSync(join(home, "calls"), "");
    writeFileSync(join(home, "console"), "");
    const child = spawn("bash", [join(home, machine.script)], {
      detached: true,
      stdio: "ignore",
      env: {
        PATH: `${bin}:/usr/bin:/bin`,
        HOME_OF_FAKES: home,
        CONSOLE: join(home, "console"),
        PULUMI_GPU_DIR: home,
        STATE_DIR: state,
        POLL_SECONDS: "0.2",
        RETRY_SECONDS: "0",
        SAMPLE_SECONDS: "0",
        ...machine.env,
      },
    });
    const ended = new Promise<number | null>((done) => child.once("exit", done));
    const console = () => readFileSync(join(home, "console"), "utf8");
    const calls = () => readFileSync(join(home, "calls"), "utf8");
    const world = {
      answer,
      silent: (on: boolean) => (on ? writeFileSync(join(home, "silent"), "") : rmSync(join(home, "silent"), { force: true })),
      pause: (seconds: number) => setTimeout(seconds * 1000),
      said: (text: string) => until(`the machine says '${text}'`, console, (all) => all.includes(text)),
      called: (text: string, times = 1) => until(`the machine calls ${text}`, calls, (all) => all.split(text).length > times),
    };
    const start = Date.now();
    const end = () => child.pid !== undefined && child.exitCode === null && process.kill(-child.pid, "SIGKILL");
    let code: number | null | undefined;
    try {
      await meanwhile(world);
      if (!machine.lives) code = await Promise.race([ended, setTimeout(45_000, undefined, { ref: false })]);
    } finally {
      end();
    }
    return {
      code,
      seconds: (Date.now() - start) / 1000,
      console: console(),
      calls: calls().split("\n"),
      /** What lies in the state folder now. */
      state: Object.fromEntries(readdirSync(state).map((name) => [name, readFileSync(join(state, name), "utf8")])) as Record<
        string,
        string | undefined
      >,
    };
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
}
