import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readLock } from "../../lock/read";
import { runCommand } from "../cli/run-command";
import { type DockerRegistry, push, startRegistry, USER } from "./docker-registry";
import { CUDA_ENV, writeLayout } from "./image-layout";
import { startTamperingProxy } from "./tampering-proxy";
import { startTokenServer, type TokenServer } from "./token-server";

const PUSHER = "pusher:t0ken-secret";
const IDENTITY = "identity-t0ken-secret";
let work: string;
let cwd: string;
let layout: string;
let digest: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "gpu-login-"));
  layout = join(work, "layout");
  digest = writeLayout(layout, { platforms: { "linux/amd64": CUDA_ENV, "linux/arm64": CUDA_ENV } });
});
afterAll(() => rmSync(work, { recursive: true, force: true }));
beforeEach(() => {
  cwd = mkdtempSync(join(work, "project-"));
});

const pin = (reference: string, env: Record<string, string> = {}) =>
  runCommand(["pin", "image", reference], { cwd, env: { HOME: cwd, PATH: process.env.PATH, ...env } });
const base64 = (text: string) => Buffer.from(text).toString("base64");
const pinned = (reference: string) =>
  existsSync(join(cwd, "gpu.lock.json")) ? readLock(join(cwd, "gpu.lock.json")).images[reference]?.digest : undefined;

