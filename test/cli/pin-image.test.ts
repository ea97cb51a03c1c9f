import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readLock } from "../../lock/read";
import type { LockedImage } from "../../lock/schema";
import { formatLock } from "../../lock/write";
import { runCommand } from "./run-command";
import { type SmallRegistry, startSmallRegistry } from "./small-registry";

const ENV = ["CUDA_VERSION=12.8.1", "NVIDIA_REQUIRE_CUDA=cuda>=12.8", "PYTORCH_VERSION=2.8.0"];
let registry: SmallRegistry;
let work: string;
let cwd: string;
beforeAll(async () => {
  registry = await startSmallRegistry();
  work = mkdtempSync(join(tmpdir(), "gpu-pin-fast-"));
});
afterAll(async () => {
  await registry.stop();
  rmSync(work, { recursive: true, force: true });
});
beforeEach(() => {
  cwd = mkdtempSync(join(work, "project-"));
});
const pin = (...args: string[]) => runCommand(["pin", "image", ...args], { cwd, env: { HOME: cwd } });
const row = (reference: string): LockedImage | undefined => readLock(join(cwd, "gpu.lock.json")).images[reference];
const lockRow = (reference: string, image: LockedImage) =>
  writeFileSync(join(cwd, "gpu.lock.json"), formatLock({ version: 1, images: { [reference]: image }, amis: {}, declared: {} }));

