import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { main } from "../../cli/main";

const dir = mkdtempSync(join(tmpdir(), "explain-"));
afterAll(() => rmSync(dir, { recursive: true }));

async function run(args: readonly string[], stdin = "", columns = 80) {
  let out = "";
  let err = "";
  const code = await main(["explain", ...args], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stdin: () => Promise.resolve(stdin),
    cwd: dir,
    env: {},
    columns,
    color: false,
  });
  return { code, out, err: err.replace(/\s+/g, " ") };
}

describe("pulumi-gpu explain", () => {
  it("says the verdict first, and the exit code is the verdict", async () => {
    const pass = await run(["--driver", "580.95.05", "--cuda", "12.8", "--gpu", "L4", "--compat", "none", "--require", ""]);
    expect([pass.code, pass.out.split("\n")[0]]).toEqual([0, "PASS: this runs"]);
    const fail = await run(["--driver", "535.161.08", "--image", "nvcr.io/nvidia/pytorch:25.09-py3", "--gpu", "RTX 3090"]);
    expect([fail.code, fail.out.split("\n")[0]]).toEqual([1, "FAIL: this will not run"]);
    const limits = await run(["--driver", "535.161.08", "--cuda", "12.8", "--gpu", "T4", "--compat", "none"]);
    expect([limits.code, limits.out.split("\n")[0]]).toEqual([4, "LIMITS: this runs, with something that will not work"]);
    const open = await run(["--cuda", "12.8"]);
    expect([open.code, open.out.split("\n")[0]]).toEqual([3, "UNDECIDED: a missing fact could change the answer"]);
  });

  it("gives reason and verified way out on one screen of 80 columns", async () => {
    const { out } = await run(["--driver", "535.161.08", "--image", "nvcr.io/nvidia/pytorch:25.09-py3", "--gpu", "RTX 3090"]);
    expect(out).toContain("is too old for CUDA 13.0.1");
    expect(out).toMatch(/1\. use driver 580\.\S+: it brings CUDA 13\.0 and runs CUDA 13\.0\.1 natively/);
    expect(out).toContain("Assumed:");
    expect(out).toContain("Sources:");
    const lines = out.split("\n");
    expect(lines.length).toBeLessThan(45);
    for (const line of lines) if (line.trim().includes(" ")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it("names the flags that would decide", async () => {
    const { out } = await run(["--instance-type", "p5.48xlarge", "--driver", "580.95.05", "--cuda", "12.8"]);
    expect(out).toContain("To decide it, give --fabric-manager");
  });

  it("names a contradiction between what is given and a row", async () => {
    const { out } = await run(["--gpu", "T4", "--instance-type", "g6.xlarge", "--driver", "580.95.05", "--cuda", "12.8"]);
    expect(out.replace(/\s+/g, " ")).toContain("Note: GPU T4 is given, and g6.xlarge has L4; the given one is judged");
  });

  it("reports every unknown name at once, with the nearest known ones", async () => {
    const { code, err } = await run(["--driver", "535x", "--gpu", "T44", "--instance-type", "g6.xlage", "--ami", "eks-al2032-nvidia@v1"]);
    expect(code).toBe(2);
    expect(err).toContain("driver '535x' is no version");
    expect(err).toContain("gpu 'T44' is not in the catalog; nearest: T4");
    expect(err).toContain("nearest: g6.xlarge");
    expect(err).toContain("AMI family 'eks-al2032-nvidia' is not in the catalog; nearest: eks-al2023-nvidia");
  });

  it.each([
    [["--features", "fp9"], "--features 'fp9' is not known"],
    [["--gpu-count", "0"], "--gpu-count must be a whole number above 0"],
    [["--ami", "latest"], "must be family@release"],
    [["--injection-mode", "magic"], "use legacy, cdi, csv"],
    [["--strict"], "no facts"],
    [["--batch", "no-such-file.jsonl"], "cannot be read (ENOENT)"],
    [["--nonsense"], "unknown option '--nonsense'"],
  ])("takes %j for bad input", async (args, message) => {
    const { code, err, out } = await run(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(out).toBe("");
  });

  it("prints the whole answer as JSON with a versioned schema", async () => {
    const { out, code } = await run(["--driver", "550.54.15", "--cuda", "12.8", "--require", "cuda>=12.8", "--gpu", "L4", "--json"]);
    const answer = JSON.parse(out) as {
      schema: string;
      status: string;
      axes: { axis: string; rows: unknown[] }[];
      waysOut: unknown[];
      question: unknown;
    };
    expect(answer).toMatchObject({ schema: "pulumi-gpu.verdict/1", status: "fail", question: { driver: "550.54.15" } });
    expect(answer.axes).toHaveLength(9);
    expect(answer.waysOut.length).toBeGreaterThan(0);
    expect(code).toBe(1);
  });

  it("leaves assumptions open in strict mode", async () => {
    expect((await run(["--driver", "580.95.05", "--cuda", "12.8", "--gpu", "L4", "--strict"])).code).toBe(3);
  });

  it("answers every good line of a batch, names the bad ones and ends with 2", async () => {
    const lines = [
      '{"id": "a", "driver": "580.95.05", "cuda": "12.8", "gpu": "L4"}',
      "not json",
      "",
      '{"driver": 535, "cuda": "12.8"}',
      '{"driver": "535.161.08", "cuda": "13.0", "gpu": "T4", "colour": "red"}',
      '{"ami": "dlami-base-oss-al2023@20260901", "instanceType": "p3.2xlarge"}',
    ];
    const { code, out, err } = await run(["--batch", "-"], lines.join("\n"));
    const answers = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { line: number; id?: string; status: string });
    expect(answers.map(({ line, id, status }) => [line, id, status])).toEqual([
      [1, "a", "pass"],
      [5, undefined, "fail"],
      [6, undefined, "fail"],
    ]);
    expect(err).toContain("-:2 is no JSON");
    expect(err).toContain("-:4 driver must be text, got number");
    expect(err).toContain("-:5 colour: no such fact, not judged");
    expect(code).toBe(2);
  });

  it("ends a batch without bad lines with its worst verdict", async () => {
    writeFileSync(
      join(dir, "good.jsonl"),
      '{"driver":"580.95.05","cuda":"12.8","gpu":"L4"}\n{"driver":"535.161.08","cuda":"12.8","gpu":"T4"}\n',
    );
    expect((await run(["--batch", "good.jsonl"])).code).toBe(4);
  });

  it("knows an AMI by its id where the lock declares or has pinned it, and says how it gets there", async () => {
    const proof = { source: "doctor", checked: "2026-11-28" };
    const lock = {
      version: 1,
      amis: {
        "dlami-base-oss-al2023@20260901": {
          family: "dlami-base-oss-al2023",
          release: "20260901",
          regions: { "us-east-1": { id: "ami-0aaaaaaaaaaaaaaaa" } },
          ...proof,
        },
      },
      declared: {
        amis: [{ ami: "ami-0bbbbbbbbbbbbbbbb", driver: { p5: "580.159.04", "*": "470.57.02" }, kernelModule: "open", ...proof }],
      },
    };
    writeFileSync(join(dir, "ids.lock.json"), JSON.stringify(lock));
    const ask = (...args: string[]) => run(["--cuda", "12.8", "--lock", "ids.lock.json", ...args]);
    expect((await ask("--ami", "ami-0aaaaaaaaaaaaaaaa", "--instance-type", "g6.xlarge")).out).toContain("dlami-base-oss-al2023@20260901");
    expect((await ask("--ami", "ami-0bbbbbbbbbbbbbbbb", "--instance-type", "p5.48xlarge")).out).toContain("driver 580.159.04");
    expect((await ask("--ami", "ami-0bbbbbbbbbbbbbbbb", "--instance-type", "g6.xlarge")).code).toBe(1);
    const { code, err } = await ask("--ami", "ami-0cccccccccccccccc");
    expect(code).toBe(2);
    expect(err.replaceAll(/\s+/g, " ")).toContain(
      "is not in ids.lock.json; pulumi-gpu doctor --lock --ami ami-0cccccccccccccccc on one of its machines declares it",
    );
  });

  it("takes pinned facts and declared rows from the lock, and marks them", async () => {
    const proof = { source: "golden image build 41", checked: "2026-11-20" };
    const lock = {
      version: 1,
      images: {},
      amis: {},
      declared: { amis: [{ ami: "golden@7", driver: "535.161.08", kernelModule: "open", containerToolkit: "1.17.8", ...proof }] },
    };
    writeFileSync(join(dir, "gpu.lock.json"), JSON.stringify(lock));
    const { out, err } = await run(["--lock", "gpu.lock.json", "--ami", "golden@7", "--cuda", "13.0", "--gpu", "RTX 3090"]);
    expect(err).toBe("");
    expect(out).toContain("535.161.08 (declared)");
    expect(out).toContain("declared: golden image build 41");
  });

  it("uses colour only where the terminal takes it", async () => {
    expect((await run(["--driver", "580.95.05", "--cuda", "12.8", "--gpu", "L4"])).out).not.toContain("\u001b");
  });
});
