import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shell } from "./shell";

const BOOT = join(__dirname, "../../boot");
const MINUTES = 30;
const GRACE = 900;

type Look = "used" | "idle" | "unknown";
/** A look and the seconds since the one before it. */
type Step = readonly [look: Look, gap: number];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-gpu-idle-"));
  writeFileSync(join(folder, "settings.sh"), `IDLE_MINUTES=${MINUTES}\nGRACE_SECONDS=${GRACE}\n`);
  for (const file of ["results.sh", "machine.sh", "idle.sh"]) writeFileSync(join(folder, file), readFileSync(join(BOOT, file)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `decide` of the script says after each look of each series: bash starts once for all of them. */
function decisions(all: readonly (readonly Step[])[]): string[][] {
  const lines = all.map((series) => series.map(([look, gap]) => `${look}:${gap}`).join(" "));
  const script = `. "$0/idle.sh"
while read -r series; do
  now=10000000 last='' idle='' since='' said=''
  for step in $series; do
    now=$((now + \${step#*:}))
    read -r action idle since <<<"$(decide "\${step%:*}" "$now" "$last" "$idle" "$since")"
    last=$now said="$said $action"
  done
  echo "$said"
done`;
  const said = execFileSync("bash", ["--norc", "-c", script, folder], {
    input: `${lines.join("\n")}\n`,
    encoding: "utf8",
    env: { PATH: "/usr/bin:/bin", PULUMI_GPU_DIR: folder, CONSOLE: "/dev/null" },
  });
  return said
    .split("\n")
    .slice(0, all.length)
    .map((line) => line.trim().split(" "));
}

const times = (count: number, ...steps: readonly Step[]): Step[] => Array.from({ length: count }, () => steps).flat();
const IDLE: Step = ["idle", 60];
const USED: Step = ["used", 60];
const GRACE_LOOKS = GRACE / 60;

describe("the decision to stop", () => {
  it.each<[string, Step[], number | undefined]>([
    ["nobody comes after the start", times(60, IDLE), GRACE_LOOKS + MINUTES - 1],
    ["nobody comes back", [...times(30, USED), ...times(40, IDLE)], 30 + MINUTES - 1],
    ["somebody looks in every 29 minutes", times(5, ...times(28, IDLE), USED), undefined],
    ["it is used all the time", times(90, USED), undefined],
    ["nothing can be told", times(90, ["unknown", 60]), undefined],
    ["a metric is missing once in a while", times(5, ...times(28, IDLE), ["unknown", 60]), undefined],
    ["the seconds jump ahead by a day", [...times(20, IDLE), ["idle", 86_400], ...times(20, IDLE)], undefined],
    ["the seconds jump back", [...times(20, IDLE), ["idle", -1000], ...times(20, IDLE)], undefined],
    ["the looks stop for an hour", [...times(30, IDLE), ["idle", 3600], ...times(30, IDLE)], undefined],
  ])("is taken when it should when %s", (_, series, stopsAt) => {
    const [said = []] = decisions([series]);
    // The minute before an idle look counts.
    const at = said.indexOf("stop");
    expect(at === -1 ? undefined : at).toBe(stopsAt);
  });

  it("is only ever taken after the whole time of idle looks without a gap, and after the grace", () => {
    const step = fc.tuple(
      fc.oneof({ weight: 30, arbitrary: fc.constant<Look>("idle") }, fc.constant<Look>("used"), fc.constant<Look>("unknown")),
      fc.oneof({ weight: 30, arbitrary: fc.integer({ min: 30, max: 300 }) }, fc.integer({ min: -100_000, max: 100_000 })),
    );
    const all = fc.sample(fc.array(step, { minLength: 40, maxLength: 80 }), 200);
    let stops = 0;
    decisions(all).forEach((said, which) => {
      const series = all[which] ?? [];
      said.forEach((action, at) => {
        if (action !== "stop") return;
        stops += 1;
        let quiet = 0;
        for (let back = at; back > 0 && quiet < MINUTES * 60; back--) {
          const [look, gap] = series[back] ?? ["used", 0];
          expect({ look, sane: gap >= 0 && gap <= 300 }).toEqual({ look: "idle", sane: true });
          quiet += gap;
        }
        expect(quiet).toBeGreaterThanOrEqual(MINUTES * 60);
      });
    });
    // The property was not true of nothing.
    expect(stops).toBeGreaterThan(20);
  });
});

interface Seen {
  gpu?: string;
  connections?: string;
  kernels?: string;
  session?: number;
  memory?: string;
  uptime?: number;
}

const SETTINGS = [
  "LOG_GROUP=box-logs",
  "HOME_PATH=/nowhere",
  "JUPYTER_PORT=8888",
  "SSH_PORT=2222",
  "GPU_BUSY_PERCENT=5",
  "IDLE_MINUTES=30",
  "GRACE_SECONDS=900",
];
const IDLE_KERNEL = '[{"id": "a", "execution_state": "idle", "connections": 0}]';
/** What the script remembers of 29 idle minutes. */
const NEARLY = "5940 1740 1000";

/** One look of the real script at a machine of fakes. */
async function watch(
  { gpu = "0\n0", connections = "", kernels = IDLE_KERNEL, session = 1, memory = NEARLY, uptime = 6000 }: Seen = {},
  faults: Record<string, string> = {},
) {
  const run = await shell({
    settings: SETTINGS,
    sourced: ["idle.sh"],
    script: `printf '%s' "${memory}" >"$HOME_OF_TEST/memory"; printf '${uptime}.5 1' >"$HOME_OF_TEST/uptime"; mkdir "$HOME_OF_TEST/secrets"; printf canary-token >"$HOME_OF_TEST/secrets/jupyter-token"
PULUMI_GPU_DIR=$HOME_OF_TEST CONSOLE=/dev/null IDLE_MEMORY=$HOME_OF_TEST/memory UPTIME=$HOME_OF_TEST/uptime SECRETS_DIR=$HOME_OF_TEST/secrets LOOK_SECONDS=0 bash "$HOME_OF_TEST/idle.sh"`,
    faults,
    commands: {
      "nvidia-smi": `printf '%s\\n' "${gpu}"`,
      ss: `[ -z "${connections}" ] || case "$*" in *":${connections} "*) echo "0 0 127.0.0.1:1 127.0.0.1:${connections}" ;; esac`,
      pgrep: `exit ${session}`,
      curl: `case "$*" in
  *api/token*) echo a-token ;;
  *instance-id*) printf i-0123456789abcdef0 ;;
  *instance-type*) printf g6.xlarge ;;
  *placement/region*) printf us-west-2 ;;
  *api/kernels*) cat >/dev/null; echo '${kernels}' ;;
esac`,
      aws: 'case "$*" in *describe-auto-scaling-instances*) echo box-group ;; esac',
    },
    look: (home) => readFileSync(join(home, "memory"), "utf8"),
  });
  return { ...run, stopped: run.calls.filter((call) => call.startsWith("aws autoscaling set-desired-capacity")), memory: run.seen };
}

describe("the look at a machine", () => {
  it("stops it, as the capacity 0 of its own group, after the last minute without use", async () => {
    const { code, stopped, calls } = await watch();
    expect(stopped).toEqual(["aws autoscaling set-desired-capacity --auto-scaling-group-name box-group --desired-capacity 0"]);
    expect(calls.join("\n")).toContain(
      "To start again: aws autoscaling set-desired-capacity --auto-scaling-group-name box-group --desired-capacity 1",
    );
    expect(code).toBe(0);
  });

  it.each<[string, Seen]>([
    ["a GPU at work", { gpu: "0\n5" }],
    ["a browser that is connected", { connections: "8888" }],
    ["a shell that is connected", { connections: "2222" }],
    ["a session of Session Manager", { session: 0 }],
    ["a kernel at work", { kernels: IDLE_KERNEL.replace('"idle"', '"busy"') }],
  ])("counts %s as use", async (_, seen) => {
    const { stopped, memory, stdout } = await watch(seen);
    expect({ stopped, memory, stdout }).toEqual({ stopped: [], memory: "6000 0 1000 \n", stdout: "" });
  });

  it.each<[string, Seen, Record<string, string>, string]>([
    ["a driver that does not answer", {}, { "nvidia-smi": "true" }, "nvidia-smi does not tell how busy the GPUs are"],
    ["a GPU without the number, as with MIG", { gpu: "[N/A]" }, {}, "nvidia-smi does not tell how busy the GPUs are"],
    ["a driver that says nothing", { gpu: "" }, {}, "nvidia-smi does not tell how busy the GPUs are"],
    ["a Jupyter that does not answer", {}, { curl: '[[ "$*" == *api/kernels* ]]' }, "Jupyter does not answer"],
    ["a list of connections that cannot be had", {}, { ss: "true" }, "ss does not tell who is connected"],
    ["a list of processes that cannot be had", { session: 3 }, {}, "pgrep does not tell whether a session is open"],
  ])("keeps the machine and warns, once, on %s", async (_, seen, faults, why) => {
    const first = await watch(seen, faults);
    expect(first.stopped).toEqual([]);
    expect(first.stdout).toBe(`pulumi-gpu boot: warning: ${why}; the machine is kept running\n`);
    expect(first.calls.join("\n")).toContain(`"message":"warning: ${why}; the machine is kept running"`);
    const second = await watch({ ...seen, memory: first.memory?.trim() ?? "", uptime: 6060 }, faults);
    expect({ stopped: second.stopped, said: second.stdout }).toEqual({ stopped: [], said: "" });
  });

  it.each([
    ["what it remembers is broken", { memory: "a b c" }],
    ["it remembers nothing", { memory: "" }],
    ["the last look was long ago", { memory: "1000 1740 500" }],
    ["the machine was started again", { memory: "999999 1740 1000" }],
  ])("begins to count again where %s", async (_, seen) => {
    const { stopped, memory } = await watch(seen);
    expect(stopped).toEqual([]);
    expect(memory).toMatch(/^6000 0 \d+ \n$/);
  });

  it("shows Jupyter's token to no other process", async () => {
    expect((await watch()).calls.join("\n")).not.toContain("canary-token");
  });

  it("says when AWS does not let it stop, and does not forget that it should", async () => {
    const { code, stdout, memory } = await watch({}, { aws: '[[ "$*" == *set-desired* ]]' });
    expect(code).toBe(1);
    expect(stdout).toContain("the capacity of box-group could not be set to 0; it is tried again in a minute");
    expect(memory).toBe("6000 1800 1000 \n");
  });
});
