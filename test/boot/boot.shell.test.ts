import { describe, expect, it } from "vitest";
import { boot } from "./machine";

describe("the boot check", () => {
  it("says what it found and starts the container when everything is as promised", async () => {
    const { code, result, called, console: log } = await boot();
    expect(result).toBe("pass: driver 580.159.04- 1 NVIDIA H200- p5en.48xlarge");
    expect(log).toContain("pulumi-gpu boot: pass: driver 580.159.04, 1 NVIDIA H200, p5en.48xlarge");
    expect(called("logs put-log-events --log-group-name box-logs --log-stream-name i-0123456789abcdef0/boot")).toBe(true);
    expect(called("systemctl start --no-block pulumi-gpu-container.service")).toBe(true);
    expect(code).toBe(0);
  });

  it("pulls by digest, after a login whose password is in no argument, and logs out again", async () => {
    const { calls } = await boot();
    const docker = calls.flatMap((call) => /^docker (login|pull|logout|run)/.exec(call)?.[1] ?? []);
    expect(docker).toEqual(["login", "pull", "logout", "run", "run"]);
    expect(calls.join("\n")).toContain(`docker pull --quiet 123456789012.dkr.ecr.us-west-2.amazonaws.com/pytorch@sha256:${"a".repeat(64)}`);
    expect(calls.join("\n")).not.toContain("a-password");
  });

  it("takes the password from the region of the image, which ECR demands, not from the machine's", async () => {
    const { called } = await boot({
      settings: { image: `763104351884.dkr.ecr-fips.us-east-1.amazonaws.com/pytorch@sha256:${"a".repeat(64)}` },
    });
    expect(called("aws ecr get-login-password --region us-east-1")).toBe(true);
  });

  it("does not log in to a registry that is not ECR", async () => {
    const { called, code } = await boot({ settings: { image: `docker.io/pytorch/pytorch@sha256:${"b".repeat(64)}` } });
    expect(called("docker login")).toBe(false);
    expect(code).toBe(0);
  });

  it("reads the driver of a recorded H100 too", async () => {
    const { result } = await boot({
      recorded: "h100",
      instanceType: "p5.4xlarge",
      settings: { gpus: [{ instanceType: "p5.4xlarge", count: 1, models: ["H100", "NVIDIA H100 80GB HBM3"] }] },
    });
    expect(result).toBe("pass: driver 580.159.04- 1 NVIDIA H100 80GB HBM3- p5.4xlarge");
  });

  it("does not count a warning of docker as a GPU", async () => {
    const { result } = await boot({ faults: { docker: '{ echo "WARNING: the daemon is old" >&2; false; }' } });
    expect(result).toMatch(/^pass: /);
  });

  it("takes no work where a check fails before the image is pulled, and says all of it", async () => {
    const run = await boot({
      settings: { driver: "595.64", gpus: [{ instanceType: "p5en.48xlarge", count: 1, models: ["B200"] }] },
      smi: (text) => text.replace("<current_mig>Disabled<", "<current_mig>Enabled<"),
    });
    expect(run.result).toBe("fail: driver: 580.159.04- expected 595.64");
    expect(run.called("docker pull")).toBe(false);
    expect(run.called("systemctl start --no-block pulumi-gpu-container.service")).toBe(false);
    expect(run.code).toBe(1);
  });

  it("names every fault at once", async () => {
    const run = await boot({
      settings: { gpus: [{ instanceType: "p5en.48xlarge", count: 1, models: ["B200"] }] },
      smi: (text) => text.replace("<remapped_row_pending>No<", "<remapped_row_pending>Yes<"),
    });
    expect(run.result).toBe(
      "fail: gpus: NVIDIA H200- expected B200 on p5en.48xlarge- row-remapping: GPU 0 remapped_row_pending is Yes- expected no remapping pending or failed",
    );
  });

  it("runs a component's steps before the mounts, and starts its units before the container", async () => {
    const step = { addition: { sourced: ["home.sh"] as const, steps: ["attach"], startUnits: ["idle.timer"] } };
    const passed = await boot({ ...step, scripts: { "home.sh": "attach() { docker attach-volume; }" } });
    expect(passed.called("docker attach-volume")).toBe(true);
    expect(passed.called("systemctl start --no-block idle.timer pulumi-gpu-container.service")).toBe(true);
    const failed = await boot({ ...step, scripts: { "home.sh": "attach() { printf 'the volume is gone'; return 1; }" } });
    expect(failed.result).toBe("fail: the volume is gone");
    expect(failed.called("idle.timer")).toBe(false);
  });

  it.each([
    ["no docker", { missing: ["docker"] }, "fail: runtime: docker is not installed- expected docker"],
    [
      "no NVIDIA runtime that could be added",
      { faults: { docker: '[[ "$*" == *Runtimes* ]]' } },
      "fail: runtime: docker has neither an nvidia runtime nor CDI devices- expected one of them",
    ],
    ["a login that fails", { faults: { docker: '[ "$1" = login ]' } }, "fail: the login to ECR failed: injected fault"],
    [
      "a container that cannot use the GPU",
      { faults: { docker: '[[ "$*" == *"--entrypoint nvidia-smi"* ]]' } },
      "fail: container: injected fault- expected the GPUs in the container",
    ],
    [
      "a mount that the container's user cannot write",
      { settings: { uid: 4321, gid: 4321, mounts: [{ hostPath: "/usr/share", containerPath: "/data" }] } },
      "fail: mounts: /usr/share is not writable- expected usable for 4321:4321",
    ],
  ])("fails in words on %s", async (_, change, result) => {
    const run = await boot(change);
    expect(run.result).toBe(result);
    expect(run.called("systemctl start --no-block pulumi-gpu-container.service")).toBe(false);
    expect(run.code).toBe(1);
  });

  it("adds the NVIDIA runtime where the toolkit is there and docker does not know it", async () => {
    const added = 'if [ -e "$CALLS.added" ]; then echo \'"nvidia"\'; fi';
    const run = await boot({
      commands: {
        docker: `case "$*" in *Runtimes*) ${added} ;; login*) cat >/dev/null ;; *nvidia-smi*) echo GPU ;; *python3*) echo 0 13000 1 ;; esac`,
        "nvidia-ctk": ': >"$CALLS.added"',
      },
    });
    expect(run.called("systemctl restart docker")).toBe(true);
    expect(run.result).toMatch(/^pass: /);
  });

  it("writes the whole report into the log group", async () => {
    const { calls } = await boot({ settings: { driver: "595.64" } });
    const events = calls.filter((call) => call.startsWith("aws logs put-log-events")).map((call) => call.slice(call.indexOf("[{")));
    const [line, report] = events.map((text) => (JSON.parse(text) as { message: string }[])[0]?.message ?? "");
    expect(line).toBe("fail: driver: 580.159.04, expected 595.64");
    expect(JSON.parse(report ?? "")).toMatchObject({
      schema: "pulumi-gpu.preflight/1",
      status: "fail",
      checks: [{ check: "driver", status: "fail", value: "580.159.04", expected: "595.64" }],
    });
  });

  it("names the image that could not be pulled", async () => {
    const { result } = await boot({ faults: { docker: '[ "$1" = pull ]' } });
    expect(result).toMatch(
      /^fail: the image 123456789012\.dkr\.ecr\.us-west-2\.amazonaws\.com\/pytorch@sha256:a{64} could not be pulled: injected fault$/,
    );
  });

  it("lets a first failed boot be replaced, and counts it", async () => {
    const run = await boot({ settings: { driver: "595.64" } });
    expect(run.groupTag("pulumi-gpu:failed-boots")).toBe("1");
    expect(run.called("suspend-processes")).toBe(false);
    expect(run.called("autoscaling set-instance-health --instance-id i-0123456789abcdef0 --health-status Unhealthy")).toBe(true);
    expect(run.called("power-off")).toBe(true);
  });

  it("stops its group from launching at the second, with the reason on the group", async () => {
    const run = await boot({ settings: { driver: "595.64" }, groupTags: { "pulumi-gpu:failed-boots": "1" } });
    expect(run.called("autoscaling suspend-processes --auto-scaling-group-name box-group --scaling-processes Launch")).toBe(true);
    expect(run.groupTag("pulumi-gpu:suspended")).toBe("driver: 580.159.04- expected 595.64");
    expect(run.calls.join("\n")).toContain("Once mended: pulumi-gpu doctor --group box-group --resume");
    expect(run.groupTag("pulumi-gpu:failed-boots")).toBe("2");
    expect(run.called("power-off")).toBe(true);
  });

  it("forgets earlier failures when a boot passes", async () => {
    const run = await boot({ groupTags: { "pulumi-gpu:failed-boots": "1" } });
    expect(run.groupTag("pulumi-gpu:failed-boots")).toBe("0");
    expect(run.code).toBe(0);
  });

  it("counts from the start again once somebody resumed the group", async () => {
    const groupTags = { "pulumi-gpu:failed-boots": "2", "pulumi-gpu:suspended": "driver" };
    const resumed = await boot({ settings: { driver: "595.64" }, groupTags });
    expect(resumed.groupTag("pulumi-gpu:failed-boots")).toBe("1");
    expect(resumed.called("suspend-processes")).toBe(false);
    const still = await boot({ settings: { driver: "595.64" }, groupTags, suspended: true });
    expect(still.groupTag("pulumi-gpu:failed-boots")).toBe("3");
  });

  it("ends the machine although AWS refuses every call, and says so on the console", async () => {
    const run = await boot({ settings: { driver: "595.64" }, faults: { aws: "true" } });
    expect(run.console).toContain("the result could not be written to the instance's tag");
    expect(run.console).toContain("the Auto Scaling group of this machine was not found; nothing was counted");
    expect(run.called("power-off")).toBe(true);
  });

  it("ends a machine without metadata service", async () => {
    const run = await boot({ faults: { curl: "true" } });
    expect(run.console).toBe("pulumi-gpu boot: fail: the instance metadata service does not answer\n");
    expect(run.called("power-off")).toBe(true);
  });
});