describe("pin image", () => {
  it("prints one screen that says what was pinned and where each fact comes from", async () => {
    const image = registry.publish("team/app", "1", ENV, { index: true });
    const { out } = await pin(`${registry.host}/team/app:1`);
    expect(out).toBe(
      [
        `pinned ${registry.host}/team/app:1 in gpu.lock.json`,
        `  digest       ${image.digest} (index)`,
        `  linux/amd64  ${image.manifest}`,
        "  size         3.00 GiB compressed on linux/amd64",
        "  cuda         12.8.1 (CUDA_VERSION)",
        "  requires     cuda>=12.8 (NVIDIA_REQUIRE_CUDA)",
        "  torch        2.8.0 (PYTORCH_VERSION)",
        "",
      ].join("\n"),
    );
  });

  it("says what an image is silent about", async () => {
    registry.publish("team/silent", "1", ["PATH=/bin"]);
    const { out } = await pin(`${registry.host}/team/silent:1`);
    expect(out).toContain("  cuda      not stated; the catalog's row for the tag decides, or a declared one\n");
    expect(out).toContain("  requires  nothing\n");
    expect(row(`${registry.host}/team/silent:1`)?.facts).toEqual({ require: "" });
  });

  it("prints a moved tag so that both images can be told apart", async () => {
    const reference = `${registry.host}/team/moved:1`;
    const first = registry.publish("team/moved", "1", ENV);
    await pin(reference);
    const second = registry.publish("team/moved", "1", ["CUDA_VERSION=13.0.1", "NVIDIA_REQUIRE_CUDA=cuda>=13.0", "PYTORCH_VERSION=2.8.0"]);
    const { code, err } = await pin(reference);
    expect(code).toBe(1);
    expect(err).toBe(
      [
        `${reference} moved since it was pinned on ${row(reference)?.checked}; gpu.lock.json was left as it was`,
        `  digest    was ${first.digest}`,
        `            now ${second.digest}`,
        "  size      3.00 GiB (the same)",
        "  cuda      12.8.1 -> 13.0.1",
        "  requires  cuda>=12.8 -> cuda>=13.0",
        "  torch     2.8.0 (the same)",
        "--update accepts the new image; to stay with the old one use it by digest:",
        `  ${registry.host}/team/moved@${first.digest}`,
        "",
      ].join("\n"),
    );
  });

  it("gives the same as JSON", async () => {
    const reference = `${registry.host}/team/json:1`;
    const first = registry.publish("team/json", "1", ENV);
    expect(JSON.parse((await pin(reference, "--json")).out)).toMatchObject({
      version: 1,
      result: "pinned",
      lock: "gpu.lock.json",
      reference,
      now: { digest: first.digest },
    });
    const second = registry.publish("team/json", "1", [...ENV, "X=1"]);
    const { code, out, err } = await pin(reference, "--json");
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(JSON.parse(out)).toMatchObject({ result: "moved", before: { digest: first.digest }, now: { digest: second.digest } });
  });

  it("completes a row whose source did not say whether it named the index or a platform, and keeps its facts", async () => {
    const reference = `${registry.host}/team/known:1`;
    const image = registry.publish("team/known", "1", ["PATH=/bin"], { index: true });
    lockRow(reference, { digest: image.manifest, facts: { torch: "2.8.0+cu128" }, source: "a public Dockerfile", checked: "2026-01-01" });
    expect((await pin(reference)).out).toContain(`updated ${reference}`);
    expect(row(reference)).toMatchObject({
      digest: image.digest,
      kind: "index",
      platforms: { "linux/amd64": image.manifest },
      facts: { torch: "2.8.0+cu128", require: "" },
    });
  });

  it("does not take over facts of the image that moved away", async () => {
    const reference = `${registry.host}/team/gone:1`;
    registry.publish("team/gone", "1", ["PATH=/bin"]);
    lockRow(reference, { digest: `sha256:${"1".repeat(64)}`, facts: { cuda: "11.8" }, source: "before", checked: "2026-01-01" });
    expect((await pin(reference)).err).toContain("cuda      11.8 -> unknown");
    await pin(reference, "--update");
    expect(row(reference)?.facts).toEqual({ require: "" });
  });

  it("pins the digest that it is given, wherever the tag is now", async () => {
    const reference = `${registry.host}/team/exact:1`;
    const first = registry.publish("team/exact", "1", ENV);
    registry.publish("team/exact", "1", [...ENV, "X=1"]);
    await pin(`${reference}@${first.digest}`);
    expect(row(reference)?.digest).toBe(first.digest);
  });

  it("writes the file that --lock names and leaves the rows of others alone", async () => {
    const reference = `${registry.host}/team/other:1`;
    registry.publish("team/other", "1", ENV);
    await pin(reference, "--lock", "sub.json");
    registry.publish("team/other2", "1", ENV);
    expect((await pin(`${registry.host}/team/other2:1`, "--lock", "sub.json")).out).toContain("in sub.json\n");
    expect(Object.keys(readLock(join(cwd, "sub.json")).images)).toEqual([`${registry.host}/team/other2:1`, reference]);
  });

  it("does not touch a lock that is broken, and says what is wrong with it", async () => {
    registry.publish("team/broken", "1", ENV);
    writeFileSync(join(cwd, "gpu.lock.json"), '{"version": 1, "image": {}}');
    const { code, err } = await pin(`${registry.host}/team/broken:1`);
    expect({ code, err }).toEqual({
      code: 2,
      err: `pulumi-gpu pin: ${join(cwd, "gpu.lock.json")}: image: is no key of the lock; remove it\n`,
    });
    expect(readFileSync(join(cwd, "gpu.lock.json"), "utf8")).toBe('{"version": 1, "image": {}}');
  });

  it.each([
    [[], "give one image reference, such as docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime"],
    [["a:1", "b:1"], "give one image reference"],
    [["Bad Name"], "'Bad Name' is no image reference; write registry/repository:tag"],
    [["pytorch/pytorch"], "'pytorch/pytorch' has no tag; the lock keeps images by tag"],
    [["pytorch/pytorch:latest"], "latest is a different image every week, pin an exact tag"],
    [["a.example/b:1", "--plain-http", "http://a.example"], "--plain-http takes host or host:port without scheme and path"],
  ])("refuses %j with the way out", async (args, message) => {
    const { code, err } = await pin(...args);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  it("says what can be pinned", async () => {
    expect((await runCommand(["pin"])).err).toBe(
      "pulumi-gpu pin: say what to pin; use pin image <reference> or pin ami <family> <release>\n",
    );
    expect((await runCommand(["pin", "chart"])).err).toContain("'chart' cannot be pinned");
  });
});

describe("the way to a registry", () => {
  it("goes through the proxy of the environment, except to the hosts of NO_PROXY", async () => {
    const image = registry.publish("team/behind", "1", ENV);
    const connected: string[] = [];
    const proxy = createServer();
    proxy.on("connect", (request, socket) => {
      connected.push(request.url ?? "");
      const upstream = connect(registry.port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        upstream.pipe(socket).pipe(upstream);
      });
      for (const end of [upstream, socket]) end.on("error", () => undefined);
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const address = proxy.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const HTTP_PROXY = `http://127.0.0.1:${address.port}`;
    const reference = "registry.invalid/team/behind:1";
    const args = ["pin", "image", reference, "--plain-http", "registry.invalid"];
    const through = await runCommand(args, { cwd, env: { HOME: cwd, HTTP_PROXY } });
    expect(through.err).toBe("");
    expect(row(reference)?.digest).toBe(image.digest);
    expect(new Set(connected)).toEqual(new Set(["registry.invalid:80"]));
    connected.length = 0;
    const around = await runCommand(args, { cwd, env: { HOME: cwd, HTTP_PROXY, NO_PROXY: "registry.invalid" } });
    expect(around).toMatchObject({ code: 2, err: expect.stringContaining("registry.invalid could not be reached") as unknown });
    expect(connected).toEqual([]);
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });

  it("is encrypted unless the host is this machine or was named", async () => {
    const { code, err } = await runCommand(["pin", "image", `localhost.localdomain:${registry.port}/team/app:1`], {
      cwd,
      env: { HOME: cwd },
    });
    expect(code).toBe(2);
    expect(err).toMatch(/could not be reached/);
  });
});
