import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quote, settingsScript } from "../../boot/settings";
import { bootSettings } from "./settings-fixture";

/** What bash reads of an array of the settings. */
const words = (script: string, name: string): string[] => {
  const out = execFileSync("bash", ["-c", `${script}\nprintf '%s\\0' "\${${name}[@]}"`], { encoding: "utf8" });
  return out.split("\0").slice(0, -1);
};

describe("the settings script", () => {
  it("gives bash every word as it was written", () => {
    fc.assert(
      // NUL cannot be part of an argument of any command.
      fc.property(
        fc.array(
          fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", "")),
          { minLength: 1, maxLength: 4 },
        ),
        (command) => {
          expect(words(settingsScript(bootSettings({ command })), "COMMAND")).toEqual(command);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("keeps shell code in a value as text", () => {
    expect(quote("$(reboot) `reboot` '; reboot")).toBe("'$(reboot) `reboot` '\\''; reboot'");
  });

  it("tells the machine to log in only to ECR", () => {
    expect(settingsScript(bootSettings({}))).toContain("\nECR=yes\n");
    expect(settingsScript(bootSettings({ image: "docker.io/a/b@sha256:1" }))).toContain("\nECR=no\n");
    expect(settingsScript(bootSettings({ image: "evil.example/123456789012.dkr.ecr.us-west-2.amazonaws.com/a" }))).toContain("\nECR=no\n");
  });

  it("names what each accepted type must show", () => {
    const script = settingsScript(bootSettings({ gpus: [{ instanceType: "g6.xlarge", count: 1, models: ["L4", "NVIDIA L4"] }] }));
    expect(words(script, "GPUS")).toEqual(["g6.xlarge 1 L4|NVIDIA L4"]);
  });
});
