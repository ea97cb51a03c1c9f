import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

type Recorded = "h200" | "h100" | "h100-x2";

/** A host that is as it should be: break one thing in it. Only what a GPU machine alone has is fake; `fixtures/` holds what real machines said. */
export interface FakeHost {
  /** Folder of `fixtures/`. */
  recorded: Recorded;
  /** Changes what `nvidia-smi -q -x` says. */
  smi: (recorded: string) => string;
  /** Changes what `nvidia-smi nvlink -s` says. */
  nvlink: (recorded: string) => string;
  kernelLog: string;
  /** Commands that fail: the text is a shell condition over `$*`, the arguments after the command's name. */
  faults: Record<string, string>;
  /** Bodies of commands in place of the usual ones, or beside them. */
  commands: Record<string, string>;
  /** Commands that the host does not have. */
  missing: readonly string[];
  /** Files below its root, such as `proc/meminfo`; `-> target` makes a link. */
  files: Record<string, string>;
}

const healthyHost: FakeHost = {
  recorded: "h200",
  smi: (text) => text,
  nvlink: (text) => text,
  kernelLog: "NVRM: loading NVIDIA UNIX Open Kernel Module for x86_64  580.159.04\n",
  faults: {},
  commands: {},
  missing: [],
  files: {},
};

/** A command that writes down how it was called, fails where told, and otherwise does `body`. */
const fake = (name: string, body: string, fault: string | undefined): string => `#!/usr/bin/env bash
printf '%s %s\\n' ${name} "$*" >>"$CALLS"
${fault === undefined ? "" : `if ${fault}; then echo "injected fault" >&2; exit 1; fi`}
${body}
`;

/** Makes the host in a folder of its own. */
export function makeHost(change: Partial<FakeHost>) {
  const host = { ...healthyHost, ...change };
  const home = mkdtempSync(join(tmpdir(), "pulumi-gpu-host-"));
  const recorded = (file: string) => {
    const path = join(__dirname, "fixtures", host.recorded, file);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  };
  const smi = host.smi(recorded("nvidia-smi-q.xml"));
  const of = (tag: string) => [...smi.matchAll(new RegExp(`<${tag}>([^<]*)`, "g"))].map(([, value]) => value ?? "");
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    if (text.startsWith("-> ")) symlinkSync(text.slice(3), join(home, path));
    else writeFileSync(join(home, path), text);
  };
  const names = of("product_name");
  write("answers/smi", smi);
  write("answers/nvlink", host.nvlink(recorded("nvlink.txt")));
  write("answers/names", names.map((name) => `${name}\n`).join(""));
  write("answers/kernel", host.kernelLog);
  const files: Record<string, string> = {
    "proc/driver/nvidia/version": recorded("proc-version.txt"),
    "proc/meminfo": "MemTotal: 33554432 kB\nMemAvailable: 30408704 kB\n",
    ...host.files,
  };
  for (const [path, text] of Object.entries(files)) write(`root/${path}`, text);
  const commands: Record<string, string> = {
    "nvidia-smi": `case "$*" in
  --query-gpu=driver_version*) echo "${of("driver_version")[0]}" ;;
  "-q -x") cat "${home}/answers/smi" ;;
  "nvlink -s") cat "${home}/answers/nvlink" ;;
  *) echo "NVIDIA-SMI: the banner is not to be read" ;;
esac`,
    "nvidia-ctk": "",
    journalctl: `cat "${home}/answers/kernel"`,
    dmesg: `cat "${home}/answers/kernel"`,
    systemctl: "",
    docker: `case "$*" in
  *Runtimes*) echo '{"io.containerd.runc.v2":{},"nvidia":{}}' ;;
  *DockerRootDir*) echo / ;;
  login*) cat >/dev/null ;;
  *"--entrypoint nvidia-smi"*) cat "${home}/answers/names" ;;
  *"--entrypoint python3"*"nccl"*) echo "0 450.1" ;;
  *"--entrypoint python3"*) echo "0 13000 ${names.length}" ;;
  *"--entrypoint all_reduce_perf"*) exit 127 ;;
esac`,
    ...host.commands,
  };
  const bin = join(home, "bin");
  mkdirSync(bin);
  for (const [name, body] of Object.entries(commands)) {
    if (host.missing.includes(name)) continue;
    writeFileSync(join(bin, name), fake(name, body, host.faults[name]));
    chmodSync(join(bin, name), 0o755);
  }
  // The system's own tools, but none of what a GPU host alone has and may happen to be installed here.
  const tools = join(home, "tools");
  mkdirSync(tools);
  for (const name of TOOLS) {
    const found = ["/usr/bin", "/bin"].map((folder) => join(folder, name)).find(existsSync);
    if (found === undefined) throw new Error(`this machine has no ${name}, which the boot scripts call`);
    symlinkSync(found, join(tools, name));
  }
  writeFileSync(join(home, "calls"), "");
  return {
    home,
    bin,
    env: {
      PATH: `${bin}:${tools}`,
      CALLS: join(home, "calls"),
      PULUMI_GPU_ROOT: join(home, "root"),
      RETRY_SECONDS: "0",
      LOOK_AGAIN_SECONDS: "0",
    },
    calls: () => readFileSync(join(home, "calls"), "utf8").split("\n").filter(Boolean),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** All that the boot scripts may call: AL2023 and Ubuntu have them without any package of ours. */
const TOOLS = [
  ..."awk base64 bash cat chmod chown cp cut date df dirname env grep head id install ls mkdir mktemp paste printf readlink rm".split(" "),
  ..."python3 sed setpriv sleep sort tail tee test timeout touch tr uniq".split(" "),
];
