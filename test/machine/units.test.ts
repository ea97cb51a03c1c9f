import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const BOOT = join(__dirname, "../../boot");
const units = readdirSync(BOOT).filter((file) => /\.(service|timer|path|socket)$/.test(file));

describe("systemd", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "pulumi-gpu-units-"));
    for (const folder of ["units", "scripts"]) mkdirSync(join(root, folder));
    for (const file of readdirSync(BOOT).filter((name) => name.endsWith(".sh"))) {
      copyFileSync(join(BOOT, file), join(root, "scripts", file));
      chmodSync(join(root, "scripts", file), 0o755);
    }
    // What the machine has and this one need not: docker and its unit.
    writeFileSync(join(root, "scripts/docker"), "#!/bin/sh\n");
    chmodSync(join(root, "scripts/docker"), 0o755);
    writeFileSync(join(root, "units/docker.service"), `[Service]\nExecStart=${join(root, "scripts/docker")}\n`);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** What `systemd-analyze verify` says of a unit of the machine, with the machine's folders in a place of this test. */
  async function verify(unit: string, change = (text: string) => text) {
    for (const file of units) {
      const text = readFileSync(join(BOOT, file), "utf8");
      writeFileSync(
        join(root, "units", file),
        (file === unit ? change(text) : text)
          .replaceAll("/opt/pulumi-gpu", join(root, "scripts"))
          .replaceAll("/usr/bin/docker", join(root, "scripts/docker")),
      );
    }
    return promisify(execFile)("systemd-analyze", ["verify", "--man=no", join(root, "units", unit)], {
      env: { PATH: "/usr/bin:/bin", SYSTEMD_UNIT_PATH: `${join(root, "units")}:` },
    }).then(
      ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
      (error: { code?: number; stdout?: string; stderr?: string; message: string }) => ({
        code: error.code ?? -1,
        said: `${error.stdout ?? ""}${error.stderr ?? error.message}`,
      }),
    );
  }

  it.each(units)("finds nothing wrong in %s", async (unit) => {
    expect(await verify(unit)).toEqual({ code: 0, said: "" });
  });

  it("would find a misspelt line", async () => {
    const { said } = await verify("pulumi-gpu-boot.service", (text) => text.replace("RemainAfterExit", "RemainsAfterExit"));
    expect(said).toContain("'RemainsAfterExit'");
  });
});