describe("a registry with basic authentication", () => {
  let registry: DockerRegistry;
  let image: string;
  beforeAll(async () => {
    registry = await startRegistry("basic");
    image = `${registry.host}/team/app:1`;
    await push(layout, image, `${USER.name}:${USER.password}`);
  });
  afterAll(() => registry?.stop());

  it("is refused without a login, and the way to one is said", async () => {
    const { code, err } = await pin(image);
    expect({ code, err }).toEqual({
      code: 2,
      err: `pulumi-gpu pin: ${registry.host} wants credentials, and none were found; log in with docker login ${registry.host}, or set DOCKER_AUTH_CONFIG\n`,
    });
  });

  it("is refused with a wrong password, which is not shown", async () => {
    const auths = { [registry.host]: { auth: base64(`${USER.name}:wr0ng-secret`) } };
    const { code, out, err } = await pin(image, { DOCKER_AUTH_CONFIG: JSON.stringify({ auths }) });
    expect(code).toBe(2);
    expect(err).toContain(`${registry.host} refused the credentials it was given`);
    expect(out + err).not.toContain("wr0ng-secret");
    expect(out + err).not.toContain(base64(`${USER.name}:wr0ng-secret`));
  });

  it("takes the login of docker's config.json", async () => {
    mkdirSync(join(cwd, ".docker"));
    writeFileSync(
      join(cwd, ".docker/config.json"),
      JSON.stringify({ auths: { [registry.host]: { auth: base64(`${USER.name}:${USER.password}`) } } }),
    );
    expect((await pin(image)).err).toBe("");
    expect(pinned(image)).toBe(digest);
    expect(readFileSync(join(cwd, "gpu.lock.json"), "utf8")).not.toContain(USER.password);
  });

  it("takes the login of podman for a part of the repository", async () => {
    const file = join(cwd, "auth.json");
    writeFileSync(file, JSON.stringify({ auths: { [`${registry.host}/team`]: { auth: base64(`${USER.name}:${USER.password}`) } } }));
    expect((await pin(image, { REGISTRY_AUTH_FILE: file })).code).toBe(0);
  });

  it.each([
    ["for this registry", (host: string) => ({ credHelpers: { [host]: "tests" } })],
    ["for every registry", () => ({ credsStore: "tests" })],
  ])("asks a credential helper that is named %s", async (_, config) => {
    const bin = join(cwd, "bin");
    mkdirSync(bin);
    const helper = join(bin, "docker-credential-tests");
    writeFileSync(
      helper,
      `#!/bin/sh\nread server\n[ "$1" = get ] && [ "$server" = "${registry.host}" ] || exit 1\nprintf '{"Username":"${USER.name}","Secret":"${USER.password}"}'\n`,
    );
    chmodSync(helper, 0o755);
    const { code, err } = await pin(image, {
      PATH: `${bin}:${process.env.PATH}`,
      DOCKER_AUTH_CONFIG: JSON.stringify(config(registry.host)),
    });
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  it("says that the helper is not installed", async () => {
    const { code, err } = await pin(image, { DOCKER_AUTH_CONFIG: JSON.stringify({ credHelpers: { [registry.host]: "absent" } }) });
    expect({ code, err }).toEqual({
      code: 2,
      err: "pulumi-gpu pin: docker-credential-absent is named in the docker config and is not on the PATH; install it, or log in without it\n",
    });
  });

  it("says which config is broken, and shows nothing of it", async () => {
    const { err } = await pin(image, { DOCKER_AUTH_CONFIG: '{"auths": {"x": {"auth": "c2VjcmV0' });
    expect(err).toBe("pulumi-gpu pin: DOCKER_AUTH_CONFIG is not a docker config.json; log in again with docker login, or mend it\n");
  });
});

describe("a registry with tokens", () => {
  let registry: DockerRegistry;
  let tokens: TokenServer;
  let open: string;
  let closed: string;
  beforeAll(async () => {
    tokens = await startTokenServer(work, { pusher: PUSHER, identityToken: IDENTITY });
    registry = await startRegistry(tokens);
    open = `${registry.host}/public/app:1`;
    closed = `${registry.host}/team/app:1`;
    await push(layout, open, PUSHER);
    await push(layout, closed, PUSHER);
  });
  afterAll(async () => {
    await registry?.stop();
    await tokens?.stop();
  });
  beforeEach(() => {
    tokens.asked.length = 0;
    tokens.lifetime = 300;
  });

  it("gives everyone a token for what is public, asked for once", async () => {
    expect((await pin(open)).err).toBe("");
    expect(pinned(open)).toBe(digest);
    expect(tokens.asked).toEqual([{ method: "GET", scope: "repository:public/app:pull", login: "" }]);
  });

  it("refuses what is not public without a login", async () => {
    const { code, err } = await pin(closed);
    expect(err).toContain(`${registry.host} wants credentials, and none were found`);
    expect(code).toBe(2);
  });

  it("takes a password to the token server only", async () => {
    const auths = { [registry.host]: { auth: base64(PUSHER) } };
    expect((await pin(closed, { DOCKER_AUTH_CONFIG: JSON.stringify({ auths }) })).err).toBe("");
    expect(tokens.asked).toEqual([{ method: "GET", scope: "repository:team/app:pull", login: PUSHER }]);
  });

  it("exchanges an identity token", async () => {
    const auths = { [registry.host]: { identitytoken: IDENTITY } };
    expect((await pin(closed, { DOCKER_AUTH_CONFIG: JSON.stringify({ auths }) })).err).toBe("");
    expect(tokens.asked).toEqual([{ method: "POST", scope: "repository:team/app:pull", login: IDENTITY }]);
  });

  it("refuses a token that is over when it comes", async () => {
    tokens.lifetime = -120;
    const auths = { [registry.host]: { auth: base64(PUSHER) } };
    expect((await pin(closed, { DOCKER_AUTH_CONFIG: JSON.stringify({ auths }) })).err).toContain(
      `${registry.host} refused the credentials it was given`,
    );
  });

  it("is mirrored into with the right to push, and a token that ends on the way is renewed", async () => {
    const proxy = await startTamperingProxy(registry.host);
    let ends = 1;
    proxy.onRequest = ({ method, path }, response) => {
      if (method !== "PUT" || !path.includes("/manifests/") || ends-- <= 0) return false;
      const challenge = `Bearer realm="${tokens.realm}",service="${tokens.service}",scope="repository:team/copy:pull,push",error="invalid_token"`;
      response.writeHead(401, { "www-authenticate": challenge }).end();
      return true;
    };
    const login = { auth: base64(PUSHER) };
    const env = { HOME: cwd, DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [registry.host]: login, [proxy.host]: login } }) };
    const { code, err } = await runCommand(["mirror", `${open}@${digest}`, "--to", `${proxy.host}/team/copy`], { cwd, env });
    await proxy.stop();
    expect(code, err).toBe(0);
    const pushes = tokens.asked.filter(({ scope }) => scope === "repository:team/copy:pull,push");
    expect(pushes).toHaveLength(2);
    expect(pushes.every(({ login: used }) => used === PUSHER)).toBe(true);
  });

  it("renews a token where it got the first one, also if the registry names another place by then", async () => {
    const proxy = await startTamperingProxy(registry.host);
    let ends = 1;
    proxy.onRequest = ({ path }, response) => {
      if (!path.includes("/blobs/") || ends-- <= 0) return false;
      response
        .writeHead(401, { "www-authenticate": 'Bearer realm="http://127.0.0.1:1/elsewhere",service="registry",error="invalid_token"' })
        .end();
      return true;
    };
    const { code, err } = await pin(`${proxy.host}/public/app:1`);
    await proxy.stop();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(tokens.asked).toHaveLength(2);
  });
});
