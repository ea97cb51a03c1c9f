import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { part, RIG_HOME } from "./home";
import type { Place } from "./inventory";

/** moto, an emulator of the AWS APIs, on a loopback port of its own. */
export interface Moto {
  readonly url: string;
  /** What makes an AWS client, the CLI or a provider speak to it. The credentials are throw-away. */
  readonly env: Readonly<Record<string, string>>;
  /** The same for an AWS client made in a test. */
  readonly place: Place;
  /** Forgets every resource of every account and region. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Account that moto answers as, unless a role of another one is assumed. */
export const MOTO_ACCOUNT = "123456789012";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free loopback port");
  return address.port;
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (server.exitCode !== null) throw new Error(`moto ended with exit code ${server.exitCode} before it answered`);
    const up = await fetch(`${url}/moto-api/`).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return;
    await pause(200);
  }
  throw new Error(`moto does not answer on ${url} after a minute`);
}

async function post(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
  if (!response.ok) throw new Error(`moto refused ${url}: ${response.status} ${await response.text()}`);
}

export interface MotoOptions {
  readonly region?: string;
  /** File for its requests. */
  readonly log?: string;
  /** File of images that stand in place of those that moto ships; see `imagesFile`. */
  readonly images?: string;
}

/** Starts moto with Step Functions executing for real. */
export async function startMoto({ region = "us-west-2", log, images }: MotoOptions = {}): Promise<Moto> {
  const executable = part("aws", join(RIG_HOME, "aws/bin/moto_server"));
  const url = `http://127.0.0.1:${await freePort()}`;
  const sink = log === undefined ? "ignore" : openSync(log, "a");
  const server = spawn(executable, ["-H", "127.0.0.1", "-p", new URL(url).port], {
    stdio: ["ignore", sink, sink],
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      ...(images === undefined ? {} : { MOTO_AMIS_PATH: images }),
    },
  });
  if (typeof sink === "number") closeSync(sink);
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const stopWithUs = () => server.kill("SIGKILL");
  process.once("exit", stopWithUs);

  const configure = () => post(`${url}/moto-api/config`, { stepfunctions: { execute_state_machine: true } });
  try {
    await answers(url, server);
    await configure();
  } catch (error) {
    server.kill("SIGKILL");
    throw error;
  }
  return {
    url,
    env: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      AWS_REGION: region,
      AWS_EC2_METADATA_DISABLED: "true",
    },
    place: { endpoint: url, region, credentials: { accessKeyId: "testing", secretAccessKey: "testing" } },
    async reset() {
      await post(`${url}/moto-api/reset`, {});
      await configure();
    },
    async stop() {
      process.off("exit", stopWithUs);
      server.kill("SIGTERM");
      await Promise.race([ended, pause(5_000, undefined, { ref: false })]);
      server.kill("SIGKILL");
      await ended;
    },
  };
}
