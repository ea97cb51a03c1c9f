import { describe, expect, it } from "vitest";
import { CUDA_FAMILIES, CUDA_TOOLKITS, compareVersions } from "../../../catalog";

describe("CUDA toolkits", () => {
  it.each([
    ["11.8.0", "520.61.05", "450.80.02"],
    ["12.2.2", "535.104.05", "525.60.13"],
    ["12.8.0", "570.26", "525.60.13"],
    ["12.8.1", "570.124.06", "525.60.13"],
    ["13.0.0", "580.65.06", "580.65.06"],
    ["13.2.1", "595.58.03", "580.65.06"],
  ])("%s works in full from driver %s and in minor-version mode from %s", (version, full, minor) => {
    expect(CUDA_TOOLKITS[version]).toMatchObject({ fullFunctionalityMinDriver: full, minorCompatMinDriver: minor });
  });

  it("keeps both numbers where the table and the runfile differ", () => {
    const both = Object.values(CUDA_TOOLKITS).filter((row) => row.runfileDriver !== row.fullFunctionalityMinDriver && row.runfileDriver);
    expect(both.map(({ version, runfileDriver }) => `${version} ${runfileDriver}`)).toEqual([
      "11.1.0 455.23.05",
      "11.1.1 455.32.00",
      "11.2.0 460.27.04",
      "11.7.1 515.65.01",
      "12.2.1 535.86.10",
      "12.8.0 570.86.10",
    ]);
  });

  it("has no driver in a runfile from 13.4 on, and only a branch as minimum", () => {
    for (const version of ["13.4.1", "13.4.2", "13.4.3"]) {
      expect(CUDA_TOOLKITS[version]).toMatchObject({ fullFunctionalityMinDriver: "615" });
      expect(CUDA_TOOLKITS[version]).not.toHaveProperty("runfileDriver");
    }
    expect(CUDA_TOOLKITS["13.5"]).toMatchObject({ fullFunctionalityMinDriver: "620" });
  });

  it("marks the preview of 13.4, which has no minimum", () => {
    expect(CUDA_TOOLKITS["13.4.0"]).toMatchObject({ preview: true });
    expect(CUDA_TOOLKITS["13.4.0"]).not.toHaveProperty("fullFunctionalityMinDriver");
  });

  it("knows that no CUDA 12.7 was published", () => {
    expect(Object.keys(CUDA_TOOLKITS).filter((version) => version.startsWith("12.7"))).toEqual([]);
  });

  it("never asks more of minor-version mode than of full functionality, save for 11.0", () => {
    const odd = Object.values(CUDA_TOOLKITS).filter(
      (row) => row.fullFunctionalityMinDriver && compareVersions(row.minorCompatMinDriver, row.fullFunctionalityMinDriver) > 0,
    );
    expect(odd.map(({ version }) => version)).toEqual(["11.0.2", "11.0.3"]);
  });

  it("opens minor-version mode per major version", () => {
    expect(Object.entries(CUDA_FAMILIES).map(([major, row]) => `${major} ${row.minDriver}`)).toEqual([
      "11 450.80.02",
      "12 525.60.13",
      "13 580.65.06",
    ]);
  });
});
