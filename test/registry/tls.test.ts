import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { readLock } from "../../lock/read";
import { part, REPOSITORY } from "../rig/home";
import { type DockerRegistry, skopeo, startRegistry } from "./docker-registry";
import { CUDA_ENV, writeLayout } from "./image-layout";

// A company's network: the registry has a certificate of the company's own, and is reached only through a proxy.
let work: string;
let cwd: string;
let registry: DockerRegistry;
let proxy: Server;
let proxyUrl: string;
let digest: string;
let certificate: string;
const connected: string[] = [];

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "gpu-tls-"));
  certificate = join(work, "ca.pem");
  const key = join(work, "key.pem");
  const request = [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=registry.test",
    "-addext",
    "subjectAltName=DNS:registry.test",
  ];
  execFileSync(part("images", "/usr/bin/openssl"), [...request, "-keyout", key, "-out", certificate], { stdio: "ignore" });
  registry = await startRegistry(undefined, { certificate, key });
  digest = writeLayout(join(work, "layout"), { platforms: { "linux/amd64": CUDA_ENV } });
  await skopeo("copy", "-q", "--dest-tls-verify=false", `oci:${join(work, "layout")}`, `docker://${registry.host}/team/app:1`);
  proxy = createServer();
  proxy.on("connect", (incoming, socket) => {
    connected.push(incoming.url ?? "");
    const upstream = connect(Number(registry.host.split(":")[1]), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [upstream, socket]) end.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("no free loopback port");
  proxyUrl = `http://127.0.0.1:${address.port}`;
});
afterAll(async () => {
  proxy?.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
  await registry?.stop();
  rmSync(work, { recursive: true, force: true });
});
beforeEach(() => {
  cwd = mkdtempSync(join(work, "project-"));
  connected.length = 0;
});

/** In a process of its own: Node reads its certificates once, at the start. */
function pin(env: Record<string, string>): Promise<{ code: number; err: string }> {
  const script = join(cwd, "pin.cjs");
  const main = JSON.stringify(join(REPOSITORY, "cli/main.ts"));
  writeFileSync(
    script,
    `require(${main}).main(["pin", "image", "registry.test/team/app:1"], { out() {}, err: (text) => process.stderr.write(text), stdin: async () => "", cwd: process.cwd(), env: process.env, columns: 80, color: false }).then((code) => { process.exitCode = code; });`,
  );
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["--import", join(REPOSITORY, "node_modules/tsx/dist/loader.mjs"), script],
      { cwd, env: { PATH: process.env.PATH ?? "", HOME: cwd, ...env } },
      (_, __, err) => resolve({ code: child.exitCode ?? 1, err }),
    );
  });
}

it("pins through HTTPS_PROXY from a registry whose CA is named in NODE_EXTRA_CA_CERTS", async () => {
  expect(await pin({ HTTPS_PROXY: proxyUrl, NODE_EXTRA_CA_CERTS: certificate })).toEqual({ code: 0, err: "" });
  expect(readLock(join(cwd, "gpu.lock.json")).images["registry.test/team/app:1"]?.digest).toBe(digest);
  expect(new Set(connected)).toEqual(new Set(["registry.test:443"]));
});

it("does not trust a certificate that nobody vouches for, and says how to", async () => {
  const { code, err } = await pin({ HTTPS_PROXY: proxyUrl });
  expect(code).toBe(2);
  expect(err).toMatch(
    /registry\.test could not be reached: its certificate is not trusted \(\w+\); name your CA in NODE_EXTRA_CA_CERTS\n$/,
  );
});
