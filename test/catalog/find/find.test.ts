import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CUDA_TOOLKITS,
  confidenceOf,
  findArchitecture,
  findCuda,
  findCudaFamily,
  findDriverBranch,
  findDriverRelease,
  findForwardCompatibility,
  findGpu,
  findImage,
  findInstanceType,
  findToolkitArchitecture,
  GPUS,
  INSTANCE_TYPES,
  nearest,
  rowRef,
} from "../../../catalog";

const DIGEST = "sha256:417bd75df6365104c283ea4c1651fb3530d9eb5a4c2fafa51943cff2a94e6385";
const OTHER = `sha256:${"0".repeat(64)}`;

describe("findCuda", () => {
  it.each([
    ["12.8.1", "12.8.1"],
    ["12.8", "12.8.2"],
    ["12.8.0.038", "12.8.0"],
    ["12.9.1.010", "12.9.1"],
    ["v13.0", "13.0.3"],
    ["13.4", "13.4.3"],
    ["13.5", "13.5"],
  ])("reads %s as toolkit %s", (version, row) => {
    expect(findCuda(version)?.version).toBe(row);
  });

  it.each(["12.7", "12.8.9", "14.0", "10.2", "12", "", "cuda", "constructor"])("has no toolkit %j", (version) => {
    expect(findCuda(version)).toBeUndefined();
  });

  it("takes no preview for a release", () => {
    expect(Object.values(CUDA_TOOLKITS).filter(({ preview }) => preview)).toHaveLength(1);
    expect(findCuda("13.4")?.preview).toBeUndefined();
  });
});

describe("findCudaFamily", () => {
  it.each([
    ["12.8.1", "525.60.13"],
    [13, "580.65.06"],
    ["11", "450.80.02"],
  ])("%s starts at driver %s", (version, driver) => {
    expect(findCudaFamily(version)?.minDriver).toBe(driver);
  });

  it("has none for CUDA 10, which knows no minor-version mode", () => {
    expect(findCudaFamily("10.2")).toBeUndefined();
    expect(findCudaFamily("")).toBeUndefined();
  });
});

describe("findDriverBranch", () => {
  it.each(["535.161.08", "535", "R535"])("reads %s as branch 535", (driver) => {
    expect(findDriverBranch(driver)?.branch).toBe("535");
  });

  it.each(["999.1", "53", "", "driver"])("has no branch for %j", (driver) => {
    expect(findDriverBranch(driver)).toBeUndefined();
  });

  it("knows an exact release only when a source names it", () => {
    expect(findDriverRelease("580.159.03")).toMatchObject({ confidence: "seen" });
    expect(findDriverRelease("580.159.99")).toBeUndefined();
  });
});

describe("findGpu", () => {
  it.each([
    ["T4", "T4"],
    ["tesla t4", "T4"],
    ["Tesla T4", "T4"],
    ["NVIDIA L4", "L4"],
    ["NVIDIA H100 80GB HBM3", "H100"],
    ["NVIDIA H200", "H200"],
    ["h100-sxm5-80gb", "H100"],
    ["NVIDIA A100-SXM4-40GB", "A100"],
    ["NVIDIA A100-SXM4-80GB MIG 1g.10gb", "A100"],
    ["Tesla V100-SXM2-16GB", "V100"],
    ["NVIDIA RTX PRO 6000 Blackwell Server Edition", "RTX PRO 6000 Blackwell Server Edition"],
    ["NVIDIA A10G", "A10G"],
  ])("reads %s as %s", (name, gpu) => {
    expect(findGpu(name)?.gpu).toBe(gpu);
  });

  it.each(["", "A10", "H1000", "RTX 6000", "GeForce RTX 4090", "nvidia", "constructor"])("has no row for %j", (name) => {
    expect(findGpu(name)).toBeUndefined();
  });

  it("finds every model and alias under its own row", () => {
    for (const row of Object.values(GPUS)) {
      expect([row.gpu, ...row.aliases].map((name) => findGpu(name)?.gpu)).toEqual(Array(row.aliases.length + 1).fill(row.gpu));
    }
  });

  it("answers by architecture or compute capability where no model is known", () => {
    expect(findArchitecture("6.1")?.architecture).toBe("Pascal");
    expect(findArchitecture("kepler")?.lastDriverBranch).toBe("470");
    expect(findArchitecture("99.9")).toBeUndefined();
    expect(findToolkitArchitecture("12.0")?.minToolkit).toBe("12.8");
    expect(findToolkitArchitecture("3.7")).toMatchObject({ minToolkit: "6.5", maxToolkit: "11.8" });
    expect(findToolkitArchitecture("4.0")).toBeUndefined();
  });
});

