import { describe, expect, it, vi } from "vitest";
import { fleetMachine } from "./fleet-machine";

// each machine lives some seconds, and a busy one lets it wait
vi.setConfig({ testTimeout: 60_000 });

const notice = (seconds: number): string =>
  JSON.stringify({ action: "terminate", time: `${new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)}Z` });
const NOTICE = "spot/instance-action";
const TARGET = "autoscaling/target-lifecycle-state";
const both = { drain: ["leave", "queue"], checkpoint: ["python", "save.py", "--to", "s3://a b"] };
/** What was done with the container and said to the group, in order. */
const course = (calls: readonly string[]) =>
  calls.flatMap(
    (call) =>
      /^(docker (?:exec|kill).*|systemctl .*)$|(set-instance-health|--lifecycle-hook-name \S+)/.exec(call)?.slice(1).filter(Boolean) ?? [],
  );

describe.concurrent("a machine of a fleet", () => {
  it("says that it works, and nothing else, while nobody takes it", async () => {
    const { calls, console } = await fleetMachine({ ...both, lives: true }, async ({ pause, called }) => {
      await called("pulumi-gpu-boot");
      await pause(1);
    });
    expect(course(calls)).toEqual(["--lifecycle-hook-name pulumi-gpu-boot"]);
    expect(console).toBe("");
  });

  it("drains, saves, stops and lets go when spot takes it back, and lets the group replace it at once", async () => {
    const { code, calls, console } = await fleetMachine(both, async ({ answer, pause }) => {
      await pause(0.5);
      answer(NOTICE, notice(120));
    });
    expect(code).toBe(0);
    const done = course(calls);
    expect(done.filter((call) => call !== "set-instance-health")).toEqual([
      "--lifecycle-hook-name pulumi-gpu-boot",
      "docker exec pulumi-gpu leave queue",
      "docker exec pulumi-gpu python save.py --to s3://a b",
      "systemctl stop pulumi-gpu-container.service",
      "--lifecycle-hook-name pulumi-gpu-drain",
    ]);
    expect(done).toContain("set-instance-health");
    expect(console).toMatch(/this machine ends: spot takes it back; [56] s to drain and save/);
    expect(console).toMatch(/checkpoint ended well after \d s/);
    expect(calls.join("\n")).toContain("logs put-log-events --log-group-name fleet-logs --log-stream-name i-1/boot");
  });

  it("does the same when its group lets it go, without calling itself unhealthy", async () => {
    const { code, calls, console } = await fleetMachine(both, async ({ answer }) => answer(TARGET, "Terminated"));
    expect(code).toBe(0);
    expect(course(calls)).not.toContain("set-instance-health");
    expect(course(calls).slice(-2)).toEqual(["systemctl stop pulumi-gpu-container.service", "--lifecycle-hook-name pulumi-gpu-drain"]);
    expect(console).toMatch(/its group lets it go; [78] s to drain and save/);
  });

  it("goes on working in a warm pool and in service", async () => {
    const { calls } = await fleetMachine({ ...both, lives: true }, async ({ answer, pause, called }) => {
      await called("pulumi-gpu-boot");
      answer(TARGET, "Warmed:Stopped");
      await pause(1);
      answer(TARGET, "InService");
      await pause(1);
    });
    expect(course(calls)).toEqual(["--lifecycle-hook-name pulumi-gpu-boot"]);
  });

  it("cuts off a command that hangs, so that the next one and the end have their time", async () => {
    const { code, calls, console, seconds } = await fleetMachine(
      { ...both, commands: { docker: 'case "$*" in exec*) sleep 60 ;; esac' } },
      async ({ answer }) => answer(NOTICE, notice(120)),
    );
    expect(code).toBe(0);
    expect(console).toMatch(/drain was cut off after [12345] s/);
    expect(console).toMatch(/checkpoint was cut off after [123456] s/);
    expect(course(calls)).toContain("systemctl stop pulumi-gpu-container.service");
    expect(seconds).toBeLessThan(40);
  });

  it("kills the container that does not stop in time", async () => {
    const { code, calls } = await fleetMachine({ commands: { systemctl: "sleep 60" } }, async ({ answer }) => answer(NOTICE, notice(120)));
    expect(code).toBe(0);
    expect(course(calls)).toContain("docker kill pulumi-gpu");
  });

  it("says so when a command fails, and goes on", async () => {
    const { console, calls } = await fleetMachine({ ...both, commands: { docker: "exit 3" } }, async ({ answer }) =>
      answer(NOTICE, notice(120)),
    );
    expect(console).toMatch(/drain failed after \d s/);
    expect(console).toMatch(/checkpoint failed after \d s/);
    expect(course(calls).at(-1)).toBe("--lifecycle-hook-name pulumi-gpu-drain");
  });

  it("saves once when AWS recommends to rebalance, and works on until it is let go", async () => {
    const { calls, console } = await fleetMachine(both, async ({ answer, said, pause }) => {
      answer("events/recommendations/rebalance", '{"noticeTime":"2026-11-28T00:00:00Z"}');
      await said("checkpoint ended well");
      await pause(1);
      answer(TARGET, "Terminated");
    });
    expect(console).toContain("AWS recommends to rebalance");
    expect(course(calls).filter((call) => call.includes("save.py"))).toHaveLength(2);
    expect(course(calls).indexOf("docker exec pulumi-gpu leave queue")).toBe(2);
  });

  it("hurries when spot takes it while the group already lets it go", async () => {
    const { code, console, seconds } = await fleetMachine(
      { ...both, graceSeconds: 300, noticeSeconds: 3, commands: { docker: 'case "$*" in exec*) sleep 120 ;; esac' } },
      async ({ answer, said }) => {
        answer(TARGET, "Terminated");
        await said("its group lets it go");
        answer(NOTICE, notice(120));
      },
    );
    expect(code).toBe(0);
    expect(console).toMatch(/spot takes it back; [23] s to drain and save/);
    expect(seconds).toBeLessThan(40);
  });

  it("hears a second notice as the first", async () => {
    const { console } = await fleetMachine(
      { ...both, commands: { docker: 'case "$*" in exec*) sleep 2 ;; esac' } },
      async ({ answer, said }) => {
        answer(NOTICE, notice(120));
        await said("spot takes it back");
        answer(NOTICE, notice(60));
      },
    );
    expect(console.match(/spot takes it back/g)).toHaveLength(1);
  });

  it("takes a notice without a readable time as two minutes", async () => {
    const { console } = await fleetMachine({ noticeSeconds: 200 }, async ({ answer }) => answer(NOTICE, "{}"));
    expect(console).toMatch(/spot takes it back; (110|109) s to drain and save/);
  });

  it("sees no notice in a silent metadata service, says so once, and hears it afterwards", async () => {
    const { code, console } = await fleetMachine(both, async ({ answer, silent, said, pause }) => {
      await pause(1.5);
      silent(true);
      await said("the metadata service does not answer");
      await pause(1);
      answer(NOTICE, notice(120));
      silent(false);
    });
    expect(code).toBe(0);
    expect(console.match(/does not answer/g)).toHaveLength(1);
    expect(console).toContain("spot takes it back");
  });

  it("goes on where the group is late to say that its launch was waited for", async () => {
    const { console } = await fleetMachine(
      {
        ...both,
        lives: true,
        commands: { aws: 'case "$*" in *describe-auto-scaling-instances*) echo workers ;; *) echo "AccessDenied" >&2; exit 254 ;; esac' },
      },
      async ({ answer, said, called }) => {
        await called("pulumi-gpu-boot", 6);
        answer(NOTICE, notice(120));
        await said("the container is stopped");
      },
    );
    expect(console).toContain("the group did not take the answer to pulumi-gpu-boot: AccessDenied");
  });
});
