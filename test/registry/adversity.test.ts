import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readLock } from "../../lock/read";
import { runCommand } from "../cli/run-command";
import { type DockerRegistry, push, startRegistry, USER } from "./docker-registry";
import { CUDA_ENV, writeLayout } from "./image-layout";
import { startTamperingProxy, type TamperingProxy } from "./tampering-proxy";

let registry: DockerRegistry;
let proxy: TamperingProxy;
let work: string;
let cwd: string;
let image: string;
let digest: string;
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "gpu-adversity-"));
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

const lockFile = () => join(cwd, "gpu.lock.json");
const pin = (...args: string[]) => runCommand(["pin", "image", ...args], { cwd, env: { HOME: cwd } });
const isManifest = ({ path }: { path: string }) => path.includes("/manifests/");
const isBlob = ({ path }: { path: string }) => path.includes("/blobs/sha256:");

describe("bytes that are not the registry's", () => {
  it("are refused in a manifest whose digest was announced", async () => {
    proxy.onBody = (seen, body) =>
      isManifest(seen) ? Buffer.from(body.toString().replace('"schemaVersion":2', '"schemaVersion": 2')) : body;
    const { code, err } = await pin(image);
    expect(code).toBe(1);
    expect(err).toMatch(/the manifest of .*\/team\/app:1 is corrupt: its bytes have sha256:[0-9a-f]{64}, the registry announced sha256:/);
    expect(existsSync(lockFile())).toBe(false);
  });

  it("are refused in a manifest that was asked for by digest", async () => {
    proxy.onBody = (seen, body) => (isManifest(seen) ? Buffer.concat([body, Buffer.from(" ")]) : body);
    const { code, err } = await pin(`${image}@${digest}`);
    expect(err).toContain(`, not ${digest}; a proxy or the registry changed it`);
    expect(code).toBe(1);
  });

  it("are refused in a config, whose CUDA facts would decide a launch", async () => {
    proxy.onBody = (seen, body) =>
      isBlob(seen) ? Buffer.from(body.toString().replace("CUDA_VERSION=12.8.1", "CUDA_VERSION=11.8.1")) : body;
    const { code, err } = await pin(image);
    expect(err).toContain("is corrupt: its bytes have sha256:");
    expect(code).toBe(1);
    expect(existsSync(lockFile())).toBe(false);
  });

  it("are refused when a document is index and manifest at once", async () => {
    const both = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        config: { mediaType: "x", digest, size: 1 },
        layers: [],
        manifests: [],
      }),
    );
    proxy.onRequest = (seen, response) => {
      if (!isManifest(seen)) return false;
      response.writeHead(200, { "content-type": "application/vnd.oci.image.manifest.v1+json" }).end(both);
      return true;
    };
    expect((await pin(image)).err).toContain("as a manifest it is wrong at manifests");
  });

  it("are refused when they are no image at all", async () => {
    proxy.onRequest = (seen, response) => {
      if (!isManifest(seen)) return false;
      response.writeHead(200, { "content-type": "text/html" }).end("<html>log in to the hotel network</html>");
      return true;
    };
    expect((await pin(image)).err).toContain("is corrupt: it is no JSON");
  });
});

describe("too much", () => {
  it.each([
    ["a manifest that announces 100 MiB", { "content-length": String(100 * 2 ** 20) }],
    ["a manifest that never ends", {}],
  ])("is refused unread: %s", async (_, headers) => {
    let sent = 0;
    proxy.onRequest = (seen, response) => {
      if (!isManifest(seen)) return false;
      response.writeHead(200, { "content-type": "application/vnd.oci.image.index.v1+json", ...headers });
      const more = () => {
        if (response.destroyed) return;
        sent += 65_536;
        response.write(Buffer.alloc(65_536, " "), () => setImmediate(more));
      };
      more();
      return true;
    };
    const { code, err } = await pin(image);
    expect({ code, err }).toEqual({
      code: 2,
      err: `pulumi-gpu pin: the manifest of ${image} is larger than 4 MiB; no image needs that, so it was not read\n`,
    });
    expect(sent).toBeLessThan(64 * 2 ** 20);
  });

  it("is refused in a config that its manifest states as larger than any", async () => {
    const manifest = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        config: { mediaType: "x", digest, size: 10 ** 9 },
        layers: [],
      }),
    );
    proxy.onRequest = (seen, response) => {
      if (!isManifest(seen)) return false;
      response.writeHead(200, { "content-type": "application/vnd.oci.image.manifest.v1+json" }).end(manifest);
      return true;
    };
    const { code, err } = await pin(image);
    expect(err).toContain("is said to have 1000000000 bytes; more than 8 MiB are not read");
    expect(code).toBe(2);
    expect(proxy.seen.filter(isBlob)).toEqual([]);
  });
});

