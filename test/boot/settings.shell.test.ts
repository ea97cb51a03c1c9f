import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quote, settingsScript } from "../../boot/settings";
import { anyText } from "../any-text";
import { bootSettings } from "./settings-fixture";

/** What bash reads of an array in each of the settings, all in one process. */
const wordsOfEach = (scripts: readonly string[], name: string): string[][] => {
  const print = `printf '%s\\0' "\${#${name}[@]}" "\${${name}[@]}"`;
  const all = scripts.map((script) => `(\n${script}\n${print}\n)\n`).join("");
  const out = execFileSync("bash", ["-c", all], { encoding: "utf8" }).split("\0").slice(0, -1);
  const found = scripts.map(() => out.splice(0, Number(out.shift())));
  expect(out).toEqual([]);
  return found;
};
const words = (script: string, name: string): string[] | undefined => wordsOfEach([script], name)[0];

describe("the settings script", () => {
  it("gives bash every word as it was written", () => {
    // NUL cannot be part of an argument of any command.
    const word = anyText.map((text) => text.replaceAll("\0", ""));
    const command = fc.array(word, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(command, { minLength: 20, maxLength: 20 }), (commands) => {
        const scripts = commands.map((one) => settingsScript(bootSettings({ command: one })));
        expect(wordsOfEach(scripts, "COMMAND")).toEqual(commands);
      }),
      { numRuns: 5 },
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
    expect(words(script, "GPUS")).toEqual(["g6.xlarge 1 - - - L4|NVIDIA L4"]);
  });
});
