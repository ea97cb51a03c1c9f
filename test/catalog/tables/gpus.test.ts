import { describe, expect, it } from "vitest";
import { ARCHITECTURES, confidenceOf, GPUS, type Gpu, INSTANCE_TYPES, TOOLKIT_ARCHITECTURES } from "../../../catalog";

const gpu = (name: string): Gpu => {
  const row = GPUS[name];
  if (!row) throw new Error(`no row for ${name}`);
  return row;
};

describe("GPUs", () => {
  it.each([
    ["T4", "Turing", "7.5"],
    ["A10G", "Ampere", "8.6"],
    ["L4", "Ada", "8.9"],
    ["H100", "Hopper", "9.0"],
    ["B300", "Blackwell", "10.3"],
    ["RTX PRO 6000 Blackwell Server Edition", "Blackwell", "12.0"],
  ])("%s is %s, %s", (name, architecture, computeCapability) => {
    expect(gpu(name)).toMatchObject({ architecture, computeCapability });
  });

  it("ends V100 with driver 580 and CUDA 12.9", () => {
    expect(gpu("V100")).toMatchObject({ maxDriverBranch: "580", maxToolkit: "12.9", openKernelModule: "unsupported" });
  });

  it.each([
    ["B200", "570.133.20"],
    ["B300", "580.82.07"],
    ["RTX PRO 6000 Blackwell Server Edition", "575.57.08"],
    ["RTX PRO 4500 Blackwell Server Edition", "595"],
  ])("asks driver %s for %s by a source", (name, minDriver) => {
    expect(gpu(name).minDriver).toBe(minDriver);
    expect(confidenceOf(gpu(name), "minDriver")).toBe("seen");
  });

  it("only recalls the first drivers of T4, A10G and V100", () => {
    expect(["T4", "T4G", "A10G", "V100", "GH200"].map((name) => confidenceOf(gpu(name), "minDriver"))).toEqual(Array(5).fill("recalled"));
  });

  it("asks Blackwell and Grace Hopper for the open kernel module, by NVIDIA's word", () => {
    const required = Object.values(GPUS).filter(({ openKernelModule }) => openKernelModule === "required");
    expect(required.map((row) => row.gpu)).toEqual([
      "B200",
      "B300",
      "GB200",
      "GB300",
      "GH200",
      "RTX PRO 4500 Blackwell Server Edition",
      "RTX PRO 6000 Blackwell Server Edition",
    ]);
    expect(required.filter(({ openKernelModuleSource }) => !openKernelModuleSource)).toEqual([]);
  });

  it("agrees with the toolkit table on the first toolkit of each compute capability", () => {
    for (const { gpu: name, computeCapability, minToolkit } of Object.values(GPUS)) {
      // NVIDIA's page lists 11.8 for Hopper, spack enforces 12.0: both rows say so.
      const expected = computeCapability === "9.0" ? "12.0" : minToolkit;
      expect(`${name} ${TOOLKIT_ARCHITECTURES[computeCapability]?.minToolkit}`).toBe(`${name} ${expected}`);
    }
  });

  it("names each EC2 family that carries it", () => {
    const claimed = Object.values(GPUS).flatMap(({ gpu: name, families }) => families.map((family) => `${family} ${name}`));
    const carried = new Set(Object.values(INSTANCE_TYPES).map(({ family, gpu: name }) => `${family} ${name}`));
    expect(claimed.filter((pair) => !carried.has(pair))).toEqual(["p6e-gb300 GB300"]);
    expect([...carried].filter((pair) => !claimed.includes(pair))).toEqual([]);
  });
});

describe("architectures", () => {
  it("answers for models without a row how long drivers and toolkits carry them", () => {
    expect(ARCHITECTURES.Kepler).toMatchObject({ computeCapabilities: ["3.5", "3.7"], lastToolkitMajor: 11, lastDriverBranch: "470" });
    expect(ARCHITECTURES.Pascal).toMatchObject({ lastToolkitMajor: 12, lastDriverBranch: "580" });
    expect(ARCHITECTURES.Turing).not.toHaveProperty("lastDriverBranch");
  });
});
