import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readLock } from "../../lock/read";
import { runCommand } from "../cli/run-command";
import { type DockerRegistry, push, skopeo, startRegistry } from "./docker-registry";
import { CUDA_ENV, type TestImage, writeLayout } from "./image-layout";

let registry: DockerRegistry;
let work: string;
let count = 0;
beforeAll(async () => {
  registry = await startRegistry();
  work = mkdtempSync(join(tmpdir(), "gpu-pin-"));
});
afterAll(async () => {
  await registry?.stop();
  rmSync(work, { recursive: true, force: true });
});

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(work, "project-"));
  writeFileSync(join(cwd, "Pulumi.yaml"), "name: app\n");
});
const pin = (...args: string[]) => runCommand(["pin", "image", ...args], { cwd, env: { HOME: cwd } });

async function publish(name: string, image: TestImage): Promise<{ reference: string; digest: string }> {
  const layout = join(work, `layout-${count++}`);
  const digest = writeLayout(layout, image);
  await push(layout, `${registry.host}/${name}`);
  return { reference: `${registry.host}/${name}`, digest };
}

describe("pin image", () => {
  it("pins an index: its digest, each platform's, the size and the CUDA facts of linux/amd64", async () => {
    const { reference, digest } = await publish("team/torch:2.8.0", {
      platforms: { "linux/arm64": ["PYTORCH_VERSION=2.8.0"], "linux/amd64": CUDA_ENV },
    });
    const { code, out, err } = await pin(reference);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const row = readLock(join(cwd, "gpu.lock.json")).images[reference];
    expect(row).toMatchObject({
      digest,
      kind: "index",
      platforms: {
        "linux/amd64": expect.stringMatching(/^sha256:/) as unknown,
        "linux/arm64": expect.stringMatching(/^sha256:/) as unknown,
      },
      facts: { cuda: "12.8.1", require: "cuda>=12.8 brand=tesla,driver>=535,driver<536", torch: "2.8.0" },
      source: `http://${registry.host}/v2/team/torch/manifests/2.8.0`,
    });
    // skopeo reads the same digest
    expect((await skopeo("inspect", "--tls-verify=false", "--format", "{{.Digest}}", `docker://${reference}`)).trim()).toBe(digest);
    expect(out).toContain(`pinned ${reference} in gpu.lock.json\n  digest       ${digest} (index)\n`);
    expect(out).toContain("cuda         12.8.1 (CUDA_VERSION)");
  });

  it.each([
    ["an OCI manifest", false],
    ["a Docker manifest", true],
  ])("pins %s without an index", async (_, docker) => {
    const { reference, digest } = await publish(`team/single-${docker}:1`, { platforms: { "linux/amd64": CUDA_ENV }, docker });
    expect((await pin(reference)).code).toBe(0);
    expect(readLock(join(cwd, "gpu.lock.json")).images[reference]).toMatchObject({
      digest,
      kind: "manifest",
      platforms: { "linux/amd64": digest },
      sizeBytes: expect.any(Number) as unknown,
    });
  });

  it("changes nothing when it is run again", async () => {
    const { reference } = await publish("team/again:1", { platforms: { "linux/amd64": CUDA_ENV } });
    await pin(reference);
    const before = readFileSync(join(cwd, "gpu.lock.json"), "utf8");
    const { code, out } = await pin(reference);
    expect(code).toBe(0);
    expect(out).toContain(`unchanged: ${reference} in gpu.lock.json`);
    expect(readFileSync(join(cwd, "gpu.lock.json"), "utf8")).toBe(before);
  });

  it("refuses a tag that moved, and shows old and new CUDA; --update accepts it", async () => {
    const first = await publish("team/moves:1", { platforms: { "linux/amd64": CUDA_ENV } });
    await pin(first.reference);
    const before = readFileSync(join(cwd, "gpu.lock.json"), "utf8");
    const second = await publish("team/moves:1", {
      platforms: { "linux/amd64": ["CUDA_VERSION=13.0.1", "NVIDIA_REQUIRE_CUDA=cuda>=13.0", "PYTORCH_VERSION=2.8.0"] },
    });
    const { code, out, err } = await pin(first.reference);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(`${first.reference} moved since it was pinned on`);
    expect(err).toContain(`was ${first.digest}`);
    expect(err).toContain(`now ${second.digest}`);
    expect(err).toContain("cuda      12.8.1 -> 13.0.1");
    expect(err).toContain("torch     2.8.0 (the same)");
    expect(err).toContain("--update accepts the new image");
    expect(readFileSync(join(cwd, "gpu.lock.json"), "utf8")).toBe(before);
    expect((await pin(first.reference, "--update")).out).toContain(`updated ${first.reference}`);
    expect(readLock(join(cwd, "gpu.lock.json")).images[first.reference]).toMatchObject({
      digest: second.digest,
      facts: { cuda: "13.0.1" },
    });
  });

  it("says that a tag does not exist", async () => {
    const { reference } = await publish("team/exists:1", { platforms: { "linux/amd64": CUDA_ENV } });
    const { code, err } = await pin(reference.replace(":1", ":2").replace(":2", ":2"));
    expect(err).toContain("(HTTP 404, MANIFEST_UNKNOWN); check repository and tag");
    expect(code).toBe(2);
  });
});
