import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { Provider } from "@pulumi/aws";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GpuInstance } from "../../components/host/gpu-instance";
import { GpuNetwork } from "../../components/network/gpu-network";
import { ImageRegistry } from "../../components/registry/image-registry";
import { validArgs } from "../components/host/gpu-instance-fixture";
import { MOTO_ACCOUNT, type Moto, startMoto } from "../rig/aws";
import { withStack } from "../rig/engine";
import { inventory, type Place } from "../rig/inventory";

const OTHER_ACCOUNT = "210987654321";
const ROLE = `arn:aws:iam::${OTHER_ACCOUNT}:role/deploy`;

let moto: Moto;
let other: Place;
beforeAll(async () => {
  moto = await startMoto();
  const { Credentials } = await new STSClient(moto.place).send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: "look" }));
  if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey) throw new Error("moto gave no credentials of the other account");
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = Credentials;
  other = { endpoint: moto.url, region: "eu-west-1", credentials: { accessKeyId, secretAccessKey, sessionToken } };
});
afterAll(() => moto.stop());

/** One site: its network, registry and machine, all with the provider that its components got. */
function site(name: string, region: string, zone: string, provider: Provider) {
  const opts = { providers: [provider] };
  const { network } = new GpuNetwork(name, { newVpc: { availabilityZones: [zone] } }, opts);
  const registry = new ImageRegistry(name, { retention: "forceDelete" }, opts);
  new GpuInstance(name, { ...validArgs(), network }, opts);
  return { region, url: registry.repositoryUrl };
}

const program = async () => {
  const near = site("near", "us-west-2", "us-west-2a", new Provider("near", { region: "us-west-2" }));
  const far = site("far", "eu-west-1", "eu-west-1a", new Provider("far", { region: "eu-west-1", assumeRoles: [{ roleArn: ROLE }] }));
  return { near: near.url, far: far.url };
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
    expect((await inventory(other)).filter((line) => /^(auto scaling group|launch template|repository) /.test(line))).toHaveLength(3);

    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);
    await stack.destroy();
  });
  expect({ near: await inventory(moto.place), far: await inventory(other) }).toEqual(before);
});
