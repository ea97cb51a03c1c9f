import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PULUMI_UNKNOWN } from "../../catalog/unknown";
import { answersProblems, findAnswer } from "../../plan/answers";
import { readConfig } from "../../plan/config";
import { readProject, stackFile } from "../../plan/project";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plan-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const config = (stack: string, given = {}) => {
  const project = readProject(folder);
  return readConfig(project, stackFile(project, stack), given);
};

describe("configuration", () => {
  beforeEach(() => {
    write(
      "Pulumi.yaml",
      "name: vision\nruntime: nodejs\nconfig:\n  pulumi:tags: { value: { team: a } }\n  aws:region: eu-west-1\n  size: { type: integer, default: 2 }\n  zone: b\n",
    );
  });

  it("takes the project's defaults, then the stack's file, then what is given", () => {
    write("Pulumi.dev.yaml", "config:\n  aws:region: us-west-2\n  vision:list: [1, {a: true}]\n");
    expect(config("dev", { zone: "c" }).values).toEqual({
      "aws:region": "us-west-2",
      "vision:size": "2",
      "vision:zone": "c",
      "vision:list": '[1,{"a":true}]',
    });
  });

  it("keeps encrypted values secret and unknown, at any depth, until an answer opens them", () => {
    write("Pulumi.dev.yaml", "config:\n  vision:key: {secure: v1:abc}\n  vision:nested:\n    open: 1\n    hidden: {secure: v1:def}\n");
    const read = config("dev");
    expect(read.values).toMatchObject({ "vision:key": PULUMI_UNKNOWN, "vision:nested": `{"open":1,"hidden":"${PULUMI_UNKNOWN}"}` });
    expect(read).toMatchObject({ secretKeys: ["vision:key", "vision:nested"], encrypted: ["vision:key", "vision:nested"] });
    expect(config("dev", { key: "opened" })).toMatchObject({
      values: { "vision:key": "opened" },
      secretKeys: ["vision:key", "vision:nested"],
      encrypted: ["vision:nested"],
    });
  });

  it("names the environments that it cannot open", () => {
    write("Pulumi.dev.yaml", "environment:\n  - vision/dev\n");
    expect(config("dev").environments).toEqual(["vision/dev"]);
  });

  it("names every bad key at once", () => {
    write("Pulumi.yaml", "name: vision\nruntime: nodejs\nconfig:\n  must: { type: string }\n");
    write("Pulumi.dev.yaml", "config:\n  bare: 1\n");
    expect(() => config("dev")).toThrow(
      `${join(folder, "Pulumi.dev.yaml")}: config key 'bare' has no namespace; write 'vision:bare'\nPulumi.yaml declares config 'vision:must' without a default, and the stack does not set it`,
    );
  });
});

describe("a project", () => {
  it("runs in the folder of its main, as under the engine", () => {
    write("Pulumi.yaml", "name: vision\nruntime:\n  name: nodejs\nmain: program.ts\n");
    write("program.ts", "");
    expect(readProject(folder)).toMatchObject({ entry: join(folder, "program.ts"), pwd: folder, stacks: [] });
    expect(stackFile(readProject(folder), "any")).toBeUndefined();
  });

  it("of another language is sent to check", () => {
    write("Pulumi.yaml", "name: vision\nruntime: python\n");
    expect(() => readProject(folder)).toThrow(
      /runtime is "python", and plan runs nodejs programs; .*pulumi preview --json \| pulumi-gpu check -/,
    );
  });

  it("whose main is missing is told so", () => {
    write("Pulumi.yaml", "name: vision\nruntime: nodejs\nmain: nowhere.ts\n");
    expect(() => readProject(folder)).toThrow("main is nowhere.ts, and there is no such file");
  });
});

describe("answers", () => {
  it("with equal arguments win over those for every call", () => {
    const answers = [
      { token: "a", result: { any: true } },
      { token: "a", args: { x: 1 }, result: { x: 1 } },
    ];
    expect(findAnswer(answers, "a", { x: 1 })).toEqual({ x: 1 });
    expect(findAnswer(answers, "a", { x: 2 })).toEqual({ any: true });
    expect(findAnswer(answers, "b", {})).toBeUndefined();
  });

  it("are checked as a whole, each problem with its path", () => {
    const wrong = { invoke: [], invokes: [{ token: 1 }], reads: [{ type: "t", id: "i" }], stacks: { a: 1 }, config: [] };
    expect(answersProblems(wrong)).toEqual([
      "invoke: is no part of an answers file; use invokes, calls, stacks, reads, config",
      "invokes[0].token: must be text",
      "invokes[0].result: must be an object",
      "reads[0].properties: must be an object",
      "config: must be a map",
      'stacks["a"]: must be a map of outputs',
    ]);
  });
});
