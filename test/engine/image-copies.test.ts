import { DeleteRepositoryCommand, ECRClient } from "@aws-sdk/client-ecr";
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

// The emulator has no functions: a call of the copying function answers as a proven copy would. What is proved here is the order and shape of changes.
const program = async () => {
  const copied = image("docker.io/pytorch/pytorch", "2.8.0", new pulumi.Config("test").require("letter"));
  const registry = new ImageRegistry("images", { retention: "retain", copies: [copied] }, { protect: true });
  return { repository: registry.repositoryName, uri: registry.imageUris[copied.reference] };
};

it("copies again for a new digest although the registry is protected, and leaves the images to a destroy", async () => {
  await withStack(program, { moto, config: { "test:letter": "a" } }, async ({ stack, cli }) => {
    const { outputs } = await stack.up();
    expect(outputs.uri?.value).toMatch(new RegExp(`/images-[0-9a-f]{7}@${digestOf("a")}$`));
    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);

    await stack.setConfig("test:letter", { value: "b" });
    const call = "invocation:Invocation images-copy-docker.io-pytorch-pytorch-2.8.0";
    const steps = ["create-replacement", "delete-replaced", "replace"].flatMap((step) => [`${step} ${call}-1`, `${step} ${call}-2`]);
    expect(await operations(stack.up.bind(stack))).toEqual(steps);
    expect((await stack.outputs()).uri?.value).toContain(digestOf("b"));

    await expect(stack.destroy()).rejects.toThrow("protected");
    cli("state", "unprotect", "--all", "--yes");
    await stack.destroy();
    const repositoryName = String(outputs.repository?.value);
    expect((await inventory(moto.place)).filter((line) => line.includes(repositoryName))).not.toEqual([]);
    await new ECRClient(moto.place).send(new DeleteRepositoryCommand({ repositoryName, force: true }));
  });
});
