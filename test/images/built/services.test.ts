import { execFile } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, Container, freePort, Place } from "./container";

const run = promisify(execFile);
const TOKEN = "5f0d7c2e9b1a4836a1c4e7f25f0d7c2e";
/** A user that no file of the image knows. */
const UID = 4242;
const GID = 4343;

const place = new Place(UID, GID);
let jupyter = 0;
let sshPort = 0;
let container: Container;

const start = (): Container =>
  Container.start("pytorch-cuda", {
    user: `${UID}:${GID}`,
    env: { JUPYTER_PORT: `${jupyter}`, SSH_PORT: `${sshPort}`, ODD: 'a "b" \\c $d' },
    flags: [place.mount("work", "/workspace"), `--mount=type=bind,source=${join(place.folder, "secrets")},target=/run/secrets,readonly`],
  });

const get = (path: string, token?: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${jupyter}${path}`, token === undefined ? {} : { headers: { authorization: `token ${token}` } });

const COMMON = ["-F", "none", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes"];
/** Runs a command over SSH; the host key is learnt on the first connection and must be the same after. */
const ssh = (command: string, { user = `u${UID}`, options = [] as string[] } = {}): Promise<string> =>
  run("ssh", [
    ...COMMON,
    ...["-o", "StrictHostKeyChecking=accept-new", "-o", `UserKnownHostsFile=${place.folder}/known_hosts`],
    ...["-i", join(place.folder, "id"), "-p", `${sshPort}`, ...options, `${user}@127.0.0.1`, command],
  ]).then(
    ({ stdout }) => stdout.trim(),
    (error: { stderr: string }) => error.stderr.trim(),
  );

const serving = async (): Promise<boolean> => (await get("/api")).ok && (await ssh("true")) === "";

beforeAll(async () => {
  await build("pytorch-cuda");
  [jupyter, sshPort] = [await freePort(), await freePort()];
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "rig", "-f", join(place.folder, "id")]);
  place.secrets({ "jupyter-token": `${TOKEN}\n`, "ssh-authorized-keys": readFileSync(join(place.folder, "id.pub"), "utf8") });
  container = start();
  await container.until(serving);
}, 600_000);

afterAll(async () => {
  await container?.remove();
  place.remove();
});

describe("Jupyter", () => {
  it("answers with the token, and refuses without it or with another", async () => {
    expect((await get("/api/contents", TOKEN)).status).toBe(200);
    expect((await get("/api/contents")).status).toBe(403);
    expect((await get("/api/contents", TOKEN.replace("5f", "6f"))).status).toBe(403);
  });

  it("shows the token in no process and in no log", async () => {
    const pids = await container.processes();
    expect(pids.length).toBeGreaterThanOrEqual(4);
    const shown = pids.map((pid) => readFileSync(`/proc/${pid}/cmdline`, "latin1") + readFileSync(`/proc/${pid}/environ`, "latin1")).join();
    expect(shown).toContain("jupyter_server_config.py");
    expect(shown).not.toContain(TOKEN);
    expect(container.log).toContain("is running at");
    expect(container.log).not.toContain(TOKEN);
  });

  it("writes files into a mount as the user that it runs as", async () => {
    const answer = await fetch(`http://127.0.0.1:${jupyter}/api/contents/note.txt`, {
      method: "PUT",
      headers: { authorization: `token ${TOKEN}` },
      body: JSON.stringify({ type: "file", format: "text", content: "kept" }),
    });
    expect(answer.status).toBe(201);
    expect(statSync(join(place.folder, "work/note.txt"))).toMatchObject({ uid: UID, gid: GID });
  });
});

