import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { IMAGE_NAMES, imagesFolder } from "../../../images/description";
import { part, RIG_HOME } from "../../rig/home";

const run = promisify(execFile);

/** Everything that a linter says, whatever its exit code. */
const said = async (program: string, args: readonly string[], cwd: string): Promise<string> => {
  const { stdout, stderr } = await run(program, args, { cwd }).catch((error: { stdout: string; stderr: string }) => error);
  return stdout + stderr;
};

describe("hadolint", () => {
  const hadolint = () => part("images", join(RIG_HOME, "hadolint/bin/hadolint"));
  const config = join(imagesFolder(), ".hadolint.yaml");

  it.each(IMAGE_NAMES)("finds nothing in the Dockerfile of %s", async (name) => {
    expect(await said(hadolint(), ["--no-color", "--config", config, join(name, "Dockerfile")], imagesFolder())).toBe("");
  });

  it("would find something", async () => {
    expect(
      await said(
        hadolint(),
        ["--no-color", "--no-fail", "--config", "/dev/null", "edge/Dockerfile", join(__dirname, "bad.Dockerfile")],
        imagesFolder(),
      ),
    ).toContain("DL3007");
  });
});

it.each(["shared/build", "shared/run"])("has scripts in %s that shellcheck finds nothing in", async (folder) => {
  const cwd = join(imagesFolder(), folder);
  const scripts = readdirSync(cwd).filter((file) => file.endsWith(".sh"));
  expect(scripts.length).toBeGreaterThan(3);
  expect(await said(part("images", "/usr/bin/shellcheck"), ["--external-sources", ...scripts], cwd)).toBe("");
});
