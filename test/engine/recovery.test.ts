import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { LaunchTemplate } from "@pulumi/aws/ec2";
import { Repository } from "@pulumi/aws/ecr";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { blocksOf } from "../readme/blocks";
import { type Moto, startMoto } from "../rig/aws";
import { type Engine, withStack } from "../rig/engine";
import { REPOSITORY } from "../rig/home";
import { inventory } from "../rig/inventory";
import type { Hanging } from "../rig/provider/faults";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const BLOCKS = blocksOf(join(REPOSITORY, "docs/recovery.md"));

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());
afterEach(() => moto.reset());

const program = async () => {
  const images = new Repository("images", { tags: { team: "vision" } });
  const host = new LaunchTemplate("host", { imageId: "ami-12c6146b", instanceType: "g6.xlarge", tags: { images: images.arn } });
  return { template: host.id };
};

/** Types one block of the page, as a person in the folder of the stack would. */
function follow({ stack, env }: Engine, step: string, variables: Record<string, string> = {}): string {
  const block = BLOCKS.find(({ options }) => options.get("step") === step);
  if (!block) throw new Error(`docs/recovery.md has no step '${step}'`);
  const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", block.text], {
    cwd: stack.workspace.workDir,
    env: { ...process.env, ...env, PULUMI_STACK: stack.name, ...variables },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`step '${step}' of docs/recovery.md failed with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/** Kills the engine while AWS is asked about the launch template: before it has heard the question, or after it has answered. */
async function killedWhile(operation: "create" | "delete", engine: Engine, when: "before" | "after"): Promise<Hanging> {
  engine.fail({ type: TEMPLATE, operation, when, effect: "hang" });
  const ended = (operation === "create" ? engine.stack.up() : engine.stack.destroy()).then(
    () => "the update ended well",
    () => "killed",
  );
  let hanging = engine.hanging();
  for (let waited = 0; hanging === undefined && waited < 600; waited++) {
    await pause(100);
    hanging = engine.hanging();
  }
  if (hanging === undefined) throw new Error("the update never came to the launch template");
  process.kill(hanging.enginePid, "SIGKILL");
  expect(await ended).toBe("killed");
  return hanging;
}

const templates = async () => (await inventory(moto.place)).filter((line) => line.startsWith("launch template"));

it("locks the stack when the engine is killed, and makes a second resource when nobody looks for the first", async () => {
  await withStack(program, { moto }, async (engine) => {
    await killedWhile("create", engine, "after");
    await expect(engine.stack.up()).rejects.toThrow("the stack is currently locked");
    follow(engine, "unlock");
    expect((await engine.stack.up()).stdout).toContain("Attempting to deploy or update resources with 1 pending operations");
    expect(await templates()).toHaveLength(2);
  });
});

it("adopts by the documented steps what AWS had made when the engine was killed", async () => {
  const before = await inventory(moto.place);
  await withStack(program, { moto }, async (engine) => {
    const { id, urn } = await killedWhile("create", engine, "after");
    expect(await templates()).toEqual([`launch template ${id}`]);

    follow(engine, "unlock");
    expect(follow(engine, "look")).toBe(`creating ${urn}\n`);
    follow(engine, "adopt", { URN: urn, ID: id });
    const { outputs } = await engine.stack.up();

    expect(outputs.template?.value).toBe(id);
    expect(await templates()).toEqual([`launch template ${id}`]);
    expect(Object.keys((await engine.stack.preview()).changeSummary)).toEqual(["same"]);
    await engine.stack.destroy();
  });
  expect(await inventory(moto.place)).toEqual(before);
});

it("forgets by the documented steps what AWS had not made when the engine was killed", async () => {
  const before = await inventory(moto.place);
  await withStack(program, { moto }, async (engine) => {
    const { urn } = await killedWhile("create", engine, "before");
    expect(await templates()).toEqual([]);

    follow(engine, "unlock");
    expect(follow(engine, "look")).toBe(`creating ${urn}\n`);
    follow(engine, "forget");
    await engine.stack.up();

    expect(await templates()).toHaveLength(1);
    await engine.stack.destroy();
  });
  expect(await inventory(moto.place)).toEqual(before);
});

it.each(["before", "after"] as const)(
  "ends a destroy that was killed %s AWS had deleted something, with the same command",
  async (when) => {
    const before = await inventory(moto.place);
    await withStack(program, { moto }, async (engine) => {
      await engine.stack.up();
      await killedWhile("delete", engine, when);
      expect(await templates()).toHaveLength(when === "before" ? 1 : 0);
      await expect(engine.stack.destroy()).rejects.toThrow("the stack is currently locked");
      follow(engine, "unlock");
      await engine.stack.destroy();
      expect(engine.resources()).toEqual([]);
    });
    expect(await inventory(moto.place)).toEqual(before);
  },
);
