import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type AmiName,
  compareVersions,
  cudaReleases,
  FLASH_ATTENTION_RELEASES,
  findCudaFamily,
  findFrameworkArchitecture,
  findImage,
  INSTANCE_TYPES,
  minorOf,
  verdict,
} from "../../catalog";
import { IMAGE_NAMES, type ImageName, imageDescription, imagesFolder } from "../../images/description";
import { imageQuestion, lockedVersion } from "../../images/readme";

/** The AMI of the three environments: its driver must serve every image on every type that the image is for. */
const AMI: AmiName = { family: "dlami-base-oss-al2023", release: "20260901" };
const read = (...path: string[]): string => readFileSync(join(imagesFolder(), ...path), "utf8");

/** Types with a claimed GPU that boot amd64 images. Fractions of a GPU need NVIDIA's GRID driver, which this AMI has not. */
const typesOf = (gpus: readonly string[]): string[] =>
  Object.entries(INSTANCE_TYPES).flatMap(([type, row]) =>
    gpus.includes(row.gpu) && row.architecture === "x86_64" && !row.fractional ? [type] : [],
  );

const wheelOf = (flashAttention: string, torch: string): boolean => {
  const row = FLASH_ATTENTION_RELEASES[flashAttention];
  const minor = minorOf(torch) ?? "";
  return row !== undefined && compareVersions(row.torch[0], minor) <= 0 && compareVersions(minor, row.torch[1]) <= 0;
};

describe.each(IMAGE_NAMES)("%s", (name: ImageName) => {
  const image = imageDescription(name);
  const dockerfile = read(name, "Dockerfile");

  it("describes the build arguments of its Dockerfile, with the same defaults", () => {
    const written = [...dockerfile.matchAll(/^ARG (\w+)=(.*)$/gm)].map(([, key, value]) => [key, value]);
    expect(Object.fromEntries(written)).toEqual(
      Object.fromEntries(Object.entries(image.arguments).map(([key, row]) => [key, row.default])),
    );
    expect(image.arguments.BASE?.default).toBe(image.base);
  });

  it("exposes the ports of its services and nothing else", () => {
    const exposed = [...dockerfile.matchAll(/^EXPOSE (.*)$/gm)].flatMap(([, ports]) => (ports ?? "").split(" ").map(Number));
    expect(exposed.sort()).toEqual(Object.values(image.services).sort());
  });

  it("is built on a digest, the catalog's where the catalog has one", () => {
    expect(image.base).toMatch(/^[a-z.]+\/[a-z/]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
    const row = findImage(image.base);
    if (name === "edge") return expect(row).toBeUndefined();
    expect(image.base).toBe(`${row?.reference}@${row?.digest}`);
    expect(minorOf(row?.cuda ?? "")).toBe(minorOf(image.facts.cuda));
    expect(row?.torch).toBe(image.facts.torch);
  });

  it("states the drivers that the catalog derives from its CUDA", () => {
    const native = cudaReleases(image.facts.cuda)
      .flatMap(({ fullFunctionalityMinDriver: driver }) => (driver === undefined ? [] : [driver]))
      .sort(compareVersions);
    expect(image.arguments.CUDA?.default).toBe(image.facts.cuda);
    expect(image.arguments.DRIVER_MIN?.default).toBe(findCudaFamily(image.facts.cuda)?.minDriver);
    expect(image.arguments.DRIVER_FULL?.default).toBe(native[0]);
  });

  it("runs on every instance type with a GPU that it claims", () => {
    const types = typesOf(image.gpus);
    expect(new Set(types.map((type) => INSTANCE_TYPES[type]?.gpu))).toEqual(new Set(image.gpus));
    const refused = types.flatMap((instanceType) => {
      const { status, axes } = verdict({ ...imageQuestion(image), instanceType, ami: AMI });
      return status === "pass" ? [] : [`${instanceType} ${status}: ${axes.find((axis) => axis.status === status)?.reason}`];
    });
    expect(refused).toEqual([]);
  });

  it("locks each requirement that it asks for, by version and hash", () => {
    const asked = [...read(name, "requirements.in").matchAll(/^([\w-]+)/gm)].map(([, wanted]) => wanted ?? "");
    expect(asked.filter((wanted) => lockedVersion(name, wanted) === undefined)).toEqual([]);
    const entries = read(name, "requirements.txt").split(/\n(?=[a-z])/);
    expect(entries.filter((entry) => !/^[\w-]+==\S+ \\\n {4}--hash=sha256:[0-9a-f]{64}/.test(entry))).toEqual([]);
    expect(image.packages.filter((wanted) => lockedVersion(name, wanted) === undefined)).toEqual([]);
  });
});

describe.each(["pytorch-cuda", "llm-finetune"] as const)("torch of %s", (name) => {
  const image = imageDescription(name);

  it("is the locked one, and has a wheel for its CUDA and Python", () => {
    const torch = lockedVersion(name, "torch") ?? "";
    expect(image.arguments.TORCH?.default).toBe(torch);
    expect(image.facts.torch).toBe(`${torch}+cu${image.facts.cuda.replace(".", "")}`);
    const wheel = findFrameworkArchitecture(image.facts.torch ?? "");
    const [oldest = "", newest = ""] = (wheel?.python ?? "").split(" ", 1)[0]?.split("-") ?? [];
    expect(compareVersions(oldest, image.python) <= 0 && compareVersions(image.python, newest) <= 0).toBe(true);
  });
});

describe("FlashAttention", () => {
  const image = imageDescription("llm-finetune");
  const version = image.flashAttention ?? "";
  const torch = lockedVersion("llm-finetune", "torch") ?? "";

  it("has a wheel for the torch and the CUDA of the image, and that is the one installed", () => {
    expect(wheelOf(version, torch)).toBe(true);
    expect(FLASH_ATTENTION_RELEASES[version]?.cuda.map((cuda) => cuda.split(".")[0])).toContain(image.facts.cuda.split(".")[0]);
    const tag = `flash_attn-${version}%2Bcu12torch${minorOf(torch)}cxx11abiTRUE-cp${image.python.replace(".", "")}-`;
    expect(read("llm-finetune/flash-attention.txt")).toContain(`/v${version}/${tag}`);
  });

  it("has none for torch 2.9 and later, so that a newer torch needs another release", () => {
    expect(wheelOf(version, "2.9.0")).toBe(false);
    expect(wheelOf(version, "2.14.1")).toBe(false);
  });

  it("needs Ampere: the image does not claim T4, and T4 would fail", () => {
    expect(image.gpus).not.toContain("T4");
    const { status, axes } = verdict({ ...imageQuestion(image), instanceType: "g4dn.xlarge", ami: AMI });
    expect(status).toBe("fail");
    expect(axes.find(({ axis }) => axis === "features")?.reason).toContain(
      "FlashAttention 2 needs compute capability 8.0 or newer, and T4 has 7.5",
    );
  });
});
