import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ImageName } from "../../../images/description";
import { part, REPOSITORY, RIG_HOME } from "../../rig/home";

const run = promisify(execFile);
const PODMAN = join(REPOSITORY, "test/rig/podman.sh");
const ENV = { ...process.env, RIG_HOME, RIG_STORE: join(RIG_HOME, "images/store") };

/** Builds an image on the rig's Debian; a layer that is there from an earlier run is taken. */
export async function build(name: ImageName, ...buildArguments: string[]): Promise<void> {
  part("images", "/usr/bin/podman");
  await run(join(REPOSITORY, "test/rig/build-image.sh"), [name, ...buildArguments], { env: ENV, maxBuffer: 2 ** 26 });
}

/** What the image says of itself. */
export async function config(
  name: ImageName,
): Promise<{ User: string; Env: string[]; Labels: Record<string, string>; Healthcheck?: object }> {
  const { stdout } = await run(PODMAN, ["inspect", "--format", "{{json .Config}} {{json .HealthCheck}}", `localhost/${name}`], {
    env: ENV,
  });
  const [own = "", health = ""] = stdout.trim().split(/ (?=\{"Test")/);
  return {
    ...(JSON.parse(own) as { User: string; Env: string[]; Labels: Record<string, string> }),
    ...(health ? { Healthcheck: JSON.parse(health) as object } : {}),
  };
}

/** As boot/container.sh starts a machine's container: no capability, no new privileges. The network is the host's, so the ports are chosen. */
const LOCKED_DOWN = [
  "--network=host",
  "--cgroups=disabled",
  "--runtime=crun",
  "--ulimit=nofile=4096:4096",
  "--ulimit=nproc=8192:8192",
].concat(["--cap-drop=ALL", "--security-opt=no-new-privileges", "--health-interval=disable", "--passwd=false", "--log-driver=none"]);

export interface RunOptions {
  /** `uid:gid`; absent: the image's own. */
  readonly user?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** More of podman's own flags, such as mounts. */
  readonly flags?: readonly string[];
  readonly command?: readonly string[];
}

const argumentsOf = (name: ImageName, { user, env = {}, flags = [], command = [] }: RunOptions): string[] => [
  "run",
  "--rm",
  ...LOCKED_DOWN,
  ...(user === undefined ? [] : [`--user=${user}`]),
  ...Object.entries({ REQUIRE_GPU: "no", ...env }).map(([key, value]) => `--env=${key}=${value}`),
  ...flags,
  `localhost/${name}`,
  ...command,
];

/** Runs a container to its end. */
export async function runToEnd(name: ImageName, options: RunOptions): Promise<{ code: number; out: string; lines: string[] }> {
  const ended = await run(PODMAN, argumentsOf(name, options), { env: ENV, timeout: 60_000 }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  return { code: ended.code, out: ended.stdout.trim(), lines: ended.stderr.split("\n").filter((line) => line.startsWith("pulumi-gpu: ")) };
}

/** A container that serves. */
export class Container {
  #log = "";
  readonly #ended: Promise<number | null>;

  private constructor(
    private readonly process: ChildProcess,
    readonly name: string,
  ) {
    for (const stream of [process.stdout, process.stderr]) stream?.on("data", (bytes: Buffer) => (this.#log += bytes.toString()));
    this.#ended = new Promise((resolve) => process.once("exit", (code) => resolve(code)));
  }

  static start(image: ImageName, options: RunOptions): Container {
    const name = `rig-${process.pid}-${Math.random().toString(36).slice(2)}`;
    const args = argumentsOf(image, { ...options, flags: [...(options.flags ?? []), `--name=${name}`] });
    return new Container(spawn(PODMAN, args, { env: ENV, stdio: ["ignore", "pipe", "pipe"] }), name);
  }

  get log(): string {
    return this.#log;
  }

  /** Waits until `works` does, or says what the container said. */
  async until(works: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 90_000;
    while (!(await works().catch(() => false))) {
      if (this.process.exitCode !== null || Date.now() > deadline) throw new Error(`the container does not serve:\n${this.#log}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async exec(...command: string[]): Promise<string> {
    return (await run(PODMAN, ["exec", this.name, ...command], { env: ENV })).stdout.trim();
  }

  /** Exit code of the image's own health check. */
  async health(): Promise<number> {
    return await run(PODMAN, ["healthcheck", "run", this.name], { env: ENV }).then(
      () => 0,
      (error: { code: number }) => error.code,
    );
  }

  /** Ids on the host of the container's processes. */
  async processes(): Promise<number[]> {
    const { stdout } = await run(PODMAN, ["inspect", "--format", "{{.State.Pid}}", this.name], { env: ENV });
    const below = (pid: number): number[] => [
      pid,
      ...readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number).flatMap(below),
    ];
    return below(Number(stdout));
  }

  /** Sends SIGTERM to the container's first process; how long it took to end, in ms, and its exit code. */
  async terminate(): Promise<{ ms: number; code: number | null }> {
    const started = Date.now();
    await run(PODMAN, ["kill", "--signal=TERM", this.name], { env: ENV });
    const code = await this.#ended;
    return { ms: Date.now() - started, code };
  }

  readonly ended = (): Promise<number | null> => this.#ended;

  async remove(): Promise<void> {
    if (this.process.exitCode === null) await run(PODMAN, ["rm", "--force", "--time=0", this.name], { env: ENV }).catch(() => undefined);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

/** A folder of a test, as a machine would mount it: the secrets as files that one uid reads, and a work folder of that uid. */
export class Place {
  readonly folder = mkdtempSync(join(tmpdir(), "pulumi-gpu-image-"));

  constructor(
    readonly uid: number,
    readonly gid: number,
  ) {
    chmodSync(this.folder, 0o755);
    this.mkdir("work");
  }

  mkdir(name: string, owner: readonly [number, number] = [this.uid, this.gid], mode = 0o755): string {
    const path = join(this.folder, name);
    mkdirSync(path, { recursive: true });
    chownSync(path, ...owner);
    chmodSync(path, mode);
    return path;
  }

  /** The flag that mounts these secrets. */
  secrets(values: Readonly<Record<string, string>>, folder = "secrets"): string {
    const path = this.mkdir(folder, [this.uid, this.gid], 0o500);
    for (const [name, value] of Object.entries(values)) {
      writeFileSync(join(path, name), value);
      chownSync(join(path, name), this.uid, this.gid);
      chmodSync(join(path, name), 0o400);
    }
    return `--mount=type=bind,source=${path},target=/run/secrets,readonly`;
  }

  mount(name: string, target: string, readonly = false): string {
    return `--mount=type=bind,source=${join(this.folder, name)},target=${target}${readonly ? ",readonly" : ""}`;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
