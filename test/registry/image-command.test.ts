import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Lock } from "../../lock/schema";
import { runCommand } from "../cli/run-command";
import { part } from "../rig/home";
import { type DockerRegistry, startRegistry } from "./docker-registry";

// The command with a real builder and a real registry.
let work: string;
let registry: DockerRegistry;
let env: Record<string, string>;
beforeAll(async () => {
  part("images", "/usr/bin/podman");
  registry = await startRegistry();
  work = mkdtempSync(join(tmpdir(), "gpu-image-command-"));
  mkdirSync(join(work, "My App"));
  writeFileSync(join(work, "My App/Dockerfile"), "FROM scratch\nARG CUDA\nENV CUDA_VERSION=$CUDA\nCOPY hello /hello\n");
  writeFileSync(join(work, "My App/hello"), "hello\n");
  writeFileSync(join(work, "registries.conf"), `[[registry]]\nlocation = "${registry.host}"\ninsecure = true\n`);
  writeFileSync(join(work, "storage.conf"), `[storage]\ndriver = "vfs"\ngraphroot = "${work}/images"\nrunroot = "${work}/run"\n`);
  env = {
    PATH: process.env.PATH ?? "",
    HOME: work,
    XDG_RUNTIME_DIR: work,
    CONTAINERS_REGISTRIES_CONF: join(work, "registries.conf"),
    CONTAINERS_STORAGE_CONF: join(work, "storage.conf"),
    BUILDAH_ISOLATION: "chroot",
  };
});
afterAll(async () => {
  await registry?.stop();
  rmSync(work, { recursive: true, force: true });
});

const image = (...args: string[]) => runCommand(["image", "build", ...args], { cwd: work, env });

describe.each(["podman", "buildah"])("image build with %s", (builder) => {
  it("builds a folder under a tag of its content, pushes it, and writes the facts of its own config into the lock", async () => {
    const lock = join(work, `${builder}.lock.json`);
    const repository = `${registry.host}/team/${builder}`;
    const args = ["My App", "--builder", builder, "--repository", repository, "--build-arg", "CUDA=12.8.1"];
    const { code, out } = await image(...args, "--push", "--lock", lock);
    expect(code).toBe(0);
    const [, tag] = new RegExp(`built ${repository}:(my-app-[0-9a-f]{12})`).exec(out) ?? [];
    const { images } = JSON.parse(readFileSync(lock, "utf8")) as Lock;
    expect(images[`${repository}:${tag}`]).toMatchObject({ facts: { cuda: "12.8.1" } });
  });

  it("says that a build failed, and pushes nothing", async () => {
    writeFileSync(join(work, "My App/bad.Dockerfile"), "FROM scratch\nCOPY nothing /\n");
    const { code, err } = await image(
      "My App",
      "--builder",
      builder,
      "--dockerfile",
      "bad.Dockerfile",
      "--push",
      "--repository",
      `${registry.host}/bad`,
    );
    expect(code).toBe(1);
    expect(err).toMatch(/nothing[\s\S]*pulumi-gpu image: (podman|buildah) build ended with \d+; what it said stands above/);
  });
});