describe("findImage", () => {
  it.each([
    "pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime",
    "index.docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime",
    `pytorch/pytorch@${DIGEST}`,
    `pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime@${DIGEST}`,
    `123456789012.dkr.ecr.us-east-1.amazonaws.com/mirror/pytorch@${DIGEST}`,
  ])("knows %s", (reference) => {
    expect(findImage(reference)?.reference).toBe("docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime");
  });

  it("lets the digest decide: another digest than the stated one is another image", () => {
    expect(findImage(`pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime@${OTHER}`)).toBeUndefined();
  });

  it("takes the tag's word where no source states its digest", () => {
    expect(findImage(`nvcr.io/nvidia/pytorch:25.03-py3@${OTHER}`)?.cuda).toBe("12.8.1");
  });

  it("reads a tag of PyTorch's form, also of a patch release that no row names", () => {
    expect(findImage("pytorch/pytorch:2.7.1-cuda12.8-cudnn9-runtime")).toMatchObject({ confidence: "seen", torch: "2.7.1+cu128" });
    expect(findImage("pytorch/pytorch:2.7.1-cuda12.8-cudnn9-runtime")?.architectures).not.toContain("7.0");
    expect(findImage("pytorch/pytorch:2.13.5-cuda13.0-cudnn9-devel")).toMatchObject({ confidence: "derived", cuda: "13.0" });
  });

  it.each([
    "pytorch/pytorch:2.8.0-cuda13.0-cudnn9-runtime",
    "pytorch/pytorch:2.8.0-cuda12.8-cudnn8-runtime",
    "pytorch/pytorch:9.9.9-cuda12.8-cudnn9-runtime",
    "nvcr.io/pytorch/pytorch:2.7.1-cuda12.8-cudnn9-runtime",
    "pytorch/pytorch",
    "pytorch/pytorch:latest",
    `pytorch/pytorch@${OTHER}`,
    "ghcr.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime",
    "not a reference",
    "",
  ])("does not know %j", (reference) => {
    expect(findImage(reference)).toBeUndefined();
  });
});

describe("other finders", () => {
  it("finds a type in any case, and none by a name of Object", () => {
    expect(findInstanceType(" G6.XLarge ")?.gpu).toBe("L4");
    expect(findInstanceType("constructor")).toBeUndefined();
  });

  it("finds the compat row of a CUDA version by its minor", () => {
    expect(findForwardCompatibility("12.8.1")?.cuda).toBe("12.8");
    expect(findForwardCompatibility("12.7")).toBeUndefined();
  });

  it("never throws and never answers to nonsense with a first row", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const found of [findGpu(text)?.gpu, findInstanceType(text)?.instanceType, findImage(text)?.reference]) {
          if (found !== undefined) expect(`${text} ${found}`.length).toBeGreaterThan(text.length);
        }
        expect(findInstanceType(`${text}?`)).toBeUndefined();
        expect(findCuda(`${text}x`)).toBeUndefined();
      }),
    );
  });

  it("takes a field's own confidence before the row's", () => {
    const t4 = GPUS.T4;
    if (!t4) throw new Error("no T4");
    expect([confidenceOf(t4, "computeCapability"), confidenceOf(t4, "minDriver"), confidenceOf(t4, "architecture")]).toEqual([
      "seen",
      "recalled",
      "seen",
    ]);
  });

  it("points to a row with its proof", () => {
    const row = INSTANCE_TYPES["g7.2xlarge"];
    if (!row) throw new Error("no g7.2xlarge");
    expect(rowRef("instanceTypes", row.instanceType, row)).toEqual({
      table: "instanceTypes",
      key: "g7.2xlarge",
      source: row.source,
      checked: "2026-11-23",
      confidence: "seen",
      note: "AWS asks for driver 595 or later",
    });
  });
});

describe("nearest", () => {
  it.each([
    ["g6.xlrage", "g6.xlarge"],
    ["g6e.4xl", "g6e.4xlarge"],
    ["p5.48large", "p5.48xlarge"],
    ["G5.2XLARGE", "g5.2xlarge"],
  ])("guesses for %s first %s", (typed, meant) => {
    expect(nearest(typed, Object.keys(INSTANCE_TYPES))[0]).toBe(meant);
  });

  it("gives the wanted number of names, each once, the exact name first", () => {
    expect(nearest("H100", ["H200", "H100", "H100", "B200"], 2)).toEqual(["H100", "H200"]);
    expect(nearest("x", [])).toEqual([]);
  });
});
