import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, expect, it } from "vitest";
import lock from "../../gpu.lock.json";
import { blocksOf } from "../readme/blocks";
import { type Moto, startMoto } from "../rig/aws";
import { type Engine, OWN_PROGRAM, withStack } from "../rig/engine";
import { imagesFile } from "../rig/gpu-images";
import { REPOSITORY } from "../rig/home";
import { hasImage } from "../rig/images-of";
import { inventory } from "../rig/inventory";
import { operations } from "../rig/operations";

const { digest } = lock.images["docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime"];
const BLOCKS = blocksOf(join(REPOSITORY, "docs/destroy.md"));

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto({ region: "us-east-1", images: imagesFile() });
});
afterAll(() => moto.stop());

/** Types one block of the page, as a person in the folder of the stack would. */
function follow({ stack, env }: Engine, step: string): void {
  const block = BLOCKS.find(({ options }) => options.get("step") === step);
  if (!block) throw new Error(`docs/destroy.md has no step '${step}'`);
  const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", block.text], {
    cwd: stack.workspace.workDir,
    env: { ...process.env, ...env, PULUMI_STACK: stack.name },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`step '${step}' of docs/destroy.md failed with ${status}:\n${stdout}${stderr}`);
}

it("brings prod up under a key of its own, and goes down by the documented steps, but for the images and their key", async () => {
  const before = await inventory(moto.place);
  await withStack(OWN_PROGRAM, { moto, stack: "prod" }, async (engine) => {
    const { stack, resources } = engine;
    const { outputs } = await stack.up();
    expect(
      resources()
        .map(({ urn }) => urn)
        .sort(),
    ).toMatchSnapshot("URNs: a changed one replaces what a user has");
    const key = resources().find(({ type }) => type === "aws:kms/key:Key");
    const keyArn = key?.outputs?.arn;
    const encrypted = resources().flatMap(({ type, inputs }) => (JSON.stringify(inputs ?? {}).includes(String(keyArn)) ? [type] : []));
    expect([...new Set(encrypted)].sort()).toEqual([
      "aws:cloudwatch/logGroup:LogGroup",
      "aws:ec2/launchTemplate:LaunchTemplate",
      "aws:ecr/repository:Repository",
      "gpu:index:GpuInstance",
      "gpu:index:GpuNetwork",
      "gpu:index:ImageRegistry",
    ]);
    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);

    await stack.setConfig("gpu:instanceTypes", { value: "g6.2xlarge" });
    expect(await operations(stack.up.bind(stack))).toEqual([
      "update group:Group machine",
      "update group:Group machine-on-demand",
      "update launchTemplate:LaunchTemplate machine",
    ]);

    await expect(stack.destroy()).rejects.toThrow("protected");
    follow(engine, "unprotect");
    follow(engine, "destroy");
    expect(resources()).toEqual([]);

    const repository = String(outputs.repositoryUrl?.value).split("/").at(-1) ?? "";
    expect(await inventory(moto.place)).toEqual([...before, `repository ${repository}`].sort());
    expect(await hasImage(moto.place, repository, digest)).toBe(true);
    const { KeyMetadata } = await new KMSClient(moto.place).send(new DescribeKeyCommand({ KeyId: key?.id }));
    expect(KeyMetadata?.KeyState).toBe("Enabled");
  });
});
