import { afterAll, beforeAll, expect, it } from "vitest";
import { type Moto, startMoto } from "../rig/aws";
import { OWN_PROGRAM, withStack } from "../rig/engine";
import { imagesFile } from "../rig/gpu-images";
import { inventory } from "../rig/inventory";

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto({ region: "us-east-1", images: imagesFile() });
});
afterAll(() => moto.stop());

it("converges at the next update after AWS refused something half-way, and says what AWS said", async () => {
  const before = await inventory(moto.place);
  await withStack(OWN_PROGRAM, { moto, stack: "dev" }, async ({ stack, fail, resources }) => {
    const message = "VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of 0 allows";
    fail({ type: "aws:autoscaling/group:Group", operation: "create", when: "before", effect: "error", message });
    await expect(stack.up()).rejects.toThrow(message);
    const half = resources().map(({ type }) => type);
    expect(half).toContain("aws:ec2/launchTemplate:LaunchTemplate");
    expect(half).not.toContain("aws:autoscaling/group:Group");

    const { summary } = await stack.up();
    expect(Object.keys(summary.resourceChanges ?? {}).sort()).toEqual(["create", "same"]);
    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);

    fail({ type: "aws:ec2/vpc:Vpc", operation: "delete", when: "before", effect: "error", message: "DependencyViolation: in use" });
    await expect(stack.destroy()).rejects.toThrow("DependencyViolation: in use");
    await stack.destroy();
  });
  expect(await inventory(moto.place)).toEqual(before);
});
