import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, Container, config, Place, type RunOptions, runToEnd } from "./container";

const TOKEN = "5f0d7c2e9b1a4836a1c4e7f25f0d7c2e";
const place = new Place(1000, 1000);
const run = promisify(execFile);

/** What one start says, without a command that does anything. */
const start = (options: RunOptions) => runToEnd("pytorch-cuda", { user: "1000:1000", command: ["true"], ...options });
const serve = (options: RunOptions) => start({ ...options, command: ["serve"] });

beforeAll(() => build("pytorch-cuda"), 600_000);
afterAll(() => place.remove());

describe("who runs", () => {
  it("is 1000:1000 by default, with a home of its own", async () => {
    expect((await config("pytorch-cuda")).User).toBe("1000:1000");
    const { code, out, lines } = await runToEnd("pytorch-cuda", { command: ["sh", "-c", "id -u; id -g; id -un; echo $HOME; touch ~/x"] });
    expect({ code, out, lines }).toEqual({ code: 0, out: "1000\n1000\napp\n/home/app", lines: [] });
  });

  it("may be anybody: it gets a name and a home", async () => {
    const { code, out, lines } = await start({
      user: "70000:80000",
      command: ["sh", "-c", "id; touch ~/x /workspace/x; python -c 'import numpy'"],
    });
    expect({ code, out }).toEqual({ code: 0, out: "uid=70000(u70000) gid=80000(g80000) groups=80000(g80000)" });
    expect(lines).toEqual([
      "pulumi-gpu: the home /home/app is not writable for 70000:80000; /tmp/.pulumi-gpu/home takes its place and is lost with the container",
    ]);
  });

  it("runs a command on a read-only root file system with a /tmp", async () => {
    const { code, out } = await start({ flags: ["--read-only", "--tmpfs=/tmp"], command: ["python", "-c", "print(6 * 7)"] });
    expect({ code, out }).toEqual({ code: 0, out: "42" });
  });

  it("passes SIGTERM on to the command, and the command's exit code back", async () => {
    const container = Container.start("pytorch-cuda", {
      command: ["bash", "-c", 'trap "echo got it; exit 7" TERM; echo ready; sleep 60 & wait'],
    });
    try {
      await container.until(async () => container.log.includes("ready"));
      const { ms, code } = await container.terminate();
      expect({ quick: ms < 5000, code }).toEqual({ quick: true, code: 7 });
      expect(container.log).toContain("got it");
    } finally {
      await container.remove();
    }
  });
});

describe("mounts", () => {
  it("names a folder of root, with the way out", async () => {
    place.mkdir("roots", [0, 0]);
    expect(await start({ flags: [place.mount("roots", "/workspace")] })).toMatchObject({
      code: 78,
      lines: [
        "pulumi-gpu: /workspace is owned by 0:0, you are 1000:1000; on the host: chown 1000:1000 the folder that is mounted there, or mount it readonly",
      ],
    });
  });

  it("names the owner of somebody else's folder, and its name with spaces", async () => {
    place.mkdir("others", [2000, 2001]);
    const { code, lines } = await start({ flags: [place.mount("others", "/data/my set")] });
    expect(code).toBe(78);
    expect(lines).toEqual([
      "pulumi-gpu: /data/my set is owned by 2000:2001 with mode 755, you are 1000:1000; run with --user 2000:2001, or chown it to 1000:1000 on the host, or mount it readonly",
    ]);
  });

  it("names a read-only mount: a note for data, a problem where work is kept", async () => {
    place.mkdir("data", [0, 0]);
    const data = await start({ flags: [place.mount("data", "/data", true)] });
    expect(data).toMatchObject({ code: 0, lines: ["pulumi-gpu: /data is mounted read-only: it can be read and not written"] });
    const work = await start({ flags: [place.mount("work", "/workspace", true)] });
    expect(work).toMatchObject({
      code: 78,
      lines: [
        "pulumi-gpu: /workspace is mounted read-only, and work is kept there; mount it without readonly, or mount the data elsewhere",
      ],
    });
  });

  it("names a volume that is full", async () => {
    const full = place.mkdir("full");
    await run("mount", ["-t", "tmpfs", "-o", "nr_inodes=1,mode=1777", "full", full]);
    try {
      const { code, lines } = await start({ flags: [place.mount("full", "/scratch")] });
      expect({ code, lines }).toEqual({
        code: 78,
        lines: [
          "pulumi-gpu: /scratch cannot be written although its mode 1777 allows it (No space left on device); make room there, or let the file server accept 1000:1000",
        ],
      });
    } finally {
      await run("umount", [full]);
    }
  });

  it("goes on all the same where CHECKS=warn", async () => {
    expect(await start({ env: { CHECKS: "warn" }, flags: [place.mount("roots", "/workspace")] })).toMatchObject({
      code: 0,
      lines: [expect.any(String)],
    });
  });

  it("leaves nothing behind in a mount", async () => {
    await start({ flags: [place.mount("work", "/workspace")] });
    const { stdout } = await run("ls", ["-A", join(place.folder, "work")]);
    expect(stdout).toBe("");
  });
});