describe("the container", () => {
  it("runs through the NVIDIA runtime, without root, capabilities or open ports", async () => {
    const { calls } = await boot({
      script: "container.sh",
      settings: {
        uid: process.getuid?.() ?? 0,
        command: ["python", "-c", "print('it works')"],
        environment: { MODEL: "a b" },
        mounts: [{ hostPath: "/data", containerPath: "/data", readOnly: true }],
        ports: [{ host: 8888, container: 8889 }],
      },
    });
    const started = calls.find((call) => call.startsWith("docker run")) ?? "";
    expect(started).toContain("--runtime nvidia --gpus all --user ");
    expect(started).toContain("--cap-drop ALL --security-opt no-new-privileges --shm-size 1024m");
    expect(started).toContain("--env MODEL=a b --mount type=bind,source=/data,target=/data,readonly --publish 127.0.0.1:8888:8889");
    expect(started).toMatch(/@sha256:a{64} python -c print\('it works'\)$/);
  });

  it("gets its secrets as files, and in no argument of any command", async () => {
    const {
      calls,
      secrets,
      console: log,
    } = await boot({
      script: "container.sh",
      settings: {
        secrets: {
          TOKEN: "arn:aws:secretsmanager:us-west-2:123456789012:secret:token-AbCdEf",
          KEY: "arn:aws:ssm:us-west-2:123456789012:parameter/key",
        },
      },
    });
    expect(secrets).toEqual({ TOKEN: "canary-secret", KEY: "canary-parameter" });
    expect(`${calls.join("\n")}${log}`).not.toContain("canary");
  });

  it("hands the container the bytes of a binary secret", async () => {
    const { secrets } = await boot({
      script: "container.sh",
      settings: { secrets: { CERT: "arn:aws:secretsmanager:us-west-2:123456789012:secret:binary-AbCdEf" } },
    });
    expect(secrets).toEqual({ CERT: "canary\0bytes" });
  });

  it("does not start without a secret that it was promised", async () => {
    const {
      called,
      console: log,
      code,
    } = await boot({
      script: "container.sh",
      faults: { aws: '[[ "$*" == *get-secret-value* ]]' },
      settings: { secrets: { TOKEN: "arn:aws:secretsmanager:us-west-2:123456789012:secret:token-AbCdEf" } },
    });
    expect(log).toBe("pulumi-gpu boot: the secret TOKEN could not be read\n");
    expect(called("docker run")).toBe(false);
    expect(code).toBe(1);
  });
});
