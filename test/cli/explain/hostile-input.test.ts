import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { explain } from "../../../cli/explain";
import { anyText } from "../../any-text";
import { runCommand } from "../run-command";

const dir = mkdtempSync(join(tmpdir(), "explain-"));
afterAll(() => rmSync(dir, { recursive: true }));

async function run(args: readonly string[], stdin = "") {
  const { code, out, err } = await runCommand(["explain", ...args], { cwd: dir, stdin });
  return { code, out, err, said: err.replace(/\s+/g, " "), shown: out.replace(/\s+/g, " ") };
}

/** A word that is longer than a line stays whole, so that it can be copied. */
const tooWide = (text: string): string[] => text.split("\n").filter((line) => line.length > 80 && line.trim().includes(" "));

describe("what cannot be judged", () => {
  it.each([
    [["--gpuu", "T4"], "unknown option '--gpuu'; nearest: --gpu"],
    [["-x"], "--help lists every flag"],
    [["--driver"], "--driver needs a value; for example --driver 535.161.08"],
    [["--driver", "--gpu", "T4"], "--driver needs a value"],
    [["--strict=yes"], "--strict takes no value"],
    [["T4"], "'T4' stands alone; write --gpu T4"],
    [["RTX 3090"], 'write --gpu "RTX 3090"'],
    [["g6.xlarge"], "write --instance-type g6.xlarge"],
    [["535.161.08"], "write --driver 535.161.08"],
    [["12.8"], "write --cuda 12.8"],
    [["nvcr.io/nvidia/pytorch:25.03-py3"], "write --image nvcr.io/nvidia/pytorch:25.03-py3"],
    [["eks-al2023-nvidia@v20260714"], "write --ami eks-al2023-nvidia@v20260714"],
    [["banana"], "each fact has its flag, for example --gpu T4"],
    [["--gpu", "T4", "--gpu", "L4"], "--gpu is given twice"],
    [["--gpu", "T4\u200b"], "holds the invisible character U+200B"],
    [["--driver", ""], "driver is empty; leave it out"],
    [["--cuda", "banana"], "cuda 'banana' is no version; write it as 12.8"],
    [["--compat", "yes"], "write the driver of the cuda-compat package as 570.86.10, or none"],
    [["--mig", "yes"], "mig 'yes' is no profile; write it as 1g.10gb, or none"],
    [["--architectures", "8 sm_86"], "architectures: '8' must look like 8.6"],
    [["--gpu-count", "1.5"], "--gpu-count must be a whole number"],
    [["--image", "NVCR.io/NVIDIA/PyTorch:25.03-py3"], "must be in lower case: nvcr.io/nvidia/pytorch:25.03-py3"],
    [["--ami", "ami-0abcdef0123456789"], "which alone says nothing without the network"],
    [["--ami", "eks-al2032-nvidia"], "nearest families: eks-al2023-nvidia"],
    [["--ami", "eks-al2023-nvidia@v20260715"], "nearest: v20260714"],
    [["--gpu", "💩"], "gpu '💩' is not in the catalog; nearest:"],
    [["--driver", "５３５"], "is no version"],
    [["--batch", "."], "name a file of JSON lines, or - for standard input"],
    [["--batch", "-"], "holds no question; one a line, for example"],
  ])("%j is answered with the way out", async (args, way) => {
    const { code, said, err, out } = await run(args);
    expect(said).toContain(way);
    expect([code, out, tooWide(err)]).toEqual([2, "", []]);
  });

  it.each([
    [["--cuda", "99.9"], "Note: CUDA 99.9 is not in the catalog; nearest: 13."],
    [["--driver", "645.10.01", "--gpu", "T4"], "branch 645 of driver 645.10.01 is not in the catalog; nearest: "],
    [["--driver", "12.8", "--cuda", "12.8"], "driver 12.8 looks like a version of CUDA"],
    [["--torch", "9.9"], "torch 9.9 is not in the catalog; nearest: 2."],
    [["--compute-capability", "99.9"], "compute capability 99.9 is not in the catalog; nearest: 12."],
    [["--image", "nvcr.io/nvidia/pytorch:25.3-py3"], "tag '25.3-py3' of nvidia/pytorch is not in the catalog; nearest: 25.03-py3"],
    [["--image", "nvcr.io/nvidia/pytorch"], "nvidia/pytorch without a tag names a different image each month"],
    [["--image", "nvidia/cuda:latest"], "does not begin with a CUDA version; for example 12.8.1-base-ubuntu22.04"],
  ])("%j is judged, with the nearest known values", async (args, note) => {
    const { code, shown, out } = await run(args);
    expect(shown).toContain(note);
    expect(code).not.toBe(2);
    expect(tooWide(out)).toEqual([]);
  });

  it("does not print input of 100,000 characters back", async () => {
    const long = "g6.".repeat(33_000);
    const named = await run(["--instance-type", long, "--gpu", long]);
    expect(named.said).toContain("nearest: g6");
    expect(named.err.length).toBeLessThan(1_000);
    const judged = await run(["--driver", "535.161.08", "--gpu", "T4", "--require", "cuda>=9999.".repeat(9_000)]);
    expect(judged.code).toBe(1);
    expect(judged.out.length).toBeLessThan(3_000);
  });

  it("leaves the architecture open for a driver beyond every branch, and assumes what a new one keeps", async () => {
    const facts = ["--gpu", "T4", "--cuda", "12.8", "--compat", "none", "--require", ""];
    const beyond = await run(["--driver", "9999.1", ...facts]);
    expect([beyond.code, beyond.shown.includes("is far newer than branch")]).toEqual([3, true]);
    const newer = await run(["--driver", "645.10.01", ...facts]);
    expect([newer.code, newer.shown.includes("a branch newer than the catalog's still drives T4")]).toEqual([0, true]);
  });

  it("fits its help into 80 columns", () => {
    expect(explain.usage.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("never throws, and never writes a control character of its input, whatever the words", async () => {
    const flags = [
      "--driver",
      "--gpu",
      "--cuda",
      "--image",
      "--ami",
      "--require",
      "--architectures",
      "--mig",
      "--json",
      "--torch",
      "--features",
    ];
    const word = fc.oneof(fc.constantFrom(...flags), anyText);
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (args) => {
        if (args.includes("--help") || args.includes("-h")) return;
        const { code, err } = await run(args);
        expect([0, 1, 2, 3, 4]).toContain(code);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not come out
        expect(err).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a batch of what cannot be judged", () => {
  it("reads a byte order mark and line ends of Windows", async () => {
    const { code, err } = await run(["--batch", "-"], '\uFEFF{"gpu":"T4","driver":"535.161.08","cuda":"12.2"}\r\n\r\n');
    expect([code, err]).toEqual([0, ""]);
  });

  it.each([
    ['{"gpu":"T4","instance_type":"g4dn.xlarge"}', "instance_type: no such fact, not judged; nearest: instanceType", 3],
    ['{"gpu":"T44"}', "-:1 gpu 'T44' is not in the catalog; nearest: T4", 3],
    ['{"gpu":"\\u001b[31mT4"}', "holds the invisible character U+001B", 3],
    ['{"gpu":"L4","features":["fp9",3]}', "features '3' is not known; use flash-attention-2", 3],
    ['{"gpu":"L4","architectures":[5]}', "architectures: '5' must look like 8.6", 3],
    ['{"declared":{"amis":[null,5],"instanceTypes":7},"instanceType":"x1"}', "instanceType 'x1' is not in the catalog", 3],
    ['{"__proto__":{"gpu":"T4"}}', "__proto__: no such fact", 3],
    ['{"ami":{"family":5}}', "ami must have family and release, each a text", 2],
    ['{"ami":"x"}', "ami 'x' must be family@release", 2],
    ["[1]", "must be a JSON object of facts, for example {", 2],
    ['{"gpu": "T4"', "is no JSON", 2],
  ])("names what is wrong with %s", async (line, text, expected) => {
    const { code, said, err } = await run(["--batch", "-"], line);
    expect(said).toContain(text);
    expect([code, tooWide(err)]).toEqual([expected, []]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not come out
    expect(err).not.toMatch(/\u001b/);
  });

  it("names the first lines of a file of another kind, and counts the rest", async () => {
    writeFileSync(join(dir, "numbers"), Array.from({ length: 500 }, (_, i) => String(i)).join("\n"));
    const { code, said } = await run(["--batch", "numbers"]);
    expect(said).toContain("480 more like these; the first 20 are shown");
    expect(said.match(/must be a JSON object/g)).toHaveLength(20);
    expect(code).toBe(2);
  });
});