describe("what serves", () => {
  const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIL/Sj0FSvLSAVv4WHPYlmo3k6YYPyl4GmU9YzYCDEB8 rig\n";

  it("starts nothing without a secret, and says which", async () => {
    expect(await serve({})).toMatchObject({
      code: 78,
      lines: [
        "pulumi-gpu: jupyter is off: there is no /run/secrets/jupyter-token and no jupyter-password",
        "pulumi-gpu: ssh is off: there is no /run/secrets/ssh-authorized-keys",
        "pulumi-gpu: nothing to serve: put a token into /run/secrets/jupyter-token or public keys into /run/secrets/ssh-authorized-keys, or give a command",
      ],
    });
  });

  it.each<[string, Record<string, string>, Record<string, string>, string]>([
    ["a token in the environment", {}, { JUPYTER: "on", JUPYTER_TOKEN: TOKEN }, "jupyter never starts without a secret; mount a token"],
    ["an empty token", { "jupyter-token": "\n" }, {}, "/run/secrets/jupyter-token holds 0 characters; use 16 or more"],
    ["a short token", { "jupyter-token": "letmein" }, {}, "/run/secrets/jupyter-token holds 7 characters; use 16 or more"],
    ["a wrong switch", {}, { JUPYTER: "yes" }, "JUPYTER is 'yes'; use auto, on or off"],
    ["no keys", {}, { SSH: "on" }, "ssh takes keys only, and there are none; mount public keys"],
    ["no public key", { "ssh-authorized-keys": "hunter2\n" }, {}, "holds no public key in OpenSSH's form"],
    [
      "a broken host key",
      { "ssh-authorized-keys": publicKey, "ssh-host-key": "nonsense" },
      {},
      "ssh-host-key is no private key without passphrase",
    ],
  ])("refuses %s", async (what, secrets, env, line) => {
    const { code, lines } = await serve({ env, flags: [place.secrets(secrets, what.replaceAll(" ", "-"))] });
    expect(code).toBe(78);
    expect(lines.filter((said) => said.includes(line))).toHaveLength(1);
  });

  it("refuses a private key where public ones belong, and does not print it", async () => {
    await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(place.folder, "id")]);
    const key = readFileSync(join(place.folder, "id"), "utf8");
    const { code, lines } = await serve({ flags: [place.secrets({ "ssh-authorized-keys": key }, "private")] });
    expect(code).toBe(78);
    expect(lines.join()).toContain("ssh-authorized-keys holds a private key; put the public one there");
    expect(lines.join()).not.toContain(key.split("\n")[1]);
  });

  it("serves nothing as root", async () => {
    const flags = [place.secrets({ "jupyter-token": TOKEN, "ssh-authorized-keys": publicKey }, "for-root")];
    // Without a capability root reads only its own files: so this is root as an engine starts it by default.
    const { code, lines } = await serve({ user: "0:0", flags: [...flags, "--cap-add=DAC_OVERRIDE"] });
    expect(code).toBe(78);
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringContaining("jupyter does not run as root"),
        expect.stringContaining("ssh does not run as root"),
      ]),
    );
  });
});

describe("the GPU", () => {
  /** An nvidia-smi that answers as the real one does; the container has no GPU here. */
  const smi = async (driver: string): Promise<string> => {
    const path = join(place.folder, `nvidia-smi-${driver}`);
    await run("install", ["-m", "0755", join(__dirname, "nvidia-smi.sh"), path]);
    await run("sed", ["-i", `s/@DRIVER@/${driver}/`, path]);
    return `--mount=type=bind,source=${path},target=/usr/bin/nvidia-smi,readonly`;
  };
  const look = async (...flags: string[]) => start({ env: { REQUIRE_GPU: "yes" }, flags });

  it("is missed in one line", async () => {
    expect(await look()).toMatchObject({
      code: 78,
      lines: [
        "pulumi-gpu: no GPU in this container; start it with --gpus all (Docker) or a limit of nvidia.com/gpu (Kubernetes), or set REQUIRE_GPU=no",
      ],
    });
  });

  it("is refused with a driver older than the image's CUDA takes", async () => {
    expect(await look(await smi("470.82.01"))).toMatchObject({
      code: 78,
      lines: [
        "pulumi-gpu: driver 470.82.01 is too old for CUDA 12.8 of this image, which needs 525.60.13 or newer (570.26 for everything); use a newer driver on the host, or an image with an older CUDA",
      ],
    });
  });

  it("is taken with a driver of the same major, and what will fail is named", async () => {
    const { code, lines } = await look(await smi("535.161.08"));
    expect(code).toBe(0);
    expect(lines).toEqual([expect.stringContaining("driver 535.161.08 runs CUDA 12.8 in minor-version mode")]);
  });

  it("is taken in silence with a driver that has all", async () => {
    expect(await look(await smi("595.91.07"))).toMatchObject({ code: 0, lines: [] });
  });
});
