import { describe, expect, it } from "vitest";
import { confidenceOf, findCuda, formatReference, images, parseReference } from "../../../../catalog";

const rows = Object.values(images());

describe("images", () => {
  it.each([
    ["docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime", "12.8", "2.8.0+cu128"],
    ["docker.io/pytorch/pytorch:2.1.2-cuda12.1-cudnn8-runtime", "12.1", "2.1.2+cu121"],
    ["docker.io/pytorch/pytorch:2.14.1-cuda12.6-cudnn9-runtime", "12.6", "2.14.1+cu126"],
    ["nvcr.io/nvidia/pytorch:23.10-py3", "12.2.2.009", "2.1.0a0+32f93b1"],
    ["nvcr.io/nvidia/pytorch:24.09-py3", "12.6.1", "2.5.0a0+b465a5843b"],
    ["nvcr.io/nvidia/pytorch:25.02-py3", "12.8.0", "2.7.0a0+6c54963f75"],
    ["nvcr.io/nvidia/pytorch:25.03-py3", "12.8.1", "2.7.0a0+7c8ec84dab"],
    ["nvcr.io/nvidia/pytorch:26.07-py3", "13.3.1.008", "2.13.0a0+9186a08"],
    ["nvcr.io/nvidia/pytorch:26.09-py3", "13.4.1", "2.14.0a0+b2c75dd062"],
    ["nvcr.io/nvidia/tritonserver:25.06-py3", "12.9.1.010", undefined],
    ["nvcr.io/nvidia/tritonserver:25.10-trtllm-python-py3", "12.9.1.010", "2.8.0a0+5228986c39.nv25.6"],
    ["nvcr.io/nvidia/tritonserver:26.07-trtllm-python-py3", "13.1.0.036", "2.10.0a0+b4e4ee81d3.nv25.12"],
    ["nvcr.io/nvidia/tritonserver:26.10-py3", "13.4.3.001", undefined],
  ])("%s has CUDA %s and torch %s", (reference, cuda, torch) => {
    expect(images()[reference]).toMatchObject({ cuda, ...(torch ? { torch } : {}) });
  });

  it("has Triton for every month from 23.10 to 26.10", () => {
    const months = rows.filter(({ line }) => line === "triton").map(({ reference }) => /:(\d\d\.\d\d)-py3$/.exec(reference)?.[1]);
    expect(months).toHaveLength(37);
    expect([months[0], months.at(-1)]).toEqual(["23.10", "26.10"]);
  });

  it("states only the digests that public files state", () => {
    expect(rows.filter(({ digest }) => digest).map(({ reference }) => reference)).toEqual([
      "docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-devel",
      "docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime",
      "nvcr.io/nvidia/pytorch:25.01-py3",
      "nvcr.io/nvidia/pytorch:25.08-py3",
      "nvcr.io/nvidia/pytorch:26.05-py3",
      "nvcr.io/nvidia/tritonserver:25.06-py3",
      "nvcr.io/nvidia/tensorrt:24.09-py3",
      "nvcr.io/nvidia/tensorrt:26.06-py3",
    ]);
    expect(images()["docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime"]?.digest).toBe(
      "sha256:417bd75df6365104c283ea4c1651fb3530d9eb5a4c2fafa51943cff2a94e6385",
    );
  });

  it("marks the tags that follow the rule and were not seen", () => {
    expect(images()["docker.io/pytorch/pytorch:2.13.0-cuda13.0-cudnn9-runtime"]).toMatchObject({ confidence: "derived" });
    expect(images()["docker.io/pytorch/pytorch:2.14.0-cuda13.0-cudnn9-runtime"]).toMatchObject({ confidence: "seen" });
    expect(images()["docker.io/pytorch/pytorch:2.15.0-cuda13.0-cudnn9-runtime"]).toBeUndefined();
    expect(images()["docker.io/pytorch/pytorch:2.8.0-cuda13.0-cudnn9-runtime"]).toBeUndefined();
  });

  it("recalls nothing: each CUDA and torch version stands in a source or follows from one", () => {
    const fields = ["cuda", "torch", "minComputeCapability"] as const;
    const recalled = rows.filter((row) => fields.some((field) => row[field] !== undefined && confidenceOf(row, field) === "recalled"));
    expect(recalled).toEqual([]);
  });

  it.each([
    ["23.10", "5.2 6.0 6.1 7.0 7.2 7.5 8.0 8.6 8.7 9.0+PTX", "seen"],
    ["24.01", "5.2 6.0 6.1 7.0 7.2 7.5 8.0 8.6 8.7 9.0+PTX", "derived"],
    ["25.12", "7.5 8.0 8.6 9.0 10.0 12.0+PTX", "derived"],
    ["26.07", "7.5 8.0 8.6 9.0 10.0 12.0+PTX", "seen"],
  ])("says what torch of NGC %s was compiled for", (release, architectures, confidence) => {
    const row = images()[`nvcr.io/nvidia/pytorch:${release}-py3`];
    expect([row?.architectures?.join(" "), row?.architecturesConfidence]).toEqual([architectures, confidence]);
  });

  it("does not guess what torch was compiled for between two different lists", () => {
    expect(images()["nvcr.io/nvidia/pytorch:25.03-py3"]).not.toHaveProperty("architectures");
  });

  it("leaves Volta behind from 25.01 on", () => {
    expect(images()["nvcr.io/nvidia/tritonserver:24.10-py3"]?.minComputeCapability).toBe("6.0");
    expect(images()["nvcr.io/nvidia/tritonserver:24.12-py3"]).not.toHaveProperty("minComputeCapability");
    expect(images()["nvcr.io/nvidia/tritonserver:25.01-py3"]?.minComputeCapability).toBe("7.5");
  });

  it("uses a CUDA version that the table of toolkits has", () => {
    const unknown = rows.filter(({ cuda }) => cuda && !findCuda(cuda)).map(({ reference, cuda }) => `${reference} ${cuda}`);
    expect(unknown).toEqual([]);
  });

  it("says so where a variant's driver is not the one that its CUDA's runfile or table names", () => {
    const other = rows.filter(({ cuda, cudaDriverVersion }) => {
      if (cuda === undefined || cudaDriverVersion === undefined) return false;
      const { runfileDriver, fullFunctionalityMinDriver } = findCuda(cuda) ?? {};
      return ![runfileDriver, fullFunctionalityMinDriver].includes(cudaDriverVersion);
    });
    expect(other.map(({ reference, note }) => `${reference.split(":")[1]}: ${note}`)).toEqual([
      "24.08-vllm-python-py3: the driver is that of CUDA 12.6.1, newer than the toolkit asks",
      "24.11-trtllm-python-py3: the page pairs CUDA 12.6.3 with a driver of CUDA 12.5; one of the two is wrong there",
      "25.04-vllm-python-py3: the toolkit table says 575.51.03",
    ]);
  });

  it("keys each row by its normal form", () => {
    const odd = rows.filter(({ reference }) => {
      const parsed = parseReference(reference);
      return !parsed || formatReference(parsed) !== reference;
    });
    expect(odd).toEqual([]);
  });
});
