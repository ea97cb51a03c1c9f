import { DeleteRepositoryCommand, ECRClient, GetLifecyclePolicyCommand } from "@aws-sdk/client-ecr";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ImageRegistry } from "../../components/registry/image-registry";
import { digestOf, image } from "../components/registry/fixture";
import { type Moto, startMoto } from "../rig/aws";
import { withStack } from "../rig/engine";
import { inventory } from "../rig/inventory";
import { operations } from "../rig/operations";

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

// The copying function's own text runs against the emulator's CodeBuild and ECR. A build there copies nothing; the stand-in pushes an image in its place.
const program = async () => {
  const copied = image("docker.io/pytorch/pytorch", "2.8.0", new pulumi.Config("test").require("letter"));
  const expireUntaggedAfterDays = new pulumi.Config("test").requireNumber("days");
  const registry = new ImageRegistry("images", { retention: "retain", copies: [copied], expireUntaggedAfterDays }, { protect: true });
  return { repository: registry.repositoryName, uri: registry.imageUris[copied.reference] };
};

it("copies again for a new digest although the registry is protected, and leaves the images to a destroy", async () => {
  await withStack(program, { moto, config: { "test:letter": "a", "test:days": "14" } }, async ({ stack, cli }) => {
    const { outputs } = await stack.up();
    expect(outputs.uri?.value).toMatch(new RegExp(`/images-[0-9a-f]{7}@${digestOf("a")}$`));
    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);

    await stack.setConfig("test:letter", { value: "b" });
    const call = "invocation:Invocation images-copy-docker.io-pytorch-pytorch-2.8.0";
    const steps = ["create-replacement", "delete-replaced", "replace"].flatMap((step) => [`${step} ${call}-1`, `${step} ${call}-2`]);
    expect(await operations(stack.up.bind(stack))).toEqual(steps);
    expect((await stack.outputs()).uri?.value).toContain(digestOf("b"));

    // ECR's lifecycle policy is replaced when it changes; the new one is what stays.
    await stack.setConfig("test:days", { value: "3" });
    expect(await operations(stack.up.bind(stack))).toContain("replace lifecyclePolicy:LifecyclePolicy images");
    const wanted = new GetLifecyclePolicyCommand({ repositoryName: String(outputs.repository?.value) });
    expect((await new ECRClient(moto.place).send(wanted)).lifecyclePolicyText).toContain('"countNumber":3');

    await expect(stack.destroy()).rejects.toThrow("protected");
    cli("state", "unprotect", "--all", "--yes");
    await stack.destroy();
    const repositoryName = String(outputs.repository?.value);
    expect((await inventory(moto.place)).filter((line) => line.includes(repositoryName))).not.toEqual([]);
    await new ECRClient(moto.place).send(new DeleteRepositoryCommand({ repositoryName, force: true }));
  });
});
