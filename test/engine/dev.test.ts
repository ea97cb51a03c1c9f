import { DescribeLaunchTemplateVersionsCommand, EC2Client, type ResponseLaunchTemplateData } from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, expect, it } from "vitest";
import lock from "../../gpu.lock.json";
import { unpacked } from "../boot/unpacked";
import { type Moto, startMoto } from "../rig/aws";
import { type Engine, OWN_PROGRAM, withStack } from "../rig/engine";
import { GPU_IMAGES, imagesFile } from "../rig/gpu-images";
import { inventory } from "../rig/inventory";
import { operations } from "../rig/operations";

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto({ region: "us-east-1", images: imagesFile() });
});
afterAll(() => moto.stop());

/** Another image that the lock pins. */
const OTHER_IMAGE = "docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-devel";
const OTHER_DIGEST = lock.images[OTHER_IMAGE].digest;

/** What AWS would start a machine from, in words that a test can compare. */
async function newestTemplate({ resources }: Engine): Promise<ResponseLaunchTemplateData & { readonly userData: string }> {
  const id = resources().find(({ type }) => type === "aws:ec2/launchTemplate:LaunchTemplate")?.id;
  const wanted = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: ["$Latest"] });
  const data = (await new EC2Client(moto.place).send(wanted)).LaunchTemplateVersions?.[0]?.LaunchTemplateData;
  if (!data) throw new Error(`AWS has no launch template ${id}`);
  return { ...data, userData: unpacked(data.UserData) };
}

it("brings dev up, plans nothing twice, takes each change as said, and destroys it without a trace", async () => {
  const before = await inventory(moto.place);
  await withStack(OWN_PROGRAM, { moto, stack: "dev" }, async (engine) => {
    const { stack, resources } = engine;
    const up = stack.up.bind(stack);
    const change = async (key: string, value: string) => {
      await stack.setConfig(key, { value });
      return operations(up);
    };

    const { outputs } = await stack.up();
    expect(outputs.groupName?.value).toMatch(/^machine-[0-9a-f]{7}$/);
    expect(
      resources()
        .map(({ urn }) => urn)
        .sort(),
    ).toMatchSnapshot("URNs: a changed one replaces what a user has");
    expect(await newestTemplate(engine)).toMatchObject({ ImageId: GPU_IMAGES["20260901"], MetadataOptions: { HttpTokens: "required" } });
    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);

    // Other types: the group buys others. The launch template changes too, because its claims name them.
    expect(await change("gpu:instanceTypes", "g6.xlarge,g6.2xlarge")).toEqual([
      "update group:Group machine",
      "update launchTemplate:LaunchTemplate machine",
    ]);
    // Another image: the machine is started from a new version of the launch template.
    expect((await newestTemplate(engine)).userData).not.toContain(OTHER_DIGEST);
    expect(await change("gpu:image", OTHER_IMAGE)).toContain("update launchTemplate:LaunchTemplate machine");
    expect((await newestTemplate(engine)).userData).toContain(OTHER_DIGEST);
    // Another AMI: the same.
    expect(await change("gpu:ami", "dlami-base-oss-al2023@20260519")).toEqual([
      "update group:Group machine",
      "update launchTemplate:LaunchTemplate machine",
    ]);
    expect((await newestTemplate(engine)).ImageId).toBe(GPU_IMAGES["20260519"]);
    // Another path: IAM has no way to move a role.
    expect(await change("gpu:rolePath", "/gpu/")).toEqual(
      expect.arrayContaining(["replace instanceProfile:InstanceProfile machine-profile", "replace role:Role machine-role"]),
    );
    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);

    await stack.destroy();
  });
  expect(await inventory(moto.place)).toEqual(before);
});
