import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { Provider } from "@pulumi/aws";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GpuInstance } from "../../components/host/gpu-instance";
import { GpuNetwork } from "../../components/network/gpu-network";
import { driverAmi } from "../../components/pins/driver-ami";
import { ImageRegistry } from "../../components/registry/image-registry";
import { validArgs } from "../components/host/gpu-instance-fixture";
import { image, PAUSE } from "../components/registry/fixture";
import { MOTO_ACCOUNT, type Moto, startMoto } from "../rig/aws";
import { withStack } from "../rig/engine";
import { imagesFile } from "../rig/gpu-images";
import { hasImage } from "../rig/images-of";
import { inventory, type Place } from "../rig/inventory";

const OTHER_ACCOUNT = "210987654321";
const ROLE = `arn:aws:iam::${OTHER_ACCOUNT}:role/deploy`;

let moto: Moto;
let other: Place;
beforeAll(async () => {
  moto = await startMoto({ images: imagesFile() });
  const { Credentials } = await new STSClient(moto.place).send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: "look" }));
  if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey) throw new Error("moto gave no credentials of the other account");
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = Credentials;
  other = { endpoint: moto.url, region: "eu-west-1", credentials: { accessKeyId, secretAccessKey, sessionToken } };
});
afterAll(() => moto.stop());

const COPIED = image("docker.io/pytorch/pytorch", "2.8.0");

/** One site with everything that the components can make or ask for. The second network looks up the first one's VPC, which no other account knows. */
function site(name: string, zone: string, opts: ComponentResourceOptions) {
  const tags = { site: name };
  const made = new GpuNetwork(
    name,
    {
      newVpc: { availabilityZones: [zone], subnets: "private", nat: "single" },
      interfaceEndpoints: ["ssm"],
      flowLogDays: 7,
      tags,
    },
    opts,
  );
  const { network } = new GpuNetwork(
    `${name}-adopted`,
    { existing: { vpcId: made.vpcId, subnetIds: made.subnetIds }, interfaceEndpoints: ["logs"] },
    opts,
  );
  const registry = new ImageRegistry(name, { retention: "forceDelete", copies: [COPIED], pullThrough: { images: [PAUSE] }, tags }, opts);
  const uri = registry.imageUris[COPIED.reference];
  new GpuInstance(
    name,
    {
      ...validArgs(),
      imageUri: uri,
      ami: driverAmi({ family: "dlami-base-oss-al2023", release: "20260519" }),
      capacity: "spot-then-on-demand",
      returnToSpot: true,
      network,
    },
    opts,
  );
  return { url: registry.repositoryUrl, uri };
}

const program = async () => {
  const near = site("near", "us-west-2a", { providers: [new Provider("near", { region: "us-west-2" })] });
  const far = site("far", "eu-west-1a", { provider: new Provider("far", { region: "eu-west-1", assumeRoles: [{ roleArn: ROLE }] }) });
  return { near: near.url, far: far.url, uri: far.uri };
};

it("puts each component where its provider points: two accounts and two regions in one program", async () => {
  const before = { near: await inventory(moto.place), far: await inventory(other) };
  await withStack(program, { moto }, async ({ stack, resources }) => {
    const { outputs } = await stack.up();
    expect(outputs.near?.value).toMatch(new RegExp(`^${MOTO_ACCOUNT}\\.dkr\\.ecr\\.us-west-2\\.amazonaws\\.com/near-`));
    expect(outputs.far?.value).toMatch(new RegExp(`^${OTHER_ACCOUNT}\\.dkr\\.ecr\\.eu-west-1\\.amazonaws\\.com/far-`));

    // No child fell back to the default provider, and none went to the other site.
    const aws = resources().filter(({ type }) => type.startsWith("aws:"));
    const strays = aws.filter(({ urn, provider }) => !provider?.includes(`::${urn.split("::").at(-1)?.split("-")[0]}::`));
    expect(strays.map(({ urn, provider }) => `${urn} by ${provider}`)).toEqual([]);
    const kinds = (await inventory(other)).map((line) => line.replace(/ \S+$/, ""));
    expect(
      kinds.filter((kind) => /^(auto scaling group|launch template|repository|project|state machine|NAT gateway)$/.test(kind)),
    ).toEqual(["NAT gateway", "auto scaling group", "auto scaling group", "launch template", "project", "repository", "state machine"]);
    // The copying function ran in the other account, too.
    const repository = String(outputs.far?.value).split("/").at(-1) ?? "";
    expect(outputs.uri?.value).toBe(`${String(outputs.far?.value)}@${COPIED.digest}`);
    expect(await hasImage(other, repository, COPIED.digest)).toBe(true);

    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);
    await stack.destroy();
  });
  expect({ near: await inventory(moto.place), far: await inventory(other) }).toEqual(before);
});
