import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runCommand } from "../cli/run-command";
import { type DockerRegistry, push, startRegistry } from "./docker-registry";
import { CUDA_ENV, writeLayout } from "./image-layout";
import { startTamperingProxy, type TamperingProxy } from "./tampering-proxy";

let registry: DockerRegistry;
let proxy: TamperingProxy;
let work: string;
let cwd: string;
let image: string;
let digest: string;
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "gpu-bad-line-"));
  registry = await startRegistry();
  proxy = await startTamperingProxy(registry.host);
  image = `${proxy.host}/team/app:1`;
  digest = writeLayout(join(work, "layout"), { platforms: { "linux/amd64": CUDA_ENV }, layerBytes: 2_000_000 });
  await push(join(work, "layout"), `${registry.host}/team/app:1`);
});
afterAll(async () => {
  await proxy?.stop();
  await registry?.stop();
  rmSync(work, { recursive: true, force: true });
});
beforeEach(() => {
  proxy.calm();
  cwd = mkdtempSync(join(work, "project-"));
});

const isBlob = ({ path }: { path: string }) => path.includes("/blobs/sha256:");

describe("a mirror over a bad line", () => {
  const mirror = (...args: string[]) => runCommand(["mirror", ...args], { cwd, env: { HOME: cwd } });

  it("goes on where a layer broke off, and the bytes are right", async () => {
    const starts: number[] = [];
    proxy.onRequest = (seen, response) => {
      if (!isBlob(seen) || seen.method !== "GET") return false;
      const start = Number(/bytes=(\d+)-/.exec(seen.headers.range ?? "")?.[1] ?? 0);
      void fetch(`http://${registry.host}${seen.path}`, start > 0 ? { headers: { range: `bytes=${start}-` } } : {}).then(async (answer) => {
        const bytes = Buffer.from(await answer.arrayBuffer());
        const isLayer = start + bytes.length > 1_000_000;
        if (isLayer) starts.push(start);
        response.writeHead(answer.status, { "content-length": String(bytes.length) });
        if (!isLayer || starts.length > 2) return response.end(bytes);
        // a third of the layer, then the line is dead
        return response.write(bytes.subarray(0, 700_000), () => setTimeout(() => response.destroy(), 300));
      });
      return true;
    };
    const { code, err } = await mirror(`${image}@${digest}`, "--to", "oci:copy");
    expect(code, err).toBe(0);
    expect(starts).toEqual([0, expect.toSatisfy((start) => start > 0), expect.toSatisfy((start) => start > 0)]);
    expect(starts[2]).toBeGreaterThan(starts[1] ?? 0);
  });

  it("refuses a layer of other bytes and keeps no file of it", async () => {
    proxy.onBody = (seen, body) => {
      if (!isBlob(seen) || body.length < 100_000) return body;
      const changed = Buffer.from(body);
      changed[50_000] = (changed[50_000] ?? 0) ^ 1;
      return changed;
    };
    const { code, err } = await mirror(`${image}@${digest}`, "--to", "oci:copy");
    expect(code).toBe(1);
    expect(err).toContain("is corrupt: its bytes have sha256:");
    expect(existsSync(join(cwd, "copy/blobs/sha256", digest.slice(7)))).toBe(false);
  });

  it("starts a broken upload again, and the registry then has the whole image", async () => {
    let cuts = 1;
    proxy.onRequest = (seen, response) => {
      if (seen.method !== "PATCH" || cuts-- <= 0) return false;
      response.socket?.resetAndDestroy();
      return true;
    };
    const { code, err } = await mirror(`${registry.host}/team/app:1@${digest}`, "--to", `${proxy.host}/team/copy`);
    expect(code, err).toBe(0);
    const answer = await fetch(`http://${registry.host}/v2/team/copy/manifests/1`, {
      headers: { accept: "application/vnd.oci.image.manifest.v1+json" },
    });
    expect(
      `sha256:${createHash("sha256")
        .update(Buffer.from(await answer.arrayBuffer()))
        .digest("hex")}`,
    ).toBe(digest);
  });

  it.each([201, 204])("takes HTTP %s for a piece that was taken, as ECR and older registries answer", async (status) => {
    proxy.onStatus = ({ method }, usual) => (method === "PATCH" ? status : usual);
    const { code, err } = await mirror(`${registry.host}/team/app:1@${digest}`, "--to", `${proxy.host}/team/as-${status}`);
    expect(code, err).toBe(0);
    expect(proxy.seen.filter(({ method }) => method === "PATCH")).toHaveLength(2);
  });
});
