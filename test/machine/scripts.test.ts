import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const BOOT = join(__dirname, "../../boot");

it("has scripts that shellcheck finds nothing in", async () => {
  const scripts = readdirSync(BOOT).filter((file) => file.endsWith(".sh"));
  expect(scripts).toContain("boot.sh");
  // shellcheck's findings are its output: without any there is none
  const { stdout } = await promisify(execFile)("shellcheck", ["--external-sources", ...scripts], { cwd: BOOT }).catch(
    (error: { stdout?: string; message: string }) => ({
      stdout: error.stdout || error.message,
    }),
  );
  expect(stdout).toBe("");
});
