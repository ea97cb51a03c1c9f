import { describe, expect, it } from "vitest";
import { declaredRows, lockedAmi, lockedImage } from "../../lock/lookup";
import { AMD64, IMAGE, INDEX, lock, OTHER } from "./fixture";

const row = lock().images[IMAGE];

describe("lockedImage", () => {
  it.each([
    ["its full name", IMAGE],
    ["Docker Hub's short name", "pytorch/pytorch:2.8.0"],
    ["the digest of the index", `pytorch/pytorch@${INDEX}`],
    ["the digest of a platform", `pytorch/pytorch@${AMD64}`],
    ["tag and digest", `${IMAGE}@${INDEX}`],
  ])("finds an image by %s", (_, reference) => {
    expect(lockedImage(lock(), reference)).toEqual(row);
  });

  it.each([
    ["a tag that was not pinned", "pytorch/pytorch:2.9.0"],
    ["another registry", "ghcr.io/pytorch/pytorch:2.8.0"],
    ["the same tag with another digest", `${IMAGE}@${OTHER}`],
    ["another repository with the same digest", `docker.io/other/pytorch@${INDEX}`],
    ["no tag and no digest", "pytorch/pytorch"],
    ["what is no reference", "Not A Reference"],
    ["a name of the object's prototype", "constructor"],
  ])("does not answer for %s", (_, reference) => {
    expect(lockedImage(lock(), reference)).toBeUndefined();
  });
});

describe("lockedAmi", () => {
  const name = { family: "eks-al2023-nvidia", release: "v20260714", kubernetes: "1.34" };

  it("gives the id and deprecation of the region", () => {
    expect(lockedAmi(lock(), name, "us-east-1")).toMatchObject({ id: "ami-0123456789abcdef0", deprecation: "2028-07-14" });
  });

  it("gives the row without id where the region was not pinned", () => {
    const found = lockedAmi(lock(), name, "eu-west-1");
    expect(found?.row.name).toBe("amazon-eks-node-al2023-x86_64-nvidia-1.34-v20260714");
    expect(found?.id).toBeUndefined();
  });

  it("finds a release with and without the v of its tag", () => {
    expect(lockedAmi(lock(), { ...name, release: "20260714" }, "us-east-1")?.id).toBe("ami-0123456789abcdef0");
    expect(lockedAmi(lock(), { ...name, release: "20260715" }, "us-east-1")).toBeUndefined();
  });

  it("does not answer for another Kubernetes version of the same release", () => {
    expect(lockedAmi(lock(), { ...name, kubernetes: "1.33" }, "us-east-1")).toBeUndefined();
    expect(lockedAmi(lock(), { ...name, kubernetes: undefined }, "us-east-1")).toBeUndefined();
  });
});

it("hands the declared rows over as a question takes them", () => {
  expect(declaredRows(lock()).images).toEqual([expect.objectContaining({ image: "registry.example.com/team/app:1", cuda: "12.6" })]);
});
