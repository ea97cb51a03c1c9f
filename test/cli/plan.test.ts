import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { TAG } from "../../catalog/labels";
import { PULUMI_UNKNOWN } from "../../catalog/unknown";
import { EXIT, UsageError } from "../../cli/command";
import { plan } from "../../cli/plan";
import { assess, exitCode } from "../../cli/plan/assessment";
import { planText } from "../../cli/plan/plan-text";
import { NO_CONFIG, RULES } from "../../policies/rules";
import { group, planned, planOf, template } from "./plan/planned";

const FIXTURES = join(__dirname, "../plan/fixtures");
// each run is a process of its own, which a busy machine may let wait
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "plan-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]) {
  let out = "";
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: () => {},
    stdin: async () => "",
    cwd: FIXTURES,
    env: {},
    columns: 80,
    color: false,
  };
  return { code: await plan.run(args, io), out: () => out };
}

/** One run for several tests. */
let printed: ReturnType<typeof run> | undefined;
const json = (): ReturnType<typeof run> => {
  printed ??= run("dev", "--program", "raw", "--json");
  return printed;
};

const write = (name: string, value: unknown): string => {
  writeFileSync(join(folder, name), JSON.stringify(value));
  return join(folder, name);
};

describe("plan of a program", () => {
  it("takes the only environment there is", async () => {
    const { code, out } = await run("--program", "raw");
    expect(code).toBe(EXIT.fail);
    expect(out()).toContain("raw dev: 8 resources");
  });

  it("prints tree, verdicts, policies, cost and what is not known, within 80 columns", async () => {
    const { code, out } = await run("dev", "--program", "raw");
    expect(code).toBe(EXIT.fail); // tags that can move
    expect(out()).toContain("raw dev: 8 resources; catalog of ");
    expect(out()).toContain(
      "  ├─ example:index:Host  host\n  │  ├─ aws:autoscaling:Group  host-group\n  │  └─ aws:ec2:LaunchTemplate  host\n",
    );
    expect(out()).toContain("blocks  registry-tags-are-immutable (high): east-images imageTagMutability");
    expect(out()).toContain("raw:password: encrypted configuration");
    expect(out()).toContain("raw/index.ts:11: only the");
    expect(
      out()
        .split("\n")
        .filter((line) => line.length > 80),
    ).toEqual([]);
    expect(out()).not.toContain("s3cret");
  });

  it("prints JSON that keeps Pulumi's form of the unknown, the same each time", async () => {
    const [first, second] = [await json(), await run("dev", "--program", "raw", "--json")];
    expect(first.out()).toBe(second.out());
    const document = JSON.parse(first.out()) as { schemaVersion: number; resources: { name: string; type: string; props: unknown }[] };
    expect(document.schemaVersion).toBe(1);
    expect(document.resources.find(({ type }) => type.endsWith(":LaunchTemplate"))?.props).toMatchObject({ imageId: PULUMI_UNKNOWN });
    expect(first.out()).not.toContain("s3cret");
  });

  it("fails for a program that fails, and still shows what it got to", async () => {
    const { code, out } = await run("dev", "--program", "throws");
    expect(code).toBe(EXIT.fail);
    expect(out()).toContain("Problems of the program\n  throws/index.ts:6: there is no second\n");
    expect(out()).toContain("aws:ecr:Repository  first");
    expect(out()).toContain("1 problem, the plan is not complete; ");
  });
});

