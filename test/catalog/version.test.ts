import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { branchOf, compareVersions, isVersion, minorOf } from "../../catalog";

const version = fc.array(fc.nat({ max: 999 }), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("."));

describe("versions", () => {
  it.each([
    ["535.161.08", "535.104.05", 1],
    ["570.26", "570.86.10", -1],
    ["9.0", "12.8", -1],
    ["12.8.0.038", "12.8.0.38", 0],
    ["v1.19.1", "1.19.1", 0],
    ["535", "535.0.0", 0],
    ["2.8.0+cu128", "2.8.0", 0],
  ])("%s against %s is %d", (left, right, expected) => {
    expect(Math.sign(compareVersions(left, right))).toBe(expected);
  });

  it("orders: antisymmetric, transitive, equal to itself", () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(compareVersions(a, a)).toBe(0);
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it.each([
    ["580.159.03", "580"],
    ["580", "580"],
    ["R535", "535"],
    ["v535.1", "535"],
    ["12.8", undefined],
    ["driver", undefined],
    ["", undefined],
  ])("%s is of driver branch %s", (driver, branch) => {
    expect(branchOf(driver)).toBe(branch);
  });

  it("takes major and minor, and nothing without a minor", () => {
    expect(["12.8.0.038", "8.9", "12", "x"].map(minorOf)).toEqual(["12.8", "8.9", undefined, undefined]);
  });

  it("knows what is no version", () => {
    expect(["12.8", "v1", "latest", "", "sha256:ab"].map(isVersion)).toEqual([true, true, false, false, false]);
  });
});
