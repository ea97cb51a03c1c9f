import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { type FakeHost, makeHost } from "./fake-host";

const SCRIPT = join(__dirname, "../../boot/preflight.sh");

interface Check {
  check: string;
  status: "pass" | "fail" | "not-applicable";
  value: string;
  expected?: string;
  remedy?: string;
}

/** Runs the script on a host; `settings` are lines of the file that a machine of ours has. */
async function run(args: readonly string[], { settings = "", ...change }: Partial<FakeHost> & { settings?: string }) {
  const host = makeHost(change);
  try {
    const file = join(host.home, "settings.sh");
    writeFileSync(file, settings);
    // What it writes to the standard error would be on the console of a machine: nothing belongs there.
    const { output, code } = await promisify(execFile)("bash", [SCRIPT, ...args, file], { env: host.env }).then(
      ({ stdout, stderr }) => ({ output: stdout + stderr, code: 0 }),
      (error: { stdout: string; stderr: string; code: number }) => ({ output: error.stdout + error.stderr, code: error.code }),
    );
    return { output, code, calls: host.calls() };
  } finally {
    host.remove();
  }
}

async function preflight(change: Partial<FakeHost> & { settings?: string } = {}) {
  const { output, ...rest } = await run(["--json"], change);
  const report = JSON.parse(output) as { schema: string; status: string; checks: Check[] };
  return { ...report, ...rest, checks: Object.fromEntries(report.checks.map((one) => [one.check, one])) };
}

