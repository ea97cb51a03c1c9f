import { afterAll, beforeAll, expect, it } from "vitest";
import lock from "../../gpu.lock.json";
import { unpacked } from "../boot/unpacked";
import { type Moto, startMoto } from "../rig/aws";
import { OWN_PROGRAM, withStack } from "../rig/engine";
import { imagesFile } from "../rig/gpu-images";
import { hasImage } from "../rig/images-of";
import { inventory } from "../rig/inventory";
import { operations } from "../rig/operations";

const IMAGE = "docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime";
const OTHER = "docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-devel";

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto({ region: "us-east-1", images: imagesFile() });
});
afterAll(() => moto.stop());

it("brings staging up with its image copied in the account, takes changes, and goes down without a trace", async () => {
  const before = await inventory(moto.place);
  await withStack(OWN_PROGRAM, { moto, stack: "staging" }, async ({ stack, resources, fail }) => {
    const userData = () => unpacked(resources().find(({ type }) => type.endsWith("LaunchTemplate"))?.inputs?.userData);
    const { outputs } = await stack.up();
    expect(
      resources()
        .map(({ urn }) => urn)
        .sort(),
    ).toMatchSnapshot("URNs: a changed one replaces what a user has");
    const url = String(outputs.repositoryUrl?.value);
    const repository = url.split("/").at(-1) ?? "";
    // The machine pulls what the copying function has proven, and ECR has it.
    expect(userData()).toContain(`IMAGE='${url}@${lock.images[IMAGE].digest}'`);
    expect(await hasImage(moto.place, repository, lock.images[IMAGE].digest)).toBe(true);
    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);
    const { summary } = await stack.refresh();
    expect(Object.keys(summary.resourceChanges ?? {})).toEqual(["same"]);

    // The minutes that spot may stay unfilled are the state machine's alone: no machine is touched.
    await stack.setConfig("gpu:fallbackAfterMinutes", { value: "30" });
    expect(await operations(stack.up.bind(stack))).toEqual(["update stateMachine:StateMachine machine-fallback"]);

    // Another image is copied first; then both groups start from the new launch template.
    await stack.setConfig("gpu:image", { value: OTHER });
    const changed = await operations(stack.up.bind(stack));
    expect(changed.filter((line) => !line.includes("invocation:Invocation"))).toEqual([
      "update group:Group machine",
      "update group:Group machine-on-demand",
      "update launchTemplate:LaunchTemplate machine",
    ]);
    expect(userData()).toContain(`IMAGE='${url}@${lock.images[OTHER].digest}'`);
    expect(await hasImage(moto.place, repository, lock.images[OTHER].digest)).toBe(true);
    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);

    // A destroy that AWS stops half-way goes on where it stopped.
    fail({
      type: "aws:iam/role:Role",
      operation: "delete",
      when: "before",
      effect: "error",
      message: "DeleteConflict: must detach all policies",
    });
    await expect(stack.destroy()).rejects.toThrow("DeleteConflict");
    await stack.destroy();
  });
  expect(await inventory(moto.place)).toEqual(before);
});
