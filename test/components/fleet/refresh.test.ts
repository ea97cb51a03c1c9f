import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptHealthy, refreshPlan } from "../../../components/fleet/refresh";

/**
 * An instance refresh as AWS describes it, on a market that has `obtainable` machines and no more. Gives back how many steps it took and the fewest
 * machines that worked meanwhile; undefined if it came to a stand with old machines left. `roundUp` is how the upper limit is rounded, which AWS does not say.
 */
function refresh(machines: number, { min, max, obtainable, roundUp }: { min: number; max: number; obtainable: number; roundUp: boolean }) {
  const atLeast = keptHealthy(machines, min);
  const atMost = (roundUp ? Math.ceil : Math.floor)((machines * max) / 100);
  let [old, fresh, working] = [machines, 0, machines];
  for (let step = 1; step < 10 * machines + 10; step++) {
    if (old === 0 && fresh === machines) return { step, working };
    const all = old + fresh;
    if (old > 0 && all > atLeast) old--;
    else if (fresh < machines && all < atMost && all < obtainable) fresh++;
    else return undefined;
    working = Math.min(working, old + fresh);
  }
  return undefined;
}

describe("the arithmetic of an update", () => {
  it.each([
    [
      "one machine, which must stop",
      { size: { min: 1, max: 1 }, spare: 0 },
      { minHealthyPercentage: 0, maxHealthyPercentage: 100, stops: 1 },
    ],
    [
      "one machine and one to spare",
      { size: { min: 1, max: 1 }, spare: 1 },
      { minHealthyPercentage: 100, maxHealthyPercentage: 200, stops: 0 },
    ],
    [
      "four on a full reservation",
      { size: { min: 4, max: 4 }, spare: 0 },
      { minHealthyPercentage: 75, maxHealthyPercentage: 100, stops: 1 },
    ],
    ["eight and one to spare", { size: { min: 8, max: 8 }, spare: 1 }, { minHealthyPercentage: 87, maxHealthyPercentage: 100, stops: 1 }],
    ["eight and two to spare", { size: { min: 8, max: 8 }, spare: 2 }, { minHealthyPercentage: 100, maxHealthyPercentage: 113, stops: 0 }],
    ["two to eight", { size: { min: 2, max: 8 }, spare: 0 }, { minHealthyPercentage: 50, maxHealthyPercentage: 100, stops: 4 }],
    ["none", { size: { min: 0, max: 0 }, spare: 0 }, { minHealthyPercentage: 0, maxHealthyPercentage: 100, stops: 1 }],
  ])("for %s", (_, question, plan) => {
    expect(refreshPlan(question)).toEqual(plan);
  });

  it("refuses to stop the whole fleet unasked, with every choice there is", () => {
    expect(refreshPlan({ size: { min: 0, max: 4 }, spare: 0 })).toEqual({
      refused:
        "an update that gets on with 1 to 4 machines and none to spare stops all 4 at once; set update.mayStop to 4, or raise size.min to 2, or give update.spare 4, if reservation and quota hold 8 machines",
    });
    expect(refreshPlan({ size: { min: 0, max: 4 }, spare: 0, mayStop: 4 })).toMatchObject({ minHealthyPercentage: 0, stops: 4 });
    expect(refreshPlan({ size: { min: 4, max: 8 }, spare: 0, mayStop: 1 })).toEqual({
      refused:
        "an update that gets on with 4 to 8 machines and none to spare stops 2 of 8 at once; set update.mayStop to 2, or raise size.min to 5, or give update.spare 2, if reservation and quota hold 10 machines",
    });
  });

  const question = fc
    .record({ a: fc.integer({ min: 0, max: 400 }), b: fc.integer({ min: 1, max: 400 }), spare: fc.integer({ min: 0, max: 50 }) })
    .map(({ a, b, spare }) => ({ size: { min: Math.min(a, b), max: Math.max(a, b) }, spare }));

  it("never comes to a stand, at any size, however AWS rounds, and stops no more than it says", () => {
    fc.assert(
      fc.property(question, fc.boolean(), fc.nat(), (asked, roundUp, pick) => {
        const plan = refreshPlan(asked);
        fc.pre(!("refused" in plan));
        if ("refused" in plan) return;
        const { min, max } = asked.size;
        const least = Math.max(1, min);
        for (const machines of [least, max, least + (pick % (max - least + 1))]) {
          const done = refresh(machines, {
            min: plan.minHealthyPercentage,
            max: plan.maxHealthyPercentage,
            obtainable: max + asked.spare,
            roundUp,
          });
          expect(done, `${machines} machines`).toBeDefined();
          expect(machines - (done?.working ?? 0)).toBeLessThanOrEqual(plan.stops);
        }
      }),
    );
  });

  it("takes the advice that a refusal gives", () => {
    fc.assert(
      fc.property(question, fc.integer({ min: 1, max: 20 }), ({ size, spare }, mayStop) => {
        const plan = refreshPlan({ size, spare, mayStop });
        fc.pre("refused" in plan);
        if (!("refused" in plan)) return;
        const advised = (pattern: RegExp): number | undefined => {
          const found = pattern.exec(plan.refused)?.[1];
          return found === undefined ? undefined : Number(found);
        };
        const accepts = (change: object): boolean => !("refused" in refreshPlan({ size, spare, mayStop, ...change }));
        expect(accepts({ mayStop: advised(/mayStop to (\d+)/) })).toBe(true);
        expect(accepts({ spare: advised(/update\.spare (\d+)/) })).toBe(true);
        const min = advised(/size\.min to (\d+)/);
        if (min !== undefined) expect(accepts({ size: { ...size, min } })).toBe(true);
      }),
    );
  });

  it("would find the percentages that AWS takes by itself at a stand, on a full reservation", () => {
    expect(refresh(4, { min: 90, max: 100, obtainable: 4, roundUp: false })).toBeUndefined();
    expect(refresh(4, { min: 100, max: 110, obtainable: 4, roundUp: true })).toBeUndefined();
  });
});