describe("the command line", () => {
  it.each([
    ["an environment without a file", ["prod", "--program", "raw"], /there is no Pulumi\.prod\.yaml in .*; found Pulumi\.dev\.yaml$/],
    ["no environment where there are two", ["--program", "two"], /^name the environment; found dev, prod$/],
    ["two environments", ["dev", "--stack", "dev"], /^give one environment$/],
    ["a folder without a project", ["dev", "--program", tmpdir()], /^no Pulumi\.yaml in .* or above it; use --program <folder>$/],
    ["an answers file that is missing", ["dev", "--answers", "none.json"], /^none\.json: there is no such file$/],
    ["a time that is none", ["dev", "--timeout", "soon"], /^--timeout must be seconds above 0, got 'soon'$/],
  ])("refuses %s", async (_what, args, message) => {
    const refused = run(...args);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(UsageError);
  });

  it("refuses an answers file with every problem", async () => {
    const file = write("answers.json", { invokes: [{}], nothing: 1 });
    await expect(run("dev", "--program", "raw", "--answers", file)).rejects.toThrow(
      `${file}: nothing: is no part of an answers file; use invokes, calls, stacks, reads, config\n${file}: invokes[0].token: must be text\n${file}: invokes[0].result: must be an object`,
    );
  });

  it("fails for the undecided when it must be strict", async () => {
    const levels = Object.fromEntries(RULES.map(({ name }) => [name, "disabled"]));
    const config = write("gpu-policy.yaml", levels);
    expect((await run("dev", "--program", "raw", "--config", config, "--strict")).code).toBe(EXIT.undecided);
  });

  it.each([
    ["nothing is wrong", {}, false, EXIT.ok],
    ["something is undecided", { undecided: 1 }, false, EXIT.ok],
    ["something is undecided, strictly", { undecided: 1 }, true, EXIT.undecided],
    ["something blocks, strictly", { undecided: 1, blocking: 1 }, true, EXIT.fail],
    ["the program failed", { problems: 1 }, false, EXIT.fail],
  ])("ends by its summary: %s", (_what, summary, strict, code) => {
    const clean = { resources: 1, problems: 0, blocking: 0, advice: 0, undecided: 0, excepted: 0 };
    expect(exitCode({ ...clean, ...summary }, strict)).toBe(code);
  });
});

describe("an assessment", () => {
  const claims = { [TAG.driver]: "470.256.02", [TAG.cuda]: "12.8", [TAG.types]: "g6.xlarge", [TAG.capacity]: "spot" };
  const host = template(claims);
  const assessed = assess(planOf([host, group("a", host, { minSize: 1, maxSize: 1 })]), undefined, NO_CONFIG, "2026-11-23");

  it("judges each host by its claims, and counts one that cannot run as blocking", () => {
    expect(assessed.verdicts.map(({ instanceType, verdict }) => [instanceType, verdict.status])).toEqual([["g6.xlarge", "fail"]]);
    expect(assessed.summary.blocking).toBeGreaterThan(0);
  });

  it("says in the text why it cannot run and what would help", () => {
    const text = planText(assessed, { columns: 80, cwd: "/" });
    expect(text).toContain("fail       host on g6.xlarge (driver 470.256.02)");
    expect(text).toMatch(/\n {6}version: .*\n(.*\n)*? {6}> /);
  });

  it("lets no name steer the terminal", () => {
    const steering = assess(planOf([planned("aws:ebs/volume:Volume", "a\u001b[2Jb")]), undefined, NO_CONFIG, "2026-11-23");
    const text = planText(steering, { columns: 80, cwd: "/" });
    expect(text).toContain("a\uFFFD[2Jb");
    expect(text).not.toContain("\u001b");
  });

  it("names in the text what cannot be seen, and counts it as undecided", () => {
    const chart = planned("kubernetes:helm.sh/v3:Release", "operator", {}, { opaque: true });
    const other = assess(planOf([chart]), undefined, NO_CONFIG, "2026-11-23");
    expect(other.summary.undecided).toBeGreaterThan(0);
    expect(planText(other, { columns: 80, cwd: "/" })).toContain("kubernetes:helm.sh/v3:Release operator: what is inside cannot be seen");
  });
});

/** The schema lets a later version add fields; here each field must be described. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, closed(part)]));
  return schema && "properties" in schema && !("additionalProperties" in schema) ? { ...parts, additionalProperties: false } : parts;
}

it("prints JSON as its schema says", async () => {
  const schema = JSON.parse(readFileSync(join(__dirname, "../../plan/schema.json"), "utf8")) as Parameters<typeof z.fromJSONSchema>[0];
  const document = z.fromJSONSchema(closed(schema) as typeof schema);
  const found = JSON.parse((await json()).out()) as object;
  expect(document.safeParse(found).error?.issues).toBeUndefined();
  expect(document.safeParse({ ...found, resources: [{ type: 1 }] }).success).toBe(false);
  expect(document.safeParse({ ...found, unheardOf: true }).success).toBe(false);
});
