import { DescribeLaunchTemplatesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { LaunchTemplate } from "@pulumi/aws/ec2";
import { Repository } from "@pulumi/aws/ecr";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Moto, startMoto } from "../rig/aws";
import { withStack } from "../rig/engine";

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

const program = async () => {
  const repository = new Repository("images", { imageTagMutability: "IMMUTABLE", tags: { team: "vision" } });
  const template = new LaunchTemplate("host", { imageId: "ami-12c6146b", instanceType: "g6.xlarge" });
  return { url: repository.repositoryUrl, template: template.id };
};

it("brings up, plans nothing twice, and leaves nothing behind", async () => {
  const aws = { endpoint: moto.url, region: "us-west-2", credentials: { accessKeyId: "testing", secretAccessKey: "testing" } };
  const repositories = async () => (await new ECRClient(aws).send(new DescribeRepositoriesCommand({}))).repositories ?? [];
  const templates = async () => (await new EC2Client(aws).send(new DescribeLaunchTemplatesCommand({}))).LaunchTemplates ?? [];
  await withStack(program, { moto }, async ({ stack }) => {
    const { outputs } = await stack.up();
    expect(outputs.url?.value).toContain("amazonaws.com/images-");
    expect(await repositories()).toHaveLength(1);
    expect((await stack.preview()).changeSummary).toEqual({ same: 3 });
    await stack.destroy();
    expect(await repositories()).toEqual([]);
    expect(await templates()).toEqual([]);
  });
});
