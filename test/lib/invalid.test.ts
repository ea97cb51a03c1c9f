import { describe, expect, it } from "vitest";
import { Problems } from "../../lib/invalid";

describe("Problems", () => {
  it("throws everything that was found, once, with the reasons in the message", () => {
    const problems = new Problems();
    problems.add("size", "must be 0 or 1, got 2");
    problems.add("capacity", "'sport' is no way to buy a machine");
    expect(() => problems.throwIfAny("GpuInstance 'box'")).toThrow(
      expect.objectContaining({
        message:
          "GpuInstance 'box' has invalid arguments\n  - size: must be 0 or 1, got 2\n  - capacity: 'sport' is no way to buy a machine",
        errors: [
          { propertyPath: "size", reason: "must be 0 or 1, got 2" },
          { propertyPath: "capacity", reason: "'sport' is no way to buy a machine" },
        ],
      }),
    );
  });

  it("throws nothing when nothing was found", () => {
    expect(() => new Problems().throwIfAny("GpuInstance 'box'")).not.toThrow();
  });
});
