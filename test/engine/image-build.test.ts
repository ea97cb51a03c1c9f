import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GpuInstance } from "../../components/host/gpu-instance";
import { GpuNetwork } from "../../components/network/gpu-network";
import { driverAmi } from "../../components/pins/driver-ami";
import { ImageBuild } from "../../components/registry/image-build";
import { ImageRegistry } from "../../components/registry/image-registry";
import { type Moto, startMoto } from "../rig/aws";
import { withStack } from "../rig/engine";
import { imagesFile } from "../rig/gpu-images";
import { inventory } from "../rig/inventory";
import { operations } from "../rig/operations";

let moto: Moto;
let context: string;
beforeAll(async () => {
  moto = await startMoto({ region: "us-east-1", images: imagesFile() });
  context = mkdtempSync(join(tmpdir(), "gpu-build-"));
});
afterAll(async () => {
  await moto.stop();
  rmSync(context, { recursive: true });
});

// The function's own text runs against the emulator's CodeBuild and ECR. A build there runs no container; the stand-in pushes an image in its place.
const program = async () => {
  const registry = new ImageRegistry("images", { retention: "forceDelete" });
  const build = new ImageBuild("app", { source: { context }, registry, facts: { cuda: "12.8", torch: "2.8.0+cu128", compat: false } });
  const { network } = new GpuNetwork("network", { newVpc: { availabilityZones: ["us-east-1a"] } });
  new GpuInstance("box", {
    image: build.image,
    ami: driverAmi({ family: "dlami-base-oss-al2023", release: "20260901" }),
    instanceTypes: ["g6.xlarge"],
    network,
  });
  return { uri: build.imageUri, tag: build.tag };
};

it("builds once for a content, starts a machine from it in the same update, and leaves nothing", async () => {
  const before = await inventory(moto.place);
  const write = (text: string) => writeFileSync(join(context, "Dockerfile"), text);
  write("FROM scratch\n");
  await withStack(program, { moto }, async ({ stack }) => {
    const { outputs } = await stack.up();
    expect(outputs.uri?.value).toMatch(/\/images-[0-9a-f]{7}@sha256:[0-9a-f]{64}$/);
    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);

    write("FROM scratch\nLABEL version=2\n");
    const steps = await operations(stack.up.bind(stack));
    expect(steps).toContain("replace bucketObjectv2:BucketObjectv2 app-context");
    expect(steps).toContain("replace invocation:Invocation app-build-1");
    expect(steps).toContain("update launchTemplate:LaunchTemplate box");
    expect((await stack.outputs()).tag?.value).not.toBe(outputs.tag?.value);
    await stack.destroy();
  });
  expect(await inventory(moto.place)).toEqual(before);
});
