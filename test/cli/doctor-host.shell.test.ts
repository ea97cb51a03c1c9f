import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readLock } from "../../lock/read";
import { type FakeHost, makeHost } from "../boot/fake-host";
import { runCommand } from "./run-command";

const RUNS = "nvcr.io/nvidia/pytorch:25.03-py3";
const DIGEST = `sha256:${"a".repeat(64)}`;

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "gpu-doctor-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

/** The command on a recorded host. No metadata service answers there. */
async function doctor(args: readonly string[], change: Partial<FakeHost> = {}) {
  const host = makeHost({
    ...change,
    commands: { "nvidia-ctk": 'echo "NVIDIA Container Toolkit CLI version 1.17.8"', ...change.commands },
  });
  try {
    const env = { ...host.env, AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://127.0.0.1:9" };
    return await runCommand(["doctor", ...args], { cwd, env });
  } finally {
    host.remove();
  }
}

const lock = (images: Record<string, unknown>) =>
  writeFileSync(join(cwd, "gpu.lock.json"), JSON.stringify({ version: 1, images, amis: {}, declared: {} }));
const pinned = (facts: Record<string, unknown>) => ({ digest: DIGEST, facts, source: "a test", checked: "2026-11-28" });

describe("doctor on a GPU host", () => {
  it("says how the host is, and which images of the lock run on it and which do not", async () => {
    lock({ [RUNS]: pinned({}), "registry.example.com/old:1": pinned({ cuda: "8.0", architectures: ["6.0"] }) });
    const { code, out, err } = await doctor([]);
    expect(err).toBe("");
    expect(out).toMatch(/pass +driver +580\.159\.04/);
    expect(out).toMatch(/pass +gpus +1 NVIDIA H200/);
    expect(out).toMatch(/Images on this host\n/);
    expect(out).toMatch(new RegExp(`pass +${RUNS}`));
    expect(out).toMatch(/fail +registry\.example\.com\/old:1: .*(Hopper|9\.0|H200)/);
    // The list is there to choose from; the host itself is well.
    expect(code).toBe(0);
  });

  it("answers with 1 where a named image would not run, and with the whole verdict as JSON", async () => {
    const { code, out } = await doctor(["--image", "nvcr.io/nvidia/tritonserver:22.01-py3", "--json"]);
    const report = JSON.parse(out) as { host: unknown; images: { image: string; verdict: { status: string } }[] };
    expect(report.host).toEqual({
      driver: "580.159.04",
      gpu: "NVIDIA H200",
      gpuCount: 1,
      kernelModule: "open",
      containerToolkit: "1.17.8",
      mig: false,
    });
    expect(report.images.map(({ image, verdict }) => `${image} ${verdict.status}`)).toEqual([
      "nvcr.io/nvidia/tritonserver:22.01-py3 undecided",
    ]);
    expect(code).toBe(0);
    expect((await doctor(["--image", "registry.example.com/a:1"])).code).toBe(0);
    lock({ "registry.example.com/old:1": pinned({ cuda: "8.0", architectures: ["6.0"] }) });
    expect((await doctor(["--image", "registry.example.com/old:1"])).code).toBe(1);
  });

  it("holds the host against the type that EC2 says it is", async () => {
    const { code, out } = await doctor([], {
      files: {
        "sys/devices/virtual/dmi/id/sys_vendor": "Amazon EC2\n",
        "sys/devices/virtual/dmi/id/product_name": "p5en.48xlarge\n",
      },
    });
    expect(out).toMatch(/fail +gpus +1 GPUs; expected 8 GPUs on p5en\.48xlarge/);
    expect(code).toBe(1);
  });

  it("says what is wrong on a host without driver, and judges no image there", async () => {
    lock({ [RUNS]: pinned({}) });
    const { code, out } = await doctor([], { missing: ["nvidia-smi"] });
    expect(out).toMatch(/fail +driver +nvidia-smi is not installed/);
    expect(out).not.toContain("Images on this host");
    expect(code).toBe(1);
  });

  it("writes a declared row with source and date, and replaces it the next time", async () => {
    const { code, out } = await doctor(["--instance-type", "p5en.48xlarge", "--lock", "--ami", "ami-0123456789abcdef0"]);
    expect(out).toContain("declared ami-0123456789abcdef0 with driver 580.159.04 in gpu.lock.json");
    // one of the eight GPUs of the type: the row is true all the same
    expect(code).toBe(1);
    await doctor(["--instance-type", "p5en.48xlarge", "--lock", "--ami", "ami-0123456789abcdef0"]);
    const { amis = [] } = readLock(join(cwd, "gpu.lock.json")).declared;
    expect(amis).toHaveLength(1);
    expect(amis[0]).toMatchObject({
      ami: "ami-0123456789abcdef0",
      driver: "580.159.04",
      kernelModule: "open",
      containerToolkit: "1.17.8",
      source: expect.stringMatching(/^pulumi-gpu doctor on .+, p5en\.48xlarge$/) as unknown,
      checked: new Date().toISOString().slice(0, 10),
    });
    expect(readFileSync(join(cwd, "gpu.lock.json"), "utf8")).toMatch(/\n$/);
  });

  it("asks for the AMI where nobody says it", async () => {
    const { code, err } = await doctor(["--lock"]);
    expect(err).toContain("this host does not say which AMI it runs; name it: --ami ami-0123456789abcdef0");
    expect(code).toBe(2);
  });
});
