import { describe, expect, it } from "vitest";
import type { BootAddition } from "../../boot/addition";
import { boot, type Machine } from "./machine";

const image = `nvcr.io/team/model@sha256:${"a".repeat(64)}`;
const addition = (secret: string): BootAddition => ({
  sourced: ["registry-login.sh"],
  settings: [`REGISTRY_SECRET='arn:aws:secretsmanager:us-west-2:123456789012:secret:${secret}-AbCdEf'`],
});
const pulling = (change: Partial<Machine> = {}) => boot({ settings: { image }, addition: addition("registry"), ...change });

describe("a private registry", () => {
  it("is logged in to by the secret's account, with no password in an argument, and left again", async () => {
    const { calls, result } = await pulling();
    expect(result).toMatch(/^pass: /);
    const docker = calls.filter((call) => /^docker (login|pull|logout)/.test(call));
    expect(docker).toEqual([
      `docker login --username robot --password-stdin nvcr.io`,
      `docker pull --quiet ${image}`,
      "docker logout nvcr.io",
    ]);
    expect(calls.join("\n")).not.toContain("canary");
  });

  it.each<[string, Partial<Machine>, string]>([
    ["a login that fails", { faults: { docker: '[ "$1" = login ]' } }, "injected fault"],
    ["a pull that fails", { faults: { docker: '[ "$1" = pull ]' } }, "injected fault"],
    ["a secret that cannot be read", { faults: { aws: '[[ "$*" == *get-secret-value* ]]' } }, "injected fault"],
    [
      "a secret of another form",
      { addition: addition("malformed") },
      "the secret of the registry is no JSON with username and accessToken",
    ],
  ])("fails in words on %s, and says nothing of the secret", async (_, change, reason) => {
    const { result, console: log } = await pulling(change);
    expect(result).toBe(`fail: the image ${image} could not be pulled: ${reason}`);
    expect(log).not.toContain("canary");
  });

  it("leaves no log-in behind when the pull fails", async () => {
    const { calls } = await pulling({ faults: { docker: '[ "$1" = pull ]' } });
    expect(calls.filter((call) => call.startsWith("docker log")).at(-1)).toBe("docker logout nvcr.io");
  });
});