describe("Jupyter with a password", () => {
  const PASSWORD = "correct horse battery";
  const port = freePort();
  let served: Container;

  beforeAll(async () => {
    served = Container.start("pytorch-cuda", {
      user: `${UID}:${GID}`,
      env: { JUPYTER_PORT: `${await port}`, SSH: "off" },
      flags: [place.secrets({ "jupyter-password": PASSWORD }, "password")],
    });
    await served.until(async () => (await fetch(`http://127.0.0.1:${await port}/api`)).ok);
  });
  afterAll(() => served?.remove());

  /** Status of a page that needs a login, after one with this password. */
  async function loginWith(password: string): Promise<number> {
    const at = `http://127.0.0.1:${await port}`;
    const page = await fetch(`${at}/login`);
    const xsrf = page.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
    const form = new URLSearchParams({ password, _xsrf: xsrf.split("=")[1] ?? "" });
    const login = await fetch(`${at}/login`, { method: "POST", body: form, headers: { cookie: xsrf }, redirect: "manual" });
    const cookies = [xsrf, ...login.headers.getSetCookie().map((cookie) => cookie.split(";", 1)[0])].join("; ");
    return (await fetch(`${at}/api/contents`, { headers: { cookie: cookies } })).status;
  }

  it("lets the password in, and no other", async () => {
    expect(await loginWith(PASSWORD)).toBe(200);
    expect(await loginWith("correct horse")).toBe(403);
    expect(await loginWith("")).toBe(403);
  });
});

describe("SSH", () => {
  it("lets the key in, as the container's own user, without a capability", async () => {
    expect(await ssh("id -u; id -g; id -un; grep -E 'CapEff|NoNewPrivs' /proc/self/status")).toBe(
      `${UID}\n${GID}\nu${UID}\nCapEff:\t0000000000000000\nNoNewPrivs:\t1`,
    );
  });

  it("gives a session what the container has: its variables, its Python, a terminal, files of its own", async () => {
    expect(await ssh('echo "$ODD" $CUDA_VERSION; python -c "import jupyterlab"; touch /workspace/by-ssh')).toBe('a "b" \\c $d 12.8');
    expect(statSync(join(place.folder, "work/by-ssh"))).toMatchObject({ uid: UID, gid: GID });
    expect(await ssh("bash -lc 'command -v python'")).toBe("/opt/venv/bin/python");
    expect(await ssh("tty", { options: ["-tt"] })).toMatch(/^\/dev\/pts\//);
  });

  it("refuses a password, another key and root", async () => {
    const refused = `u${UID}@127.0.0.1: Permission denied (publickey).`;
    expect(
      await ssh("id", { options: ["-o", "PubkeyAuthentication=no", "-o", "PreferredAuthentications=password,keyboard-interactive"] }),
    ).toBe(refused);
    expect(await ssh("id", { user: "root" })).toBe("root@127.0.0.1: Permission denied (publickey).");
    await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(place.folder, "other")]);
    const { stderr } = await run("ssh", [
      ...COMMON,
      ...["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-i", join(place.folder, "other")],
      ...["-p", `${sshPort}`, `u${UID}@127.0.0.1`, "id"],
    ]).catch((error: { stderr: string }) => error);
    expect(stderr.trim()).toBe(refused);
  });
});

describe("the container", () => {
  it("reaps what its processes leave behind", async () => {
    await ssh("for i in 1 2 3; do (setsid sleep 0.2 >/dev/null 2>&1 &); done; sleep 1");
    const states = await container.exec("bash", "-c", "cat /proc/[0-9]*/stat 2>/dev/null");
    expect(states.split("\n").filter((line) => line.includes("(sleep)") || / Z /.test(line))).toEqual([]);
  });

  it("is healthy while both services answer", async () => {
    expect(await container.health()).toBe(0);
  });

  it("ends within 5 s of SIGTERM, with 0, and the next one on the same volume has the same host key", async () => {
    const { ms, code } = await container.terminate();
    expect({ quick: ms < 5000, code }).toEqual({ quick: true, code: 0 });
    container = start();
    await container.until(serving);
    expect(await ssh("id -u")).toBe(`${UID}`);
  });

  it("ends when one of its services does, and says so", async () => {
    const sshd = (await container.processes()).find((pid) => readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("sshd_config"));
    process.kill(sshd ?? 0, "SIGKILL");
    expect(await container.ended()).toBe(137);
    expect(container.log).toContain("a service ended with exit code");
  });
});
