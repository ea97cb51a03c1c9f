import { describe, expect, it } from "vitest";
import { pinnedImage } from "../../../components/pins/pinned-image";
import { EMPTY_LOCK, type Lock } from "../../../lock/schema";

const INDEX = `sha256:${"1".repeat(64)}`;
const OTHER = `sha256:${"2".repeat(64)}`;
const lock: Lock = {
  ...EMPTY_LOCK,
  images: {
    "registry.example/team/model:1.2": {
      digest: INDEX,
      platforms: { "linux/amd64": OTHER },
      sizeBytes: 4_000_000_000,
      facts: { cuda: "12.8", require: "cuda>=12.8" },
      source: "registry.example",
      checked: "2026-11-20",
    },
  },
};

describe("pinnedImage", () => {
  it("takes digest, size and facts from the lock", () => {
    expect(pinnedImage("registry.example/team/model:1.2", { lock })).toEqual({
      reference: "registry.example/team/model:1.2",
      name: "registry.example/team/model",
      tag: "1.2",
      digest: INDEX,
      uri: `registry.example/team/model@${INDEX}`,
      platforms: { "linux/amd64": OTHER },
      sizeBytes: 4_000_000_000,
      facts: { cuda: "12.8", require: "cuda>=12.8" },
      pinnedBy: "lock",
    });
  });

  it("takes a digest that the catalog states", () => {
    expect(pinnedImage("pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime")).toMatchObject({
      reference: "docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime",
      digest: "sha256:417bd75df6365104c283ea4c1651fb3530d9eb5a4c2fafa51943cff2a94e6385",
      pinnedBy: "catalog",
    });
  });

  it("prefers the lock's digest to the catalog's", () => {
    const reference = "docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime";
    const pinned = pinnedImage(reference, {
      lock: { ...lock, images: { [reference]: { digest: INDEX, source: "docker.io", checked: "2026-11-20" } } },
    });
    expect(pinned).toMatchObject({ digest: INDEX, pinnedBy: "lock" });
  });

  it("takes the reference's own digest", () => {
    expect(pinnedImage(`private.example/model@${INDEX}`)).toMatchObject({
      reference: "private.example/model",
      digest: INDEX,
      facts: {},
      pinnedBy: "reference",
    });
  });

  it("carries the user's own facts with their proof", () => {
    const { declared } = pinnedImage(`private.example/model:1@${INDEX}`, {
      declared: { cuda: "12.4", source: "build log", checked: "2026-11-01" },
    });
    expect(declared).toEqual({ image: `private.example/model@${INDEX}`, cuda: "12.4", source: "build log", checked: "2026-11-01" });
  });

  it.each(["private.example/model:1", `private.example/model@${INDEX}`, `private.example/model:0@${INDEX}`])(
    "takes what the lock declares of %s",
    (image) => {
      const row = { image, cuda: "12.4", source: "build log", checked: "2026-11-01" };
      const pinned = pinnedImage(`private.example/model:1@${INDEX}`, { lock: { ...EMPTY_LOCK, declared: { images: [row] } } });
      expect(pinned.declared).toEqual(row);
    },
  );

  it.each([
    [
      "private.example/model:1",
      "private.example/model:1 has no digest, in the lock or the catalog; run pulumi-gpu pin image private.example/model:1",
    ],
    ["Not An Image", "'Not An Image' is no image reference; write registry/repository:tag or …@sha256:…"],
    [
      `registry.example/team/model:1.2@sha256:${"3".repeat(64)}`,
      `registry.example/team/model:1.2 is pinned to ${INDEX} in the lock, not to sha256:${"3".repeat(64)}; drop one, or run pulumi-gpu pin image registry.example/team/model:1.2 --update`,
    ],
  ])("refuses %s with the way out", (reference, reason) => {
    expect(() => pinnedImage(reference, { lock })).toThrow(expect.objectContaining({ errors: [{ propertyPath: "reference", reason }] }));
  });
});
