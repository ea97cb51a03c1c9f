import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { part } from "../rig/home";

const REGISTRY = "/usr/bin/docker-registry";
const SKOPEO = "/usr/bin/skopeo";

export const USER = { name: "team", password: "s3cret" };
/** bcrypt of the password above: the registry reads no other kind. */
const HTPASSWD = "team:$2b$04$aO59WQN2/SF11ex9v4WRKu7z8RBq./.T5uiXfZ4APavV1poMVo8y2\n";

/** A real registry (distribution, from Debian) on a loopback port of its own. */
export interface DockerRegistry {
  /** `127.0.0.1:port`. */
  readonly host: string;
  readonly folder: string;
  stop(): Promise<void>;
}

export interface TokenAuth {
  readonly realm: string;
  readonly service: string;
  readonly issuer: string;
  /** PEM file with the certificate of the signer. */
  readonly certificate: string;
}

/** Certificate and key, as PEM files. */
export interface Tls {
  readonly certificate: string;
  readonly key: string;
}

export async function startRegistry(auth?: "basic" | TokenAuth, tls?: Tls): Promise<DockerRegistry> {
  part("images", REGISTRY);
  part("images", SKOPEO);
  const folder = mkdtempSync(join(tmpdir(), "gpu-registry-"));
  mkdirSync(join(folder, "data"));
  const host = `127.0.0.1:${await freePort()}`;
  writeFileSync(join(folder, "htpasswd"), HTPASSWD);
  const config = {
    version: 0.1,
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: join(folder, "data") }, delete: { enabled: true } },
    http: { addr: host, secret: "for these tests", ...(tls ? { tls } : {}) },
    ...(auth === "basic" ? { auth: { htpasswd: { realm: "tests", path: join(folder, "htpasswd") } } } : {}),
    ...(typeof auth === "object"
      ? { auth: { token: { realm: auth.realm, service: auth.service, issuer: auth.issuer, rootcertbundle: auth.certificate } } }
      : {}),
  };
  writeFileSync(join(folder, "config.yml"), JSON.stringify(config)); // JSON is YAML
  const server = spawn(REGISTRY, ["serve", join(folder, "config.yml")], { stdio: "ignore", env: { PATH: process.env.PATH } });
  const stopWithUs = () => server.kill("SIGKILL");
  process.once("exit", stopWithUs);
  await answers(host, server);
  return {
    host,
    folder,
    async stop() {
      process.off("exit", stopWithUs);
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Pushes an image from an OCI layout with skopeo, a client that is not ours. */
export async function push(layout: string, target: string, credentials?: string): Promise<void> {
  const login = credentials === undefined ? [] : ["--dest-creds", credentials];
  await skopeo("copy", "-q", "--all", "--dest-tls-verify=false", ...login, `oci:${layout}`, `docker://${target}`);
}

/** Runs skopeo and gives its standard output. */
export async function skopeo(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(SKOPEO, ["--insecure-policy", ...args], { maxBuffer: 2 ** 24 });
  return stdout;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free loopback port");
  return address.port;
}

/** A registry listens when it is ready to answer. */
async function answers(host: string, server: ChildProcess): Promise<void> {
  const [name = "", port = ""] = host.split(":");
  for (let attempt = 0; attempt < 300; attempt++) {
    if (server.exitCode !== null) throw new Error(`the registry ended with exit code ${server.exitCode} before it answered`);
    const up = await new Promise<boolean>((resolve) => {
      const socket = connect(Number(port), name, () => resolve(true)).on("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (up) return;
    await pause(100);
  }
  throw new Error(`the registry does not listen on ${host}`);
}
