import { describe, expect, it } from "vitest";
import {
  branchOf,
  confidenceOf,
  DRIVER_BRANCHES,
  driverReleases,
  FORWARD_COMPATIBILITY,
  FORWARD_COMPATIBILITY_BASES,
  OLDER_FORWARD_COMPATIBILITY,
} from "../../../catalog";

describe("driver branches", () => {
  it.each([
    ["535", "LTSB", "12.2", "2026-06-01"],
    ["550", "PB", "12.4", "2025-04-17"],
    ["570", "PB", "12.8", "2026-01-27"],
    ["580", "LTSB", "13.0", "2028-06"],
    ["595", "PB", "13.2", "2027-03-24"],
    ["620", "LTSB", "13.5", "2029-09"],
  ])("%s is a %s branch with CUDA %s that ends %s", (branch, kind, cuda, endOfLife) => {
    expect(DRIVER_BRANCHES[branch]).toMatchObject({ kind, cuda, endOfLife });
  });

  it("only recalls that 565 prints CUDA 12.7", () => {
    const row = DRIVER_BRANCHES["565"];
    expect(row && confidenceOf(row, "cuda")).toBe("recalled");
    expect(row?.cuda).toBe("12.7");
  });

  it("brings no less CUDA with a higher branch", () => {
    const rows = Object.values(DRIVER_BRANCHES);
    const numbers = rows.map(({ cuda }) => Number(cuda.replace(".", "")));
    expect([...numbers].sort((a, b) => a - b)).toEqual(numbers);
  });
});

describe("driver releases", () => {
  it("names the last release of every branch", () => {
    const missing = Object.values(DRIVER_BRANCHES).filter(({ lastRelease }) => !driverReleases().has(lastRelease));
    expect(missing.map(({ lastRelease }) => lastRelease)).toEqual([]);
  });

  it("names no release of a branch that is not in the table of branches, save early toolkit drivers", () => {
    const strange = [...driverReleases().keys()].filter((version) => !DRIVER_BRANCHES[branchOf(version) ?? ""]);
    expect(strange.map((version) => branchOf(version)).every((branch) => branch === "455")).toBe(true);
  });
});

describe("forward compatibility", () => {
  it("lets cuda-compat 12-8 serve 535, not the branches that have 12.8 themselves", () => {
    expect(FORWARD_COMPATIBILITY["12.8"]?.hosts).toEqual({
      "535": "C",
      "570": "NA",
      "580": "X",
      "590": "X",
      "595": "X",
      "610": "X",
      "615": "X",
    });
  });

  it("counts no feature branch as a base, though the matrix has their columns", () => {
    const kinds = FORWARD_COMPATIBILITY_BASES.branches.map((branch) => DRIVER_BRANCHES[branch]?.kind);
    expect(kinds).toEqual(["LTSB", "PB", "LTSB", "PB"]);
  });

  it("says a branch is native exactly where its own CUDA is the row's", () => {
    for (const { cuda, hosts } of Object.values(FORWARD_COMPATIBILITY)) {
      const native = Object.keys(hosts).filter((branch) => hosts[branch] === "NA");
      expect(native).toEqual(Object.keys(hosts).filter((branch) => DRIVER_BRANCHES[branch]?.cuda === cuda));
    }
  });

  it("keeps how far the branches reached that have left the matrix", () => {
    expect(OLDER_FORWARD_COMPATIBILITY["450"]).toMatchObject({ upTo: "12.3" });
    expect(OLDER_FORWARD_COMPATIBILITY["525"]).toMatchObject({ upTo: "12.6" });
  });
});
