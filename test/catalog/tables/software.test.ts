import { describe, expect, it } from "vitest";
import { FLASH_ATTENTION_HARDWARE, FLASH_ATTENTION_RELEASES, findContainerToolkit } from "../../../catalog";

describe("container toolkits", () => {
  it.each([
    ["1.16.2", "mounted"],
    ["1.17.3", "mounted"],
    ["1.17.4", "ignored"],
    ["1.17.5", "hook"],
    ["v1.19.1", "hook"],
    ["1.20.0-1", "hook"],
  ])("%s has compat libraries %s", (version, compatLibraries) => {
    expect(findContainerToolkit(version)?.compatLibraries).toBe(compatLibraries);
  });

  it("does not know a release that no source names", () => {
    expect(findContainerToolkit("1.21.0")).toBeUndefined();
    expect(findContainerToolkit("")).toBeUndefined();
  });
});

describe("FlashAttention", () => {
  it("has no wheel for torch 2.9 or later", () => {
    expect(FLASH_ATTENTION_RELEASES["2.8.3"]?.torch).toEqual(["2.4", "2.8"]);
  });

  it("needs Ampere for version 2 and only Hopper for version 3", () => {
    expect(FLASH_ATTENTION_HARDWARE["2"]).toMatchObject({ minComputeCapability: "8.0", minCuda: "12.0" });
    expect(FLASH_ATTENTION_HARDWARE["3"]).toMatchObject({ minComputeCapability: "9.0", maxComputeCapabilityMajor: 9 });
  });
});
