import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { assess } from "../../../cli/plan/assessment";
import { planText } from "../../../cli/plan/plan-text";
import { compiledTwin } from "../../../plan/compiled";
import { planFolder } from "../../../plan/run-folder";
import { NO_CONFIG } from "../../../policies/rules";
import { blocksOf, matches, stepsOf } from "../../readme/blocks";

const REPOSITORY = join(__dirname, "../../..");
const LIBRARY = join(REPOSITORY, "index.ts");
const folder = mkdtempSync(join(tmpdir(), "gpu-fleet-doc-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("plans the program of docs/fleet.md, and prints what it says", async () => {
  const [program, plan] = blocksOf(join(REPOSITORY, "docs/fleet.md")).filter(({ place }) => place === "fleet");
  mkdirSync(join(folder, "node_modules/pulumi-gpu"), { recursive: true });
  // This library as it stands, not as it was built before its last change.
  writeFileSync(
    join(folder, "node_modules/pulumi-gpu/index.js"),
    `module.exports = require(${JSON.stringify(compiledTwin(LIBRARY, REPOSITORY) ?? LIBRARY)});\n`,
  );
  symlinkSync(join(REPOSITORY, "node_modules/@pulumi"), join(folder, "node_modules/@pulumi"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: fleet\nruntime: nodejs\nmain: index.ts\nconfig:\n  aws:region: us-east-1\n");
  writeFileSync(join(folder, "index.ts"), program?.text ?? "");
  const planned = await planFolder(folder, { stack: "dev" });
  expect(planned.problems).toEqual([]);
  const assessment = assess(planned, undefined, NO_CONFIG, "2026-11-28");
  expect(assessment.summary.blocking).toBe(0);
  const [step] = plan ? stepsOf(plan) : [];
  expect(step?.command).toBe("npx pulumi-gpu plan --program .");
  const printed = planText(assessment, { columns: 80, cwd: folder });
  expect(matches(step?.expected ?? "", printed) ? "" : printed).toBe("");
}, 60_000);
