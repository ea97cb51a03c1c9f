import { existsSync } from "node:fs";
import { join } from "node:path";
import { LaunchTemplate } from "@pulumi/aws/ec2";
import { Repository } from "@pulumi/aws/ecr";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { driverAmi } from "../../components/pins/driver-ami";
import { gpuInstance } from "../components/host/gpu-instance-fixture";
import { type Moto, startMoto } from "../rig/aws";
import { OWN_PROGRAM, withStack } from "../rig/engine";
import { imagesFile } from "../rig/gpu-images";
import { REPOSITORY } from "../rig/home";
import { inventory } from "../rig/inventory";

const PACK = join(REPOSITORY, "policies");

let moto: Moto;
/** What moto has by itself; a reset gives the default VPC new ids, so the tests share one emulator and leave nothing. */
let empty: string[];
beforeAll(async () => {
  if (!existsSync(join(REPOSITORY, "dist/policies/index.js"))) throw new Error("the pack is not built; run: npm run build");
  moto = await startMoto({ region: "us-east-1", images: imagesFile() });
  empty = await inventory(moto.place);
});
afterAll(() => moto.stop());

const userData = (script: string) => Buffer.from(`#!/bin/sh\n${script}\n`).toString("base64");

/** Somebody else's host: none of our components made it. */
const host = (script: string) => async () => {
  new LaunchTemplate("host", {
    imageId: "ami-0123456789abcdef0",
    instanceType: "g6.xlarge",
    userData: userData(script),
    metadataOptions: { httpTokens: "required" },
    blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true" } }],
  });
};

describe("the pack", () => {
  it("creates nothing when an update without preview violates a mandatory rule", async () => {
    await withStack(host("docker run --gpus all pytorch/pytorch:latest"), { moto }, async ({ stack }) => {
      // `up` of the Automation API passes --skip-preview, as pipelines do.
      await expect(stack.up({ policyPacks: [PACK] })).rejects.toThrow(/images-are-pinned[\s\S]*the image is named by latest/);
    });
    expect(await inventory(moto.place)).toEqual(empty);
  });

  it("creates nothing of a registry whose tags can move, and says what to paste", async () => {
    const program = async () => {
      new Repository("images", { imageTagMutability: "MUTABLE" });
    };
    await withStack(program, { moto }, async ({ stack }) => {
      await expect(stack.up({ policyPacks: [PACK] })).rejects.toThrow(/registry-tags-are-immutable/);
    });
    expect(await inventory(moto.place)).toEqual(empty);
  });

  it("lets the project's own dev environment through", async () => {
    await withStack(OWN_PROGRAM, { moto, stack: "dev" }, async ({ stack }) => {
      const { changeSummary, stdout } = await stack.preview({ policyPacks: [PACK] });
      expect(Object.keys(changeSummary)).toEqual(["create"]);
      expect(stdout).toContain("Policies:");
      expect(stdout).not.toContain("[mandatory]");
    });
  });
});

describe("the build gate", () => {
  it("starts no machine from an AMI that its region does not have, and says how to copy one", async () => {
    const config = { "gpu:ami": "dlami-base-oss-al2023@20250101" };
    await withStack(OWN_PROGRAM, { moto, stack: "dev", config }, async ({ stack, resources }) => {
      await expect(stack.up()).rejects.toThrow(
        /AMI dlami-base-oss-al2023@20250101 is not in this region: \w+ has no image called '.* 20250101' here; .*aws ec2 copy-image --source-region/,
      );
      expect(resources().map(({ type }) => type)).not.toContain("aws:autoscaling/group:Group");
      await stack.destroy();
    });
    expect(await inventory(moto.place)).toEqual(empty);
  });

  it("registers nothing of a machine whose driver cannot run its image, with the reasons and a way out", async () => {
    const declared = { driver: "470.57.02", source: "build log", checked: "2026-11-01" };
    const program = async () => {
      gpuInstance({ ami: driverAmi({ id: "ami-0123456789abcdef0" }, { declared }), rootDeviceName: "/dev/xvda" });
    };
    await withStack(program, { moto }, async ({ stack, resources }) => {
      await expect(stack.up()).rejects.toThrow(/GpuInstance 'box' has invalid arguments[\s\S]*470\.57\.02/);
      expect(resources().map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack"]);
    });
    expect(await inventory(moto.place)).toEqual(empty);
  });
});
