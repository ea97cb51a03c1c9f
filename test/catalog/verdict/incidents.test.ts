import { describe, expect, it } from "vitest";
import { verdict } from "../../../catalog/verdict/verdict";
import { ARCHITECTURE } from "./incidents/architecture";
import { COMPAT } from "./incidents/compat";
import { FABRIC } from "./incidents/fabric";
import { IMAGE } from "./incidents/image";
import { KERNEL_MODULE } from "./incidents/kernel-module";
import { NEWER_GPUS } from "./incidents/newer-gpus";
import { OLDER_GPUS } from "./incidents/older-gpus";
import { REQUIREMENT } from "./incidents/requirement";
import { SOFTWARE } from "./incidents/software";
import { VERSION } from "./incidents/version";

const INCIDENTS = [
  ...REQUIREMENT,
  ...VERSION,
  ...COMPAT,
  ...IMAGE,
  ...ARCHITECTURE,
  ...NEWER_GPUS,
  ...OLDER_GPUS,
  ...KERNEL_MODULE,
  ...FABRIC,
  ...SOFTWARE,
];

const ALLOWED = {
  fail: ["fail"],
  runs: ["pass", "limits"],
  "not-pass": ["fail", "undecided"],
  "not-fail": ["pass", "limits", "undecided"],
} as const;

describe("reports of real incidents", () => {
  it.each(INCIDENTS)("$what ($thread)", ({ question, expect: expected, axis, is }) => {
    const result = verdict(question);
    const axes = Object.fromEntries(result.axes.map((found) => [found.axis, `${found.status}: ${found.reason}`]));
    if (expected) expect(ALLOWED[expected], JSON.stringify(axes, null, 2)).toContain(result.status);
    if (axis) expect(result.axes.find((found) => found.axis === axis)?.status, JSON.stringify(axes, null, 2)).toBe(is);
  });

  it("offers only ways out that hold when they are taken", () => {
    for (const { question, what } of INCIDENTS) {
      for (const way of verdict(question).waysOut) {
        expect(["pass", "limits"], `${what}: ${way.text}`).toContain(way.becomes);
      }
    }
  });
});
