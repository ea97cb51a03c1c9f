import { describe, expect, it } from "vitest";
import { FRAMEWORK_ARCHITECTURES, findFrameworkArchitecture, TOOLKIT_ARCHITECTURES } from "../../../catalog";

const list = (key: string) => FRAMEWORK_ARCHITECTURES[key]?.architectures.join(" ");

describe("PyTorch wheels", () => {
  it.each([
    ["2.8+cu126/x86_64", "5.0 6.0 7.0 7.5 8.0 8.6 9.0"],
    ["2.7+cu128/x86_64", "7.5 8.0 8.6 9.0 10.0 12.0+PTX"],
    ["2.8+cu128/x86_64", "7.0 7.5 8.0 8.6 9.0 10.0 12.0"],
    ["2.10+cu128/x86_64", "7.0 7.5 8.0 8.6 9.0 10.0 12.0"],
    ["2.11+cu128/x86_64", "7.5 8.0 8.6 9.0 10.0 12.0"],
    ["2.14+cu130/x86_64", "7.5 8.0 8.6 9.0 10.0 12.0+PTX"],
    ["2.14+cu130/arm64", "8.0 9.0 10.0 11.0 12.0+PTX"],
    ["2.0+cu117/x86_64", "3.7 5.0 6.0 7.0 7.5 8.0 8.6"],
  ])("%s was compiled for %s", (key, architectures) => {
    expect(list(key)).toBe(architectures);
  });

  it("has no 8.9 and no 10.3 code: 8.6 and 10.0 code serves those", () => {
    const all = new Set(Object.values(FRAMEWORK_ARCHITECTURES).flatMap(({ architectures }) => architectures));
    expect([...all].filter((capability) => /^(8\.9|10\.3)/.test(capability))).toEqual([]);
  });

  it("compiles for nothing that its CUDA cannot compile for", () => {
    const impossible = Object.values(FRAMEWORK_ARCHITECTURES).flatMap(({ key, cuda, architectures }) =>
      architectures
        .map((capability) => TOOLKIT_ARCHITECTURES[capability.replace("+PTX", "")])
        .filter((row) => row !== undefined)
        // The toolkit table takes spack's 12.0 for Hopper; NVIDIA's page says 11.8, and so do the wheels.
        .filter((row) => Number(row.computeCapability === "9.0" ? "11.8" : row.minToolkit) > Number(cuda))
        .map((row) => `${key} ${row.computeCapability}`),
    );
    expect(impossible).toEqual([]);
  });

  it.each([
    ["2.8.0+cu128", undefined, "2.8+cu128/x86_64"],
    ["2.8.0", "12.8.1", "2.8+cu128/x86_64"],
    ["v2.9.1", "13.0", "2.9+cu130/x86_64"],
  ])("finds the wheel of torch %s with CUDA %s", (torch, cuda, key) => {
    expect(findFrameworkArchitecture(torch, cuda)?.key).toBe(key);
  });

  it.each([
    ["NVIDIA's own build", "2.8.0a0+5228986c39", "12.9"],
    ["a CPU wheel", "2.8.0+cpu", "12.8"],
    ["a wheel without CUDA version", "2.8.0", undefined],
    ["a pairing that was not published", "2.8.0", "13.0"],
    ["text", "latest", "12.8"],
  ])("has no wheel for %s", (_, torch, cuda) => {
    expect(findFrameworkArchitecture(torch, cuda)).toBeUndefined();
  });
});
