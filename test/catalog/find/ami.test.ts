import { describe, expect, it } from "vitest";
import { amiCandidates, driverOf, findAmi, findAmiFamily, kernelModuleOf } from "../../../catalog";

describe("findAmi", () => {
  it("finds a release, with or without its v", () => {
    expect(findAmi({ family: "eks-al2023-nvidia", release: "20260714", kubernetes: "1.35" })?.key).toBe("eks-al2023-nvidia@v20260714/1.35");
    expect(findAmi({ family: "bottlerocket-nvidia", release: "v1.68.0", kubernetes: "1.36" })?.key).toBe("bottlerocket-nvidia@1.68.0/1.36");
  });

  it("needs the Kubernetes version where a release has several images", () => {
    expect(findAmi({ family: "eks-al2023-nvidia", release: "v20260714" })).toBeUndefined();
    expect(amiCandidates({ family: "eks-al2023-nvidia", release: "v20260714" }).length).toBeGreaterThan(5);
  });

  it.each([
    { family: "dlami-base-oss-al2023", release: "latest" },
    { family: "dlami-base-oss-al2023", release: "19990101" },
    { family: "no-such-family", release: "20260901" },
    { family: "constructor", release: "20260901" },
    { family: "eks-al2023-nvidia", release: "v20260714", kubernetes: "1.10" },
  ])("does not know $family@$release $kubernetes", (name) => {
    expect(findAmi(name)).toBeUndefined();
  });
});

describe("driverOf", () => {
  it("gives the driver of a release, and whether its notes name the EC2 family", () => {
    expect(driverOf({ family: "dlami-base-oss-al2023", release: "20260901" }, "g6.xlarge")).toMatchObject({
      driver: "595.91.07",
      listed: true,
    });
    expect(driverOf({ family: "dlami-base-oss-al2023", release: "20260901" }, "p3.2xlarge")).toMatchObject({
      driver: "595.91.07",
      listed: false,
    });
  });

  it("sees drivers go backwards: a newer release can hold an older one", () => {
    expect(driverOf({ family: "ecs-gpu-al2023", release: "20260818" }).driver).toBe("580.178.04");
    expect(driverOf({ family: "ecs-gpu-al2023", release: "20260820" }).driver).toBe("580.159.03");
  });

  it("differs by Kubernetes version within one release", () => {
    const release = { family: "eks-al2023-nvidia", release: "v20251112" };
    expect(driverOf(release)).toMatchObject({
      reason: "eks-al2023-nvidia@v20251112 has different drivers by Kubernetes version (570.195.03, 580.95.05); name the version",
      candidates: ["570.195.03", "580.95.05"],
    });
    expect(driverOf({ ...release, kubernetes: "1.30" }).driver).toBe("570.195.03");
    expect(driverOf({ ...release, kubernetes: "1.34" }).driver).toBe("580.95.05");
  });

  it("needs no Kubernetes version where all images of the release agree", () => {
    expect(driverOf({ family: "eks-al2023-nvidia", release: "v20260714" }).driver).toBe("580.159.03");
  });

  it("chooses none of two drivers in one image", () => {
    expect(driverOf({ family: "bottlerocket-nvidia", release: "1.68.0", kubernetes: "1.37" }, "g6.xlarge")).toMatchObject({
      reason: "bottlerocket-nvidia@1.68.0/1.37 holds 580.178.04 and 595.91.07; which one a host loads was not found",
      candidates: ["580.178.04", "595.91.07"],
    });
  });

  it("has no driver for a release whose name alone is known", () => {
    const { driver, reason } = driverOf({ family: "dlami-base-oss-ubuntu-22.04", release: "20260403" });
    expect(driver).toBeUndefined();
    expect(reason).toBe("no source states the driver of dlami-base-oss-ubuntu-22.04@20260403");
  });

  it("says what it does not know", () => {
    expect(driverOf({ family: "golden", release: "1" }).reason).toBe("'golden' is no AMI family of the catalog");
    expect(driverOf({ family: "eks-al2023-nvidia", release: "v19990101", kubernetes: "1.30" }).reason).toBe(
      "release eks-al2023-nvidia@v19990101/1.30 is not in the catalog",
    );
  });
});

describe("kernelModuleOf", () => {
  it.each([
    ["dlami-base-oss-al2023", "g6.xlarge", "open"],
    ["dlami-base-proprietary-al2", "p3.2xlarge", "proprietary"],
    ["eks-al2023-nvidia", "g6.xlarge", "open"],
    ["eks-al2023-nvidia", "g5.xlarge", "proprietary"],
    ["eks-al2023-nvidia", "p3.2xlarge", "proprietary"],
    ["eks-al2023-nvidia", "g6f.large", "grid"],
    ["eks-al2023-nvidia", "g7.2xlarge", undefined],
    ["dlami-base-oss-al2023", "g6f.large", undefined],
    ["bottlerocket-nvidia", "g6.xlarge", undefined],
    ["golden", "g6.xlarge", undefined],
    ["eks-al2023-nvidia", "no.such", undefined],
  ])("%s loads on %s the %s module", (family, instanceType, module) => {
    expect(kernelModuleOf({ family, release: "any" }, instanceType)).toBe(module);
  });

  it("knows who logs in, where someone can", () => {
    expect(findAmiFamily("dlami-base-oss-ubuntu-24.04")?.loginUser).toBe("ubuntu");
    expect(findAmiFamily("bottlerocket-nvidia")).not.toHaveProperty("loginUser");
  });
});
