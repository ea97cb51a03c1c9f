import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runCommand } from "../cli/run-command";
import { type DockerRegistry, push, skopeo, startRegistry, USER } from "./docker-registry";
import { CUDA_ENV, writeLayout } from "./image-layout";

let upstream: DockerRegistry;
let own: DockerRegistry;
let work: string;
let cwd: string;
let image: string;
let digest: string;
const DIGESTS = ["--tls-verify=false", "--raw"] as const;
const sha256 = (text: string | Buffer) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "gpu-mirror-"));
  [upstream, own] = await Promise.all([startRegistry(), startRegistry("basic")]);
  image = `${upstream.host}/pytorch/pytorch:2.8.0`;
  digest = writeLayout(join(work, "layout"), {
    platforms: { "linux/amd64": CUDA_ENV, "linux/arm64": ["PYTORCH_VERSION=2.8.0"] },
    layerBytes: 3_000_000,
  });
  await push(join(work, "layout"), image);
});
afterAll(async () => {
  await Promise.all([upstream?.stop(), own?.stop()]);
  rmSync(work, { recursive: true, force: true });
});
beforeEach(() => {
  cwd = mkdtempSync(join(work, "project-"));
});

const login = (host: string) =>
  JSON.stringify({ auths: { [host]: { auth: Buffer.from(`${USER.name}:${USER.password}`).toString("base64") } } });
const run = (...args: string[]) => runCommand(args, { cwd, env: { HOME: cwd, DOCKER_AUTH_CONFIG: login(own.host) } });
const manifestThere = (reference: string) =>
  skopeo("inspect", ...DIGESTS, "--creds", `${USER.name}:${USER.password}`, `docker://${reference}`);

describe("mirror", () => {
  it("copies a pinned image with all platforms, byte for byte, into a registry that wants a login", async () => {
    await run("pin", "image", image);
    const { code, out, err } = await run("mirror", image, "--to", `${own.host}/team/pytorch`);
    expect(code, err).toBe(0);
    expect(out).toContain(`mirrored ${image} to ${own.host}/team/pytorch:2.8.0\n`);
    expect(out).toContain(`${digest} (read back and proven)`);
    expect(out).toContain("4 copied");
    expect(sha256(await manifestThere(`${own.host}/team/pytorch:2.8.0`))).toBe(digest);
    // another client pulls every layer of every platform out of it
    await skopeo(
      "copy",
      "-q",
      "--all",
      "--src-tls-verify=false",
      "--src-creds",
      `${USER.name}:${USER.password}`,
      `docker://${own.host}/team/pytorch@${digest}`,
      `oci:${join(cwd, "pulled")}`,
    );
  });

  it("sends nothing twice", async () => {
    const { code, out } = await run("mirror", `${image}@${digest}`, "--to", `${own.host}/team/twice`, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ digest, copied: { blobs: 4 }, there: { blobs: 0 }, platforms: ["linux/amd64", "linux/arm64"] });
    const again = await run("mirror", `${image}@${digest}`, "--to", `${own.host}/team/twice`, "--json");
    expect(JSON.parse(again.out)).toMatchObject({ digest, copied: { blobs: 0, bytes: 0 }, there: { blobs: 4 } });
  });

  it("copies one platform under that platform's own digest", async () => {
    const { code, out } = await run(
      "mirror",
      `${image}@${digest}`,
      "--to",
      `${own.host}/team/amd64`,
      "--platform",
      "linux/amd64",
      "--json",
    );
    expect(code).toBe(0);
    const copy = JSON.parse(out) as { digest: string };
    expect(copy.digest).not.toBe(digest);
    expect(sha256(await manifestThere(`${own.host}/team/amd64:2.8.0`))).toBe(copy.digest);
  });

  it("names the platforms there are when one is missing", async () => {
    const { code, err } = await run("mirror", `${image}@${digest}`, "--to", `${own.host}/team/x`, "--platform", "linux/riscv64");
    expect(err).toContain("has no linux/riscv64; it has linux/amd64, linux/arm64");
    expect(code).toBe(2);
  });

  it("refuses what was not pinned", async () => {
    const { code, err } = await run("mirror", image, "--to", `${own.host}/team/x`);
    expect({ code, err }).toEqual({
      code: 2,
      err: `pulumi-gpu mirror: ${image} is not in gpu.lock.json; run pulumi-gpu pin image ${image} first, or add @sha256:…\n`,
    });
  });

  it("never moves a tag that names another image", async () => {
    const other = writeLayout(join(cwd, "other"), { platforms: { "linux/amd64": ["CUDA_VERSION=11.8.0"] } });
    await push(join(cwd, "other"), `${own.host}/team/taken:2.8.0`, `${USER.name}:${USER.password}`);
    const { code, err } = await run("mirror", `${image}@${digest}`, "--to", `${own.host}/team/taken`);
    expect(code).toBe(1);
    expect(err).toContain(`2.8.0 in ${own.host}/team/taken names ${other} already, not ${digest}; give the copy another tag`);
    expect(sha256(await manifestThere(`${own.host}/team/taken:2.8.0`))).toBe(other);
  });

  it("crosses an air gap by an OCI layout that skopeo reads", async () => {
    const folder = join(cwd, "carried");
    expect((await run("mirror", `${image}@${digest}`, "--to", "oci:carried")).code).toBe(0);
    expect(sha256(await skopeo("inspect", "--raw", `oci:${folder}`))).toBe(digest);
    expect(readdirSync(join(folder, "blobs/sha256")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    cpSync(folder, join(cwd, "arrived"), { recursive: true });
    const { code, out } = await run("mirror", `${image}@${digest}`, "--from", "oci:arrived", "--to", `${own.host}/team/air`);
    expect(code).toBe(0);
    expect(out).toContain(`use it as ${own.host}/team/air:2.8.0@${digest}`);
    expect(sha256(await manifestThere(`${own.host}/team/air:2.8.0`))).toBe(digest);
  });

  it("replaces what rotted in the folder since the last copy", async () => {
    await run("mirror", `${image}@${digest}`, "--to", "oci:carried");
    const blobs = join(cwd, "carried/blobs/sha256");
    for (const name of readdirSync(blobs)) {
      const bytes = readFileSync(join(blobs, name));
      bytes[1] = (bytes[1] ?? 0) ^ 1;
      writeFileSync(join(blobs, name), bytes);
    }
    const { code, out } = await run("mirror", `${image}@${digest}`, "--to", "oci:carried", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ digest, copied: { blobs: 4 }, there: { blobs: 0 } });
    expect(readdirSync(blobs).filter((name) => sha256(readFileSync(join(blobs, name))) !== `sha256:${name}`)).toEqual([]);
  });

  it("refuses a layer that was changed on the way, and leaves no manifest behind", async () => {
    await run("mirror", `${image}@${digest}`, "--to", "oci:carried");
    const blobs = join(cwd, "carried/blobs/sha256");
    const largest = readdirSync(blobs)
      .map((name) => ({ name, size: statSync(join(blobs, name)).size }))
      .sort((a, b) => b.size - a.size)[0];
    const path = join(blobs, largest?.name ?? "");
    const bytes = readFileSync(path);
    bytes[1000] = (bytes[1000] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const { code, err } = await run("mirror", `${image}@${digest}`, "--from", "oci:carried", "--to", `${own.host}/team/tampered`);
    expect(code).toBe(1);
    expect(err).toContain(`sha256:${largest?.name} is corrupt: its bytes have sha256:`);
    await expect(manifestThere(`${own.host}/team/tampered:2.8.0`)).rejects.toThrow(/manifest unknown|name unknown/i);
  });
});