const IMAGE = "IMAGE=example.com/a@sha256:1 CUDA=12.8\n";
/** Settings of a machine whose type has one row. */
const promised = (row: string, rest = "") => `${IMAGE}GPUS=('${row}')\nINSTANCE_TYPE=${row.split(" ")[0]}\n${rest}`;
const swap = (from: string | RegExp, to: string) => (text: string) => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${String(from)} is not in the recording`);
  return changed;
};
const tag = (name: string, value: string) => swap(new RegExp(`<${name}>[^<]*<`), `<${name}>${value}<`);
const all =
  (...changes: ((text: string) => string)[]) =>
  (text: string) =>
    changes.reduce((so, change) => change(so), text);

describe("preflight", () => {
  it.each([
    ["h100", "1 NVIDIA H100 80GB HBM3", "48 C, P0, limit 700.00 W"],
    ["h200", "1 NVIDIA H200", "41 C, P0, limit 700.00 W"],
  ] as const)("passes a recorded %s, and says what it is", async (recorded, gpus, thermal) => {
    const { code, status, schema, checks } = await preflight({ recorded, settings: IMAGE });
    expect({ code, status, schema }).toEqual({ code: 0, status: "pass", schema: "pulumi-gpu.preflight/1" });
    expect(Object.values(checks).map((one) => `${one.check}: ${one.status}, ${one.value}`)).toEqual([
      "driver: pass, 580.159.04",
      `gpus: pass, ${gpus}`,
      "kernel-module: pass, open",
      "ecc: pass, Enabled, no uncorrectable error",
      "row-remapping: pass, 0 rows remapped, none pending",
      "recovery: pass, no action needed",
      "xid: pass, no fatal XID since boot",
      `thermal: pass, ${thermal}`,
      "mig: pass, Disabled",
      "nvlink: not-applicable, one GPU",
      "fabric-manager: not-applicable, no NVSwitch in this machine",
      "runtime: pass, docker, --runtime nvidia --gpus all",
      expect.stringMatching(/^disk: pass, \d+ MiB free in \/$/),
      "shared-memory: not-applicable, none was promised; 29696 MiB of memory are free",
      "efa: not-applicable, no EFA interface was promised",
      "mounts: not-applicable, no mount",
      "container: pass, a CUDA context on each of 1 GPUs, CUDA 13.0",
      "nccl: not-applicable, not asked for",
    ]);
  });

  it("passes two recorded H100 on NVSwitch as they were promised", async () => {
    const { code, checks } = await preflight({
      recorded: "h100-x2",
      settings: promised("p5.48xlarge 2 open|proprietary - 18 H100|NVIDIA H100 80GB HBM3", "NCCL=yes DRIVER=580.159.04 SHM_MIB=1024\n"),
    });
    expect(checks.nvlink).toEqual({ check: "nvlink", status: "pass", value: "18 links up on each GPU", expected: "18" });
    expect(checks["fabric-manager"]).toMatchObject({ status: "pass", value: "2 GPUs Completed" });
    expect(checks.gpus).toMatchObject({ status: "pass", value: "2 NVIDIA H100 80GB HBM3", expected: "2 H100" });
    expect(checks.nccl).toMatchObject({ status: "pass", value: "right sums, bus bandwidth 450.1 GB/s" });
    expect(code).toBe(0);
  });

  it("says of the recorded pair what it said on the machine itself", async () => {
    const file = join(__dirname, "fixtures/h100-x2/preflight.json");
    const { checks: seen } = JSON.parse(readFileSync(file, "utf8")) as { checks: Check[] };
    const { checks } = await preflight({
      recorded: "h100-x2",
      smi: (text) => text.replace("<gpu_temp>36 C<", "<gpu_temp>37 C<"),
      settings: promised("test 2 open - - NVIDIA H100 80GB HBM3", "DRIVER=580.159.04\nNCCL=yes SHM_MIB=1024\n"),
    });
    // What the GPUs, the driver and the kernel say is recorded; disk, memory, mounts and bandwidth are the machine's own.
    const own = ["disk", "shared-memory", "mounts", "nccl"];
    for (const check of seen.filter((one) => !own.includes(one.check))) expect(checks[check.check]).toEqual(check);
    expect(seen.filter(({ status }) => status === "fail")).toEqual([]);
  });

  it("names the GPUs whose links are down in their order", async () => {
    const { checks } = await preflight({ recorded: "h100-x2", settings: promised("p5.48xlarge 2 - - 19 H100") });
    expect(checks.nvlink?.value).toBe("GPU 0 has 18 links up;GPU 1 has 18 links up");
  });

  const nvswitch = promised("p5.48xlarge 2 - yes 18 H100");
  const manager = (version: string) => ({ "nv-fabricmanager": `echo "Fabric Manager version is : ${version}"` });

  it.each<[string, string, Partial<FakeHost> & { settings?: string }, string]>([
    ["a host without driver", "driver", { missing: ["nvidia-smi"] }, "nvidia-smi is not installed"],
    ["a driver that does not answer", "driver", { faults: { "nvidia-smi": "true" } }, "the NVIDIA driver does not answer: injected fault"],
    ["another driver than was promised", "driver", { settings: "DRIVER=595.64\n" }, "580.159.04"],
    ["another flavour of the kernel module", "kernel-module", { settings: promised("p3.2xlarge 1 proprietary - - H200") }, "open"],
    [
      "the proprietary module under a GPU that needs the open one",
      "kernel-module",
      {
        files: { "proc/driver/nvidia/version": "NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.159.04\n" },
        settings: promised("p6-b200.48xlarge 1 open - - H200"),
      },
      "proprietary",
    ],
    [
      "a vGPU without the GRID driver's type",
      "kernel-module",
      { smi: tag("virtualization_mode", "VGPU"), settings: promised("g6.xlarge 1 open|proprietary - - H200") },
      "grid",
    ],
    ["a GPU that fell off", "gpus", { recorded: "h100-x2", settings: promised("p5.48xlarge 8 - - - H100") }, "2 GPUs"],
    ["another GPU", "gpus", { settings: promised("p5.48xlarge 1 - - - H100") }, "NVIDIA H200"],
    ["a type that was not accepted", "gpus", { settings: `${promised("p5.48xlarge 1 - - - H100")}INSTANCE_TYPE=g6.xlarge\n` }, "g6.xlarge"],
    ["an uncorrectable memory error", "ecc", { recorded: "h100-x2", smi: tag("dram_uncorrectable", "3") }, "GPU 0 dram_uncorrectable is 3"],
    ["the threshold of SRAM errors", "ecc", { smi: tag("sram_threshold_exceeded", "Yes") }, "GPU 0 sram_threshold_exceeded is Yes"],
    ["a repair that is pending", "ecc", { smi: tag("tpc_repair_pending", "Yes") }, "GPU 0 tpc_repair_pending is Yes"],
    [
      "a row that waits for its remapping",
      "row-remapping",
      { smi: tag("remapped_row_pending", "Yes") },
      "GPU 0 remapped_row_pending is Yes",
    ],
    ["a remapping that failed", "row-remapping", { smi: tag("remapped_row_failure", "Yes") }, "GPU 0 remapped_row_failure is Yes"],
    ["a page that waits for its retirement", "row-remapping", { smi: tag("pending_retirement", "Yes") }, "GPU 0 pending_retirement is Yes"],
    ["a driver that asks for a reset", "recovery", { smi: tag("gpu_recovery_action", "Reset") }, "GPU 0 gpu_recovery_action is Reset"],
    [
      "a fatal XID",
      "xid",
      { kernelLog: "[1.5] NVRM: Xid (PCI:0000:00:06): 79, pid=1234, GPU has fallen off the bus.\n" },
      "Xid (PCI:0000:00:06): 79, pid=1234, GPU has fallen off the bus.",
    ],
    [
      "a GPU that is slowed by heat",
      "thermal",
      { smi: tag("clocks_event_reason_hw_thermal_slowdown", "Active") },
      "GPU 0 clocks_event_reason_hw_thermal_slowdown is Active",
    ],
    [
      "a power brake that an older driver names differently",
      "thermal",
      {
        smi: all(
          (text) => text.replaceAll("clocks_event_reason", "clocks_throttle_reason"),
          tag("clocks_throttle_reason_hw_power_brake_slowdown", "Active"),
        ),
      },
      "GPU 0 clocks_throttle_reason_hw_power_brake_slowdown is Active",
    ],
    ["MIG that waits for a reset", "mig", { smi: tag("pending_mig", "Enabled") }, "Disabled, pending Enabled"],
    [
      "MIG that nobody asked for",
      "mig",
      { smi: all(tag("current_mig", "Enabled"), tag("pending_mig", "Enabled")), settings: "MIG=off\n" },
      "Enabled",
    ],
    [
      "a link that is down",
      "nvlink",
      { recorded: "h100-x2", nvlink: swap("Link 17: 26.562 GB/s", "Link 17: <inactive>"), settings: promised("p5.48xlarge 2 - - 18 H100") },
      "GPU 0 has 17 links up",
    ],
    [
      "links that are missing",
      "nvlink",
      { recorded: "h100-x2", nvlink: () => "", settings: promised("p5.48xlarge 2 - - 18 H100") },
      "no link",
    ],
    ["no Fabric Manager", "fabric-manager", { recorded: "h100-x2", settings: nvswitch }, "not installed"],
    [
      "switches in the machine, and no Fabric Manager",
      "fabric-manager",
      { recorded: "h100-x2", files: { "proc/driver/nvidia-nvswitch/devices/0000:00:0a.0": "" } },
      "not installed",
    ],
    [
      "Fabric Manager of another build than the driver",
      "fabric-manager",
      { recorded: "h100-x2", commands: manager("580.126.09"), settings: nvswitch },
      "Fabric Manager 580.126.09",
    ],
    [
      "Fabric Manager that does not run",
      "fabric-manager",
      { recorded: "h100-x2", commands: manager("580.159.04"), faults: { systemctl: "true" }, settings: nvswitch },
      "nvidia-fabricmanager.service does not run",
    ],
    [
      "a fabric that is never ready",
      "fabric-manager",
      { recorded: "h100-x2", commands: manager("580.159.04"), smi: swap("<state>Completed", "<state>In Progress"), settings: nvswitch },
      "GPU 0 state is In Progress",
    ],
    [
      "a fabric with an error",
      "fabric-manager",
      { recorded: "h100-x2", smi: swap("<status>Success", "<status>System Not Supported") },
      "GPU 0 status is System Not Supported",
    ],
    ["no docker", "runtime", { missing: ["docker"], settings: IMAGE }, "docker is not installed"],
    ["a docker that does not answer", "runtime", { faults: { docker: '[ "$*" = info ]' } }, "docker does not answer"],
    [
      "neither NVIDIA runtime nor CDI",
      "runtime",
      { faults: { docker: '[[ "$*" == *Runtimes* ]]' } },
      "docker has neither an nvidia runtime nor CDI devices",
    ],
    [
      "a disk without room for the image",
      "disk",
      { faults: { docker: '[[ "$*" == "image inspect"* ]]' }, settings: `${IMAGE}IMAGE_MIB=999999999\n` },
      expect.stringMatching(/^\d+ MiB free in \/$/) as string,
    ],
    ["more shared memory than memory", "shared-memory", { settings: "SHM_MIB=65536\n" }, "29696 MiB of memory are free"],
    [
      "a missing EFA device",
      "efa",
      { files: { "sys/class/infiniband/rdmap0/device/driver": "-> ../../bus/pci/drivers/efa" }, settings: "EFA=32\n" },
      "1 EFA devices",
    ],
    [
      "mounts that the container's user cannot use",
      "mounts",
      { settings: "MOUNTS=('rw /usr/share' 'rw /nowhere')\nRUN_UID=4321 RUN_GID=4321\n" },
      "/usr/share is not writable, /nowhere does not exist",
    ],
    [
      "a container that cannot use the GPU",
      "container",
      { faults: { docker: '[[ "$*" == *"--entrypoint nvidia-smi"* ]]' }, settings: IMAGE },
      "injected fault",
    ],
    [
      "a container that sees fewer GPUs",
      "container",
      {
        recorded: "h100-x2",
        commands: { docker: 'case "$*" in *Runtimes*) echo \'"nvidia"\' ;; *nvidia-smi*) echo NVIDIA H100 ;; esac' },
        settings: IMAGE,
      },
      "1 GPUs in the container",
    ],
    ...(
      [
        ["802 0 0", "CUDA error 802: the fabric is not ready, Fabric Manager does not run or does not match"],
        ["803 0 0", "CUDA error 803: the compat library in the image and the driver do not match"],
        ["804 0 0", "CUDA error 804: the compat library in the image does not support this GPU"],
        ["0 11040 1", "its driver library speaks CUDA 11.4"],
        ["0 13000 0", "CUDA sees 0 GPUs"],
      ] as const
    ).map(([answer, value]): [string, string, Partial<FakeHost> & { settings: string }, string] => [
      `CUDA in the container that says '${answer}'`,
      "container",
      {
        commands: {
          docker: `case "$*" in *Runtimes*) echo '"nvidia"' ;; *nvidia-smi*) echo NVIDIA H200 ;; *python3*) echo ${answer} ;; esac`,
        },
        settings: IMAGE,
      },
      value,
    ]),
    [
      "an all-reduce with wrong sums",
      "nccl",
      {
        recorded: "h100-x2",
        commands: {
          docker: `case "$*" in *Runtimes*) echo '"nvidia"' ;; *nvidia-smi*) echo GPU; echo GPU ;; *python3*) echo 0 13000 2 ;;
  *all_reduce_perf*) printf '# Out of bounds values : 4 FAILED\\n# Avg bus bandwidth    : 439.1\\n' ;; esac`,
        },
        settings: `${IMAGE}NCCL=yes\n`,
      },
      "4 wrong values",
    ],
    [
      "an all-reduce that ends with an error",
      "nccl",
      {
        recorded: "h100-x2",
        commands: {
          docker: `case "$*" in *Runtimes*) echo '"nvidia"' ;; *nvidia-smi*) echo GPU; echo GPU ;; *python3*) echo 0 13000 2 ;;
  *all_reduce_perf*) echo "NCCL failure: unhandled system error" >&2; exit 3 ;; esac`,
        },
        settings: `${IMAGE}NCCL=yes\n`,
      },
      "all-reduce ended with 3: NCCL failure: unhandled system error",
    ],
  ])("fails %s", async (_, check, change, value) => {
    const { code, status, checks } = await preflight(change);
    expect(checks[check]).toMatchObject({ status: "fail", value });
    expect(checks[check]?.expected).toBeTruthy();
    expect(checks[check]?.remedy).toBeTruthy();
    expect({ code, status }).toEqual({ code: 1, status: "fail" });
  });

  it("finds the one fault and no other", async () => {
    const { checks } = await preflight({ recorded: "h100-x2", smi: tag("dram_uncorrectable", "3") });
    expect(Object.values(checks).filter(({ status }) => status === "fail")).toHaveLength(1);
  });

  it("knows which XIDs are fatal, and names the others", async () => {
    const { checks } = await preflight({
      kernelLog: [13, 31, 43, 94].map((code) => `NVRM: Xid (PCI:0000:00:06): ${code}, pid=1, name=python\n`).join(""),
    });
    expect(checks.xid).toMatchObject({ status: "pass", value: "no fatal XID since boot, others: 13 31 43 94" });
  });

  it("says that it cannot read the kernel log instead of passing it", async () => {
    const { checks } = await preflight({ faults: { journalctl: "true", dmesg: "true" } });
    expect(checks.xid).toMatchObject({ status: "not-applicable", value: "the kernel log cannot be read; root can" });
  });

  it("gives docker the GPUs through CDI where it has no NVIDIA runtime", async () => {
    const { checks, calls } = await preflight({
      commands: {
        docker: `case "$*" in *Runtimes*) echo '{}' ;; *CDISpecDirs*) echo /etc/cdi ;; *nvidia-smi*) echo NVIDIA H200 ;; *python3*) echo 0 13000 1 ;; esac`,
      },
      files: { "etc/cdi/nvidia.yaml": "kind: nvidia.com/gpu\n" },
      settings: IMAGE,
    });
    expect(checks.runtime?.value).toBe("docker, --device nvidia.com/gpu=all");
    expect(calls.join("\n")).toContain("docker run --rm --pull never --name pulumi-gpu-check --device nvidia.com/gpu=all");
  });

  it("does not claim CUDA for an image without python3", async () => {
    const { checks } = await preflight({
      commands: { docker: `case "$*" in *Runtimes*) echo '"nvidia"' ;; *nvidia-smi*) echo NVIDIA H200 ;; *python3*) exit 127 ;; esac` },
      settings: IMAGE,
    });
    expect(checks.container).toMatchObject({ status: "pass", value: "1 GPUs; CUDA was not tried, the image has no python3" });
  });

  it("takes the type from the machine itself", async () => {
    const dmi = (type: string) => ({
      "sys/devices/virtual/dmi/id/sys_vendor": "Amazon EC2\n",
      "sys/devices/virtual/dmi/id/product_name": `${type}\n`,
    });
    const settings = "GPUS=('p5en.48xlarge 8 - - - H200')\n";
    expect((await preflight({ files: dmi("p5en.48xlarge"), settings })).checks.gpus).toMatchObject({ value: "1 GPUs", status: "fail" });
    expect((await preflight({ files: dmi("g6.xlarge"), settings })).checks.gpus).toMatchObject({ value: "g6.xlarge", status: "fail" });
  });

  it("keeps its JSON whole whatever a tool prints", async () => {
    const { checks } = await preflight({ faults: { "nvidia-smi": `{ printf 'a "b" \\\\ c\\td\\n' >&2; true; } && exit 9` } });
    expect(checks.driver?.value).toBe('the NVIDIA driver does not answer: a "b" \\ c d');
  });

  it("prints lines for people", async () => {
    const { output, code } = await run([], { settings: "DRIVER=595.64\n" });
    expect(output).toBe(
      "fail           driver           580.159.04 (expected: 595.64); pin the AMI again, or declare its driver in the lock\n",
    );
    expect(code).toBe(1);
  });

  it("changes nothing on the host and calls nothing that could", async () => {
    const { calls } = await preflight({ settings: IMAGE });
    // A call can be of many lines: those of the python that goes into the container.
    const commands = new Set(calls.flatMap((call) => /^(docker|journalctl|nvidia-\S+|systemctl|dmesg) \S+/.exec(call)?.[0] ?? []));
    expect([...commands].sort()).toEqual(
      ["docker image", "docker info", "docker run", "journalctl -k", "nvidia-smi --query-gpu=driver_version", "nvidia-smi -q"].sort(),
    );
  });
});
