import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ColdStartPhaseName, type ColdStartQuestion, coldStartBudget, INSTANCE_TYPES, longestColdStart } from "../../../catalog";

const GIB = 2 ** 30;
const whole = { instanceType: "g6.xlarge", imageBytes: 8 * GIB, modelGiB: 13 };
const phase = (question: ColdStartQuestion, name: ColdStartPhaseName) => coldStartBudget(question).phases.find((one) => one.phase === name);

describe("the cold-start budget", () => {
  it("adds up its phases, in the order in which they happen", () => {
    const budget = coldStartBudget(whole);
    expect(budget.phases.map(({ phase: name }) => name)).toEqual(["provision", "boot", "preflight", "pull", "load"]);
    // 8 GiB times 3.5 at 125 MiB/s; 60 s and 13 GiB at 125 MiB/s
    expect(budget.phases.map(({ seconds }) => seconds)).toEqual([90, 120, 60, 230, 167]);
    expect(budget).toMatchObject({ knownSeconds: 667, totalSeconds: 667, missing: [] });
  });

  it("names the facts that are missing, and has no total then", () => {
    const budget = coldStartBudget({ instanceType: "g6.xlarge" });
    expect(budget.missing).toEqual(["imageBytes", "modelGiB"]);
    expect(budget.totalSeconds).toBeUndefined();
    expect(budget.knownSeconds).toBe(270);
    expect(phase({ instanceType: "g6.xlarge" }, "pull")).toMatchObject({ basis: "unknown", missing: "imageBytes" });
  });

  it("does not guess the network of a type that the catalog does not know", () => {
    const budget = coldStartBudget({ ...whole, instanceType: "g99.xlarge" });
    expect(budget.missing).toEqual(["modelMiBps"]);
    expect(coldStartBudget({ ...whole, instanceType: "g99.xlarge", modelMiBps: 100 }).missing).toEqual([]);
  });

  it("shows the source of what has one, and says what is assumed or given", () => {
    const bases = (question: ColdStartQuestion) => coldStartBudget(question).phases.map(({ basis }) => basis);
    expect(bases(whole)).toEqual(["assumed", "assumed", "assumed", "assumed", "assumed"]);
    expect(bases({ ...whole, volumeMiBps: 1000, preflightSeconds: 200 })).toEqual(["assumed", "assumed", "given", "sourced", "assumed"]);
    expect(phase({ ...whole, volumeMiBps: 1000 }, "pull")?.source).toContain("karpenter-blueprints");
    expect(phase({ ...whole, imageBytes: 0 }, "pull")).toMatchObject({ seconds: 0, basis: "given" });
  });

  it("gives machines with a fabric longer to boot", () => {
    expect(phase({ instanceType: "p5.48xlarge" }, "boot")?.seconds).toBeGreaterThan(
      phase({ instanceType: "p5.4xlarge" }, "boot")?.seconds ?? 0,
    );
  });

  it("agrees with the measured pull on a fast volume, and encloses AWS's own word", () => {
    expect(phase({ instanceType: "g6.4xlarge", imageBytes: 10_757_041_023, volumeMiBps: 1000 }, "pull")?.seconds).toBe(139);
    // "15-20 GB can take 4-6 minutes" on a Deep Learning AMI, without its volume's throughput
    for (const gb of [15, 20]) {
      const [bought, plain] = [1000, 125].map(
        (volumeMiBps) => phase({ ...whole, imageBytes: gb * 1e9, volumeMiBps }, "pull")?.seconds ?? 0,
      );
      expect(bought).toBeLessThan(360);
      expect(plain).toBeGreaterThan(240);
    }
  });

  it("never gets shorter with a larger image or model, or a slower volume", () => {
    const question = fc.record({
      instanceType: fc.constantFrom(...Object.keys(INSTANCE_TYPES)),
      imageBytes: fc.integer({ min: 0, max: 60 * GIB }),
      volumeMiBps: fc.integer({ min: 125, max: 2000 }),
      modelGiB: fc.integer({ min: 0, max: 800 }),
      modelMiBps: fc.integer({ min: 10, max: 20_000 }),
    });
    const seconds = (one: ColdStartQuestion): number => coldStartBudget(one).totalSeconds ?? Number.NaN;
    fc.assert(
      fc.property(question, fc.integer({ min: 1, max: 20 * GIB }), fc.integer({ min: 1, max: 100 }), (one, bytes, gib) => {
        expect(Number.isInteger(seconds(one))).toBe(true);
        expect(seconds({ ...one, imageBytes: one.imageBytes + bytes })).toBeGreaterThanOrEqual(seconds(one));
        expect(seconds({ ...one, modelGiB: one.modelGiB + gib })).toBeGreaterThanOrEqual(seconds(one));
        expect(seconds({ ...one, volumeMiBps: one.volumeMiBps / 2 })).toBeGreaterThanOrEqual(seconds(one));
      }),
    );
  });
});

describe("the longest of several", () => {
  it("is the longest total, or what is not known", () => {
    const fast = coldStartBudget({ ...whole, volumeMiBps: 1000 });
    const slow = coldStartBudget(whole);
    const open = coldStartBudget({ instanceType: "g6.xlarge" });
    expect(longestColdStart([fast, slow])).toBe(slow);
    expect(longestColdStart([fast, slow, open])).toBe(open);
    expect(longestColdStart([])).toBeUndefined();
  });
});
