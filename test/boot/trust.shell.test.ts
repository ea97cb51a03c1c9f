import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const SCRIPT = join(__dirname, "../../boot/trust.sh");

describe("the script that trusts the network's authorities", () => {
  let home: string;
  const bundles = ["etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "etc/ssl/certs/ca-certificates.crt"];
  const anchors = { amazon: "etc/pki/ca-trust/source/anchors", ubuntu: "usr/local/share/ca-certificates" };

  /** Runs it on a machine that has one tool for its certificates, or none. */
  const run = (tool?: string) => {
    const bin = join(home, "bin");
    mkdirSync(bin);
    for (const command of ["bash", "install"])
      symlinkSync(execFileSync("/bin/sh", ["-c", `command -v ${command}`], { encoding: "utf8" }).trim(), join(bin, command));
    if (tool !== undefined) {
      writeFileSync(join(bin, tool), `#!${join(bin, "bash")}\necho called >"$PULUMI_GPU_ROOT/${tool}"\n`);
      chmodSync(join(bin, tool), 0o755);
    }
    execFileSync(join(bin, "bash"), [SCRIPT], { env: { PATH: bin, PULUMI_GPU_DIR: home, PULUMI_GPU_ROOT: home }, stdio: "pipe" });
  };

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "pulumi-gpu-trust-"));
    for (const folder of Object.values(anchors)) mkdirSync(join(home, folder), { recursive: true });
    writeFileSync(join(home, "ca.pem"), "a certificate\n");
    for (const bundle of bundles) {
      mkdirSync(dirname(join(home, bundle)), { recursive: true });
      writeFileSync(join(home, bundle), `all of ${bundle}\n`);
    }
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it.each([
    ["Amazon Linux", "update-ca-trust", `${anchors.amazon}/pulumi-gpu.pem`, bundles[0]],
    ["Ubuntu", "update-ca-certificates", `${anchors.ubuntu}/pulumi-gpu.crt`, bundles[1]],
  ])("gives them to %s, and to the AWS CLI beside the public ones", (_, tool, file, bundle) => {
    run(tool);
    expect(readFileSync(join(home, file), "utf8")).toBe("a certificate\n");
    expect(readFileSync(join(home, tool), "utf8")).toBe("called\n");
    expect(readFileSync(join(home, "authorities.pem"), "utf8")).toBe(`a certificate\nall of ${bundle}\n`);
  });

  it("says so where the AMI has no way to take them", () => {
    expect(() => run()).toThrow(
      "this AMI has neither update-ca-trust nor update-ca-certificates; its certificate authorities stay as they are",
    );
  });
});