describe("a registry that fails in passing", () => {
  it.each([429, 500, 502, 503, 504])("is asked again after HTTP %s", async (status) => {
    let failures = 2;
    proxy.onRequest = (seen, response) => {
      if (!isManifest(seen) || failures-- <= 0) return false;
      response.writeHead(status, { "retry-after": "0" }).end();
      return true;
    };
    expect((await pin(image)).code).toBe(0);
    expect(readLock(lockFile()).images[image]?.digest).toBe(digest);
  });

  it("is not waited for an hour", async () => {
    proxy.onRequest = (seen, response) => {
      if (!isManifest(seen)) return false;
      response.writeHead(429, { "retry-after": "3600" }).end('{"errors":[{"code":"TOOMANYREQUESTS"}]}');
      return true;
    };
    const { code, err } = await pin(image);
    expect(code).toBe(2);
    expect(err).toContain(
      "the registry's limit is reached (HTTP 429, TOOMANYREQUESTS); try again after 3600 s, or log in for a higher one",
    );
    expect(proxy.seen).toHaveLength(1);
  });

  it("is asked again when a body breaks off or a connection is reset", async () => {
    let broken = 0;
    proxy.onRequest = (seen, response) => {
      if (broken >= 2 || !(isManifest(seen) || isBlob(seen))) return false;
      broken++;
      if (broken === 1) response.socket?.resetAndDestroy();
      else {
        response.writeHead(200, { "content-length": "500" });
        response.write("{", () => response.destroy());
      }
      return true;
    };
    expect((await pin(image)).code).toBe(0);
    expect(broken).toBe(2);
  });

  it("ends with the reason when it never recovers", async () => {
    proxy.onRequest = (seen, response) => {
      if (!isManifest(seen)) return false;
      response.writeHead(503, { "retry-after": "0" }).end();
      return true;
    };
    const { code, err } = await pin(image);
    expect({ code, err }).toEqual({ code: 2, err: `pulumi-gpu pin: ${image}: the registry kept failing (HTTP 503); try again later\n` });
    expect(proxy.seen).toHaveLength(5);
  });

  it("says at once that nothing listens", async () => {
    const { code, err } = await pin("127.0.0.1:1/team/app:1");
    expect({ code, err }).toEqual({
      code: 2,
      err: "pulumi-gpu pin: 127.0.0.1:1 could not be reached: nothing listens there (ECONNREFUSED)\n",
    });
  });
});

describe("a redirect", () => {
  it("is followed to the storage behind a registry, without the registry's credentials", async () => {
    const storage: (string | undefined)[] = [];
    const other = createServer((request, response) => {
      storage.push(request.headers.authorization);
      response.writeHead(307, { location: `http://${registry.host}${request.url}` }).end();
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const basic = `Basic ${Buffer.from(`${USER.name}:${USER.password}`).toString("base64")}`;
    proxy.onRequest = (seen, response) => {
      if (seen.headers.authorization !== basic) response.writeHead(401, { "www-authenticate": 'Basic realm="tests"' }).end();
      else if (isBlob(seen)) response.writeHead(307, { location: `http://127.0.0.1:${address.port}${seen.path}` }).end();
      else return false;
      return true;
    };
    const auths = { [proxy.host]: { username: USER.name, password: USER.password } };
    const { code, err } = await runCommand(["pin", "image", image], {
      cwd,
      env: { HOME: cwd, DOCKER_AUTH_CONFIG: JSON.stringify({ auths }) },
    });
    other.closeAllConnections();
    other.close();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(storage).toEqual([undefined]);
  });

  it("to plain HTTP elsewhere is refused", async () => {
    proxy.onRequest = (_, response) => {
      response.writeHead(307, { location: "http://storage.example.com/blob" }).end();
      return true;
    };
    const { code, err } = await pin(image);
    expect({ code, err }).toEqual({
      code: 2,
      err: "pulumi-gpu pin: http://storage.example.com is plain HTTP; use https, or allow it with --plain-http storage.example.com\n",
    });
  });

  it("in a circle ends", async () => {
    proxy.onRequest = (seen, response) => {
      response.writeHead(307, { location: seen.path }).end();
      return true;
    };
    expect((await pin(image)).err).toContain("redirects more than 5 times");
  });
});
