import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IMAGE_NAMES } from "../../images/description";
import { runCommand } from "./run-command";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gpu-image-"));
  writeFileSync(join(folder, "Dockerfile"), "FROM scratch\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

const image = (args: string[], env: Record<string, string> = { PATH: "" }) => runCommand(["image", ...args], { cwd: folder, env });

describe("pulumi-gpu image", () => {
  it("lists the images of the package, with their CUDA and GPUs", async () => {
    const { code, out } = await image(["list"]);
    expect(code).toBe(0);
    for (const name of IMAGE_NAMES) expect(out).toMatch(new RegExp(`^${name} v?[0-9.]+$`, "m"));
    const { out: json } = await image(["list", "--json"]);
    expect(JSON.parse(json)).toMatchObject({
      version: 1,
      images: expect.arrayContaining([expect.objectContaining({ name: "edge" })]) as unknown,
    });
  });

  it.each([
    [[], "say what to do; use image list or image build"],
    [["bild"], "'bild' is no part of image; use image list or image build"],
    [["build"], "give one image (edge, llm-finetune, pytorch-cuda, triton), or one folder with a Dockerfile"],
    [["build", "pytorch-cud"], "'pytorch-cud' is neither an image of this package (edge, llm-finetune, pytorch-cuda, triton) nor a folder"],
    [["build", "edge", "--dockerfile", "x"], "edge has its own Dockerfile; drop --dockerfile"],
    [["build", "edge", "--build-arg", "APPUID=1"], "edge has no build argument APPUID; use APP_GID"],
    [["build", ".", "--dockerfile", "gpu.Dockerfile"], ". has no gpu.Dockerfile; name it with --dockerfile"],
    [["build", ".", "--build-arg", "CUDA"], "--build-arg takes NAME=value, got 'CUDA'"],
    [["build", ".", "--repository", "registry/app:1"], "'registry/app:1' is no repository; write registry/repository"],
    [["build", ".", "--builder", "kaniko"], "'kaniko' is no builder; use docker, podman, buildah"],
    [["build", ".", "--builder", "docker"], "docker is not installed; leave --builder out"],
    [["build", "."], "none of docker, podman, buildah is installed; install one, or build in the account with ImageBuild"],
  ])("answers %j with the way out", async (args, message) => {
    const { code, err } = await image(args);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});
