import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "undici";
import { afterAll, beforeAll, expect, it } from "vitest";
import { shell } from "../boot/shell";
import { part, RIG_HOME } from "../rig/home";

const TOKEN = "a-token-of-the-tests";

let folder: string;
let port: number;
let server: ChildProcess;

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  await new Promise((resolve) => listener.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${port}/api/${path}`, { ...init, headers: { Authorization: `token ${TOKEN}`, Connection: "close" } });

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let left = 240; left > 0; left--) {
    if (await holds().catch(() => false)) return;
    await pause(250);
  }
  throw new Error(`a minute passed, and not: ${what}`);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-gpu-jupyter-"));
  port = await freePort();
  const options = [`--port=${port}`, "--ip=127.0.0.1", "--no-browser", "--allow-root", `--ServerApp.root_dir=${folder}`];
  server = spawn(part("boot", join(RIG_HOME, "jupyter/bin/jupyter-server")), options, {
    stdio: "ignore",
    env: { PATH: `${join(RIG_HOME, "jupyter/bin")}:/usr/bin:/bin`, HOME: folder, JUPYTER_TOKEN: TOKEN },
  });
  await until("Jupyter answers", async () => (await ask("status")).ok);
}, 120_000);
afterAll(async () => {
  server.kill("SIGKILL");
  await pause(200);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** What the script sees: Jupyter, the list of connections and that of processes are real, the GPU is not. */
async function look(token = TOKEN): Promise<string> {
  const { stdout } = await shell({
    settings: ["HOME_PATH=/nowhere", `JUPYTER_PORT=${port}`, "SSH_PORT=", "GPU_BUSY_PERCENT=5"],
    sourced: ["idle.sh"],
    script: `mkdir "$HOME_OF_TEST/secrets"; printf '%s' '${token}' >"$HOME_OF_TEST/secrets/jupyter-token"; SECRETS_DIR=$HOME_OF_TEST/secrets LOOK_SECONDS=0 PULUMI_GPU_DIR=$HOME_OF_TEST; look`,
    commands: {
      "nvidia-smi": "echo 0",
      ss: 'exec /usr/bin/ss "$@"',
      pgrep: 'exec /usr/bin/pgrep "$@"',
      curl: 'exec /usr/bin/curl "$@"',
    },
  });
  return stdout.trim();
}

const NOBODY = "idle no session, GPUs at most 0 percent busy";

it("sees a browser, then a cell that runs although the browser has gone, then nobody", async () => {
  expect(await look()).toBe(NOBODY);
  const kernel = (await (await ask("kernels", { method: "POST" })).json()) as { id: string };
  const state = async () => ((await (await ask(`kernels/${kernel.id}`)).json()) as { execution_state: string }).execution_state;

  const browser = new WebSocket(`ws://127.0.0.1:${port}/api/kernels/${kernel.id}/channels?token=${TOKEN}`);
  await new Promise((resolve, reject) => {
    browser.onopen = resolve;
    browser.onerror = reject;
  });
  expect(await look()).toBe(`used port ${port} has a connection`);

  const header = {
    msg_id: "1",
    username: "anna",
    session: "s",
    msg_type: "execute_request",
    version: "5.3",
    date: new Date().toISOString(),
  };
  const content = { code: "import time\ntime.sleep(40)", silent: false, store_history: false, user_expressions: {}, allow_stdin: false };
  browser.send(JSON.stringify({ channel: "shell", header, parent_header: {}, metadata: {}, content, buffers: [] }));
  await until("the kernel is busy", async () => (await state()) === "busy");
  browser.close();
  await until("the browser is gone", async () => !(await look()).includes("connection"));
  expect(await look()).toBe("used a kernel works");

  await until("the kernel is idle", async () => (await state()) === "idle");
  expect(await look()).toBe(NOBODY);
}, 240_000);

it("cannot tell with a token that Jupyter refuses, and says so", async () => {
  expect(await look("another")).toBe("unknown Jupyter does not answer");
});
