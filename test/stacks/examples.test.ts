import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compiledTwin } from "../../plan/compiled";
import type { Plan } from "../../plan/plan";
import { planFolder } from "../../plan/run-folder";

const REPOSITORY = join(__dirname, "../..");
const EXAMPLES = join(REPOSITORY, "examples");
const LIBRARY = join(REPOSITORY, "index.ts");
const programs = readdirSync(EXAMPLES).filter((name) => readdirSync(join(EXAMPLES, name)).includes("Pulumi.yaml"));

let work: string;
const plans = new Map<string, Plan>();
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "gpu-examples-"));
  await Promise.all(programs.map(async (name) => plans.set(name, await planFolder(installed(name), { stack: "dev" }))));
}, 60_000);
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The example in a folder of its own, where `pulumi-gpu` is this library as it stands, not as it was built before its last change. */
function installed(name: string): string {
  const folder = join(work, name);
  cpSync(join(EXAMPLES, name), folder, { recursive: true, filter: (path) => !path.endsWith("node_modules") });
  mkdirSync(join(folder, "node_modules/pulumi-gpu"), { recursive: true });
  writeFileSync(
    join(folder, "node_modules/pulumi-gpu/index.js"),
    `module.exports = require(${JSON.stringify(compiledTwin(LIBRARY, REPOSITORY) ?? LIBRARY)});\n`,
  );
  symlinkSync(join(REPOSITORY, "node_modules/@pulumi"), join(folder, "node_modules/@pulumi"));
  return folder;
}

it("finds the examples", () => {
  expect(programs).toEqual(["existing-network", "single-component", "spot-fleet", "workstation"]);
});

describe.each(programs)("the example %s", (name) => {
  const planned = (): Plan => {
    const plan = plans.get(name);
    if (!plan) throw new Error(`${name} was not planned`);
    return plan;
  };

  it("plans whole, without account, engine and network", () => {
    expect(planned().problems).toEqual([]);
    expect(planned().resources.filter(({ type }) => type === "aws:autoscaling/group:Group")).not.toEqual([]);
  });

  it("makes no VPC: it takes the one that is there", () => {
    expect(planned().resources.filter(({ type }) => /:(Vpc|Subnet|NatGateway)$/.test(type))).toEqual([]);
  });

  it("says what it costs, and how to get rid of it", () => {
    const readme = readFileSync(join(EXAMPLES, name, "README.md"), "utf8");
    expect(readme).toContain("**Price**");
    expect(readme).toContain("**Cleanup**: `pulumi destroy`");
  });
});
