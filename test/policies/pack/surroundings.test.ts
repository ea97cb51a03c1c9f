import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { version } from "../../../package.json";
import { surroundings } from "../../../policies/pack/surroundings";
import { name as packName, version as packVersion } from "../../../policies/package.json";
import { matching } from "../matchers";

const LOCK = {
  version: 1,
  images: {},
  amis: {},
  declared: { amis: [{ ami: "ami-0123456789abcdef0", driver: "580.1", source: "build 7", checked: "2026-11-01" }] },
};
let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "pack-"));
  mkdirSync(join(project, "node_modules/pulumi-gpu/policies"), { recursive: true });
  writeFileSync(join(project, "Pulumi.yaml"), "name: x\nruntime: nodejs\n");
});
afterEach(() => rmSync(project, { recursive: true }));

it("finds the project's lock from the pack's own folder", async () => {
  writeFileSync(join(project, "gpu.lock.json"), JSON.stringify(LOCK));
  const { lock } = await surroundings({}, join(project, "node_modules/pulumi-gpu/policies")).context();
  expect(lock?.declared.amis).toHaveLength(1);
});

it("finds it through PWD where the pack is linked from elsewhere", async () => {
  writeFileSync(join(project, "gpu.lock.json"), JSON.stringify(LOCK));
  const elsewhere = mkdtempSync(join(tmpdir(), "store-"));
  const { lock } = await surroundings({ PWD: join(project, "node_modules/pulumi-gpu/policies") }, elsewhere).context();
  rmSync(elsewhere, { recursive: true });
  expect(lock?.declared.amis).toHaveLength(1);
});

it("takes the lock that the environment names, and refuses to judge with a broken one", async () => {
  const other = join(project, "other.json");
  writeFileSync(other, JSON.stringify(LOCK));
  expect((await surroundings({ PULUMI_GPU_LOCK: other }, project).context()).lock?.declared.amis).toHaveLength(1);
  writeFileSync(other, "{");
  await expect(surroundings({ PULUMI_GPU_LOCK: other }, project).context()).rejects.toThrow("other.json");
});

it("does without a lock where there is none", async () => {
  expect(await surroundings({}, project).context()).toEqual({ today: matching(/^\d{4}-\d{2}-\d{2}$/) });
});

it("carries the version of the package, which the engine prints beside each finding", () => {
  expect(packVersion).toBe(version);
  expect(packName).toContain("pulumi-gpu");
});
