import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bootFolder } from "../../../boot/folder";
import { gpuRow } from "../../../boot/settings";
import { type DeclaredRows, expectedGpus } from "../../../catalog";
import type { Io } from "../../command";
import type { Check } from "../check";

/** Where a machine of ours keeps what it was promised. */
const OWN_SETTINGS = "/opt/pulumi-gpu/settings.sh";

export interface Preflight {
  readonly status: "pass" | "fail";
  readonly seconds: number;
  readonly checks: readonly Check[];
}

/** EC2's own word on which type the machine is; undefined elsewhere. */
export function typeOfThisMachine(root = ""): string | undefined {
  const read = (name: string) => {
    const path = `${root}/sys/devices/virtual/dmi/id/${name}`;
    return existsSync(path) ? readFileSync(path, "utf8").trim() : "";
  };
  return read("sys_vendor") === "Amazon EC2" ? read("product_name") : undefined;
}

/** Runs `boot/preflight.sh`: on a machine of ours with what it was promised, elsewhere with what the catalog says of the type. */
export async function preflight(instanceType: string | undefined, declared: DeclaredRows, io: Pick<Io, "env">): Promise<Preflight> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-gpu-doctor-"));
  try {
    const settings = existsSync(OWN_SETTINGS) ? OWN_SETTINGS : join(folder, "settings.sh");
    if (settings !== OWN_SETTINGS) writeFileSync(settings, promised(instanceType, declared));
    return JSON.parse(await run(join(bootFolder(), "preflight.sh"), settings, io.env)) as Preflight;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const promised = (instanceType: string | undefined, declared: DeclaredRows): string =>
  instanceType === undefined || !/^[a-z0-9-]+\.[a-z0-9-]+$/.test(instanceType)
    ? ""
    : `INSTANCE_TYPE=${instanceType}\nGPUS=('${gpuRow(expectedGpus(instanceType, declared))}')\n`;

/** The script's report. It ends with 1 where a check fails, which is an answer and no error. */
const run = (script: string, settings: string, env: Io["env"]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile("bash", [script, "--json", settings], { env: { ...env } }, (error, stdout, stderr) => {
      if (stdout.startsWith("{")) resolve(stdout);
      else reject(new Error(`preflight.sh did not answer: ${stderr.trim() || (error?.message ?? "no output")}`));
    });
  });
