import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateRequire } from "../../../catalog/verdict/require-expression";

const HOST = { cuda: "12.2", driver: "535.161.08", arch: "7.5", brand: "Tesla" };
const NGC_STYLE = "cuda>=12.8 brand=unknown,driver>=470,driver<471 brand=tesla,driver>=535,driver<536 brand=geforce,driver>=550,driver<551";

describe("NVIDIA_REQUIRE_CUDA as the container CLI reads it", () => {
  it("takes alternatives by spaces and conditions by commas", () => {
    expect(evaluateRequire(NGC_STYLE, HOST)).toEqual({ allowed: true, by: "brand=tesla,driver>=535,driver<536" });
    expect(evaluateRequire(NGC_STYLE, { ...HOST, brand: "GeForce" })).toEqual({ allowed: false, condition: "cuda>=12.8" });
  });

  it("is not monotone in the driver: a branch that is not listed is refused", () => {
    const on = (driver: string) => evaluateRequire(NGC_STYLE, { ...HOST, driver, cuda: "12.3" }).allowed;
    expect([on("535.288.01"), on("545.23.08")]).toEqual([true, false]);
  });

  it("compares versions by numbers, and 12.8 equals 12.8.0", () => {
    expect(evaluateRequire("cuda=12.2.0", HOST).allowed).toBe(true);
    expect(evaluateRequire("driver>=535.54", HOST).allowed).toBe(true);
    expect(evaluateRequire("driver>535.161.08", HOST).allowed).toBe(false);
    expect(evaluateRequire("cuda<=12.10", HOST).allowed).toBe(true);
  });

  it("ignores case in names and brands, and takes a lone ! for !=", () => {
    expect(evaluateRequire("BRAND=TESLA", HOST).allowed).toBe(true);
    expect(evaluateRequire("brand!geforce", HOST).allowed).toBe(true);
  });

  it.each(["cuda==12.2", "foo>=1", "cuda", "cuda>=", "cuda>=12.x", "brand>=tesla", "cuda>=12.8-1"])(
    "refuses %s as an invalid expression",
    (text) => {
      expect(evaluateRequire(text, HOST)).toEqual({ allowed: false, condition: text, malformed: true });
    },
  );

  it("does not read past the alternative that holds", () => {
    expect(evaluateRequire("cuda>=12.0 nonsense", HOST).allowed).toBe(true);
    expect(evaluateRequire("cuda>=12.8 nonsense", HOST)).toMatchObject({ allowed: false, malformed: true });
  });

  it("allows an empty requirement", () => {
    for (const text of ["", "  ", ","]) expect(evaluateRequire(text, HOST).allowed, JSON.stringify(text)).toBe(true);
  });

  it("stays open where a missing property decides, and names only those that do", () => {
    expect(evaluateRequire("cuda>=12.8 brand=tesla,driver<471", { driver: "535.1", cuda: "12.2" })).toEqual({
      allowed: false,
      condition: "cuda>=12.8",
    });
    expect(evaluateRequire("cuda>=12.8 brand=tesla,driver>=535", { driver: "535.1", cuda: "12.2" })).toEqual({
      allowed: undefined,
      missing: ["brand"],
    });
  });

  it("never decides differently when a property becomes known", () => {
    const condition = fc.constantFrom(
      "cuda>=12.8",
      "cuda<12.3",
      "brand=tesla",
      "brand!=geforce",
      "driver>=535",
      "driver<536",
      "arch>=8.0",
      "junk",
    );
    const expression = fc
      .array(
        fc.array(condition, { minLength: 1, maxLength: 3 }).map((all) => all.join(",")),
        { maxLength: 4 },
      )
      .map((any) => any.join(" "));
    const subset = fc.subarray(["cuda", "driver", "arch", "brand"] as const);
    fc.assert(
      fc.property(expression, subset, (text, keys) => {
        const known = Object.fromEntries(keys.map((key) => [key, HOST[key]]));
        const before = evaluateRequire(text, known).allowed;
        if (before !== undefined) expect(evaluateRequire(text, HOST).allowed).toBe(before);
      }),
    );
  });
});
