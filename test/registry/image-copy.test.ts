import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { COPY_STEPS, type CopyVariable, copyBuildspec } from "../../components/registry/copy-buildspec";
import { part, RIG_HOME } from "../rig/home";
import { type DockerRegistry, push, skopeo, startRegistry, USER } from "./docker-registry";
import { CUDA_ENV, writeLayout } from "./image-layout";

// The build's own commands, with the real crane, from one real registry to another. What stands in: `aws`, which prints a log-in that the target does not ask for.
let work: string;
let upstream: DockerRegistry;
let target: DockerRegistry;
let archive: string;
let digest: string;
let home: string;

const run = (command: string, args: string[], env: Record<string, string>) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const child = execFile(command, args, { env: { PATH: process.env.PATH ?? "", ...env } }, (error, out, err) =>
      resolve({ code: error ? (child.exitCode ?? 1) : 0, output: out + err }),
    );
  });

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "gpu-copy-"));
  upstream = await startRegistry("basic");
  target = await startRegistry();
  digest = writeLayout(join(work, "layout"), { platforms: { "linux/amd64": CUDA_ENV, "linux/arm64": CUDA_ENV } });
  await push(join(work, "layout"), `${upstream.host}/team/app:1`, `${USER.name}:${USER.password}`);
  archive = join(work, "crane.tgz");
  const packed = await run("tar", ["-czf", archive, "-C", join(part("images", join(RIG_HOME, "bin/crane")), ".."), "crane"], {});
  expect(packed.code).toBe(0);
  mkdirSync(join(work, "bin"));
  writeFileSync(join(work, "bin/aws"), '#!/bin/sh\n[ "$*" = "ecr get-login-password" ] && echo secret-of-ecr\n');
  chmodSync(join(work, "bin/aws"), 0o755);
});
afterAll(async () => {
  await upstream?.stop();
  await target?.stop();
  rmSync(work, { recursive: true, force: true });
});
beforeEach(() => {
  home = mkdtempSync(join(work, "home-"));
});

/** As CodeBuild runs a buildspec of version 0.2: one shell, each command after the other, the first that fails ends it. */
function build(variables: Partial<Record<CopyVariable | "COPIER_SHA256", string>>) {
  const sha256 = createHash("sha256").update(readFileSync(archive)).digest("hex");
  const commands = [...COPY_STEPS.install, ...COPY_STEPS.build].map((command) => command.replaceAll("/tmp/", `${home}/`));
  const script = commands.map((command) => `${command} || exit 1`).join("\n");
  return run("bash", ["-c", script], {
    PATH: `${join(work, "bin")}:${process.env.PATH}`,
    HOME: home,
    COPIER_URL: `file://${archive}`,
    COPIER_SHA256: sha256,
    SOURCE: `${upstream.host}/team/app`,
    DIGEST: digest,
    REPOSITORY_URL: `${target.host}/images`,
    TAG: "app-1",
    UPSTREAM_REGISTRY: upstream.host,
    UPSTREAM_USER: USER.name,
    UPSTREAM_TOKEN: USER.password,
    ...variables,
  });
}

const digestAt = async (tag: string): Promise<string> =>
  createHash("sha256")
    .update(await skopeo("inspect", "--raw", "--tls-verify=false", `docker://${target.host}/images:${tag}`))
    .digest("hex");

it("copies an index with all its platforms, under its own digest", async () => {
  expect(await build({ TAG: "whole" })).toMatchObject({ code: 0 });
  expect(`sha256:${await digestAt("whole")}`).toBe(digest);
  const { manifests } = JSON.parse(await skopeo("inspect", "--raw", "--tls-verify=false", `docker://${target.host}/images@${digest}`)) as {
    manifests: { digest: string }[];
  };
  for (const platform of manifests)
    await skopeo("inspect", "--raw", "--tls-verify=false", `docker://${target.host}/images@${platform.digest}`);
  expect(manifests).toHaveLength(2);
});

it("writes neither password to its log", async () => {
  const { code, output } = await build({ TAG: "silent" });
  expect(code).toBe(0);
  expect(output).not.toMatch(new RegExp(`${USER.password}|secret-of-ecr`));
});

it("does not run a copier whose archive is another one", async () => {
  const { code, output } = await build({ TAG: "other-copier", COPIER_SHA256: "0".repeat(64) });
  expect(code).not.toBe(0);
  expect(output).toContain("crane.tgz: FAILED");
  await expect(digestAt("other-copier")).rejects.toThrow("manifest unknown");
});

it("fails where the upstream has no such digest", async () => {
  const { code, output } = await build({ DIGEST: `sha256:${"0".repeat(64)}` });
  expect(output).toContain("MANIFEST_UNKNOWN");
  expect(code).toBe(1);
});

it("fails where the upstream wants an account and none is given", async () => {
  const { code, output } = await build({ UPSTREAM_USER: "", TAG: "stranger" });
  expect(output).toContain("UNAUTHORIZED");
  expect(code).toBe(1);
});

it("is a buildspec of version 0.2 whose phases are these commands", () => {
  expect(JSON.parse(copyBuildspec())).toEqual({
    version: 0.2,
    env: { shell: "bash" },
    phases: { install: { commands: COPY_STEPS.install }, build: { "on-failure": "ABORT", commands: COPY_STEPS.build } },
  });
});
