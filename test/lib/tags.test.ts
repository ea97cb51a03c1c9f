import { describe, expect, it } from "vitest";
import { Problems } from "../../lib/invalid";
import { checkTags, tagsOf, tagValue } from "../../lib/tags";

const found = (tags: Record<string, string>, reserved = 0) => {
  const problems = new Problems();
  checkTags(tags, problems, { reserved });
  return problems.found;
};

describe("tags", () => {
  it("lets the caller name a resource, and nobody override the component's own", () => {
    expect(tagsOf("box", { Name: "mine", team: "ml" }, { "pulumi-gpu:driver": "595.64" })).toEqual({
      Name: "mine",
      team: "ml",
      "pulumi-gpu:driver": "595.64",
    });
  });

  it("turns what AWS refuses in a value into dashes, within its length", () => {
    expect(tagValue("pytorch/pytorch:2.8.0 (why?)")).toBe("pytorch/pytorch:2.8.0 -why--");
    expect(tagValue("x".repeat(300))).toHaveLength(256);
  });

  it("refuses keys that AWS or the components keep for themselves", () => {
    expect(found({ "pulumi-gpu:boot": "pass", "AWS:x": "y", team: "ml" })).toEqual([
      {
        propertyPath: 'tags["pulumi-gpu:boot"]',
        reason: "keys that begin with pulumi-gpu: are written by the components; use another key",
      },
      { propertyPath: 'tags["AWS:x"]', reason: "keys that begin with aws: are kept by AWS; use another key" },
    ]);
  });

  it("leaves room for the component's own", () => {
    const tags = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, "v"]));
    expect(found(tags, 10)).toEqual([]);
    expect(found(tags, 11)).toEqual([{ propertyPath: "tags", reason: "at most 39 tags fit beside the component's own, got 40" }]);
  });
});
