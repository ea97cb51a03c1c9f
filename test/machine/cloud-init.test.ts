import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { BootAddition } from "../../boot/addition";
import { list } from "../../boot/settings";
import { type BootNetwork, packed, userData } from "../../boot/user-data";
import { bootAddition } from "../../components/workstation/boot-addition";
import { bootSettings } from "../boot/settings-fixture";
import { validArgs } from "../components/workstation/fixture";
import { part, RIG_HOME } from "../rig/home";

const PYTHON = join(RIG_HOME, "cloud-init-python/bin/python");
const PACKAGES = join(RIG_HOME, "cloud-init/usr/lib/python3/dist-packages");

/** What cloud-init's own schema check says of a configuration. */
async function check(text: string): Promise<string> {
  part("boot", join(RIG_HOME, "cloud-init/usr/bin/cloud-init"));
  const folder = mkdtempSync(join(tmpdir(), "pulumi-gpu-cloud-init-"));
  const file = join(folder, "config.yaml");
  try {
    writeFileSync(file, text);
    const { stdout } = await promisify(execFile)(part("boot", PYTHON), ["-m", "cloudinit.cmd.main", "schema", "--config-file", file], {
      env: { PYTHONPATH: PACKAGES, PATH: "/usr/bin:/bin" },
    }).catch((error: { stdout?: string; stderr?: string }) => ({ stdout: `${error.stdout}${error.stderr}` }));
    return stdout.replaceAll(file, "config.yaml");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${"QUJD".repeat(16)}\n-----END CERTIFICATE-----\n`;
const PROXY: BootNetwork = {
  httpProxy: "http://proxy.internal:3128",
  httpsProxy: "http://proxy.internal:3128",
  noProxy: [".internal"],
  caBundle: CERTIFICATE,
};

const FLEET: BootAddition = {
  scripts: ["interruption.sh", "gpu-metrics.sh"],
  units: ["pulumi-gpu-interruption.service", "pulumi-gpu-metrics.service", "pulumi-gpu-metrics.timer"],
  startUnits: ["pulumi-gpu-interruption.service", "pulumi-gpu-metrics.timer"],
  settings: [list("CHECKPOINT", ["python", "it's.py"]), "RUN_ARGS+=(--network host)"],
};
const WORKSTATION = { ...validArgs(), data: { sets: { s3: { bucket: "sets" } } } };

describe("cloud-init", () => {
  it.each([
    ["a plain machine", userData(bootSettings({}))],
    ["a machine behind a proxy", userData(bootSettings({}), PROXY)],
    ["a machine of a fleet", userData(bootSettings({}), PROXY, FLEET)],
    ["a workstation", userData(bootSettings({}), {}, bootAddition(WORKSTATION, ["HOME_VOLUME='vol-1'"]))],
  ])("accepts the configuration of %s", async (_, text) => {
    expect(await check(text)).toBe("Valid cloud-config: config.yaml\n");
  });

  it("reads the configuration out of what EC2 hands it", async () => {
    const text = userData(bootSettings({}), PROXY);
    // What cloud-init does at boot with the bytes of the metadata service.
    const script = `
import base64, sys
from cloudinit.helpers import Paths
from cloudinit.user_data import UserDataProcessor
message = UserDataProcessor(Paths({})).process(base64.b64decode(sys.argv[1]))
for part in message.walk():
  if not part.is_multipart():
    sys.stderr.write(part.get_content_type())
    sys.stdout.write(part.get_payload(decode=True).decode())
`;
    const { stdout, stderr } = await promisify(execFile)(part("boot", PYTHON), ["-c", script, packed(text)], {
      env: { PYTHONPATH: PACKAGES, PATH: "/usr/bin:/bin" },
    });
    expect(stderr).toBe("text/cloud-config");
    expect(stdout).toBe(text);
  });

  it("would refuse a broken one", async () => {
    expect(await check(userData(bootSettings({})).replace("runcmd:", "runcmd: 5\nunused:"))).toContain("runcmd: 5 is not of type 'array'");
  });
});
