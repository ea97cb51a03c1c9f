import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DescribeLaunchTemplateVersionsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Secret, SecretVersion } from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GpuNetwork } from "../../components/network/gpu-network";
import { unpacked } from "../boot/unpacked";
import { gpuInstance } from "../components/host/gpu-instance-fixture";
import { type Moto, startMoto } from "../rig/aws";
import { withStack } from "../rig/engine";
import { REPOSITORY } from "../rig/home";

const CANARY = "canary-7f3c1e9b5d2a";

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

const program = async () => {
  const token = new pulumi.Config("gpu").requireSecret("token");
  const secret = new Secret("token", { name: "token" });
  new SecretVersion("token", { secretId: secret.id, secretString: token });
  const { network } = new GpuNetwork("network", { newVpc: { availabilityZones: ["us-west-2a"] } });
  gpuInstance({ network, container: { secrets: { token: secret.arn } } });
};

/** The secret in clear, and in the encodings in which it could hide. */
const FORMS = [CANARY, Buffer.from(CANARY).toString("base64").replace(/=+$/, ""), Buffer.from(CANARY).toString("hex")];
const shows = (text: string) => FORMS.filter((form) => text.includes(form));

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );

it("shows a secret of the stack nowhere: state, preview, policy output, logs, user data", async () => {
  await withStack(program, { moto, secrets: { "gpu:token": CANARY } }, async ({ stack, cli, home }) => {
    const printed: string[] = [];
    const onOutput = (text: string) => printed.push(text);
    const policyPacks = [join(REPOSITORY, "policies")];
    await stack.preview({ onOutput, policyPacks, diff: true });
    await stack.up({ onOutput, policyPacks, onEvent: (event) => printed.push(JSON.stringify(event)) });

    // AWS has it: the test looks for something that is really there.
    const stored = await new SecretsManagerClient(moto.place).send(new GetSecretValueCommand({ SecretId: "token" }));
    expect(stored.SecretString).toBe(CANARY);

    expect(shows(printed.join(""))).toEqual([]);
    for (const file of [...filesOf(join(home, "state")), ...filesOf(stack.workspace.workDir)]) {
      expect({ file, shown: shows(readFileSync(file, "utf8")) }).toEqual({ file, shown: [] });
    }
    expect(shows(cli("stack", "export"))).toEqual([]);

    const versions = await new EC2Client(moto.place).send(new DescribeLaunchTemplateVersionsCommand({ Versions: ["$Latest"] }));
    const texts = (versions.LaunchTemplateVersions ?? []).map(({ LaunchTemplateData: data }) => unpacked(data?.UserData));
    expect(texts).toHaveLength(1);
    expect(texts.join("")).toContain("/run/secrets");
    expect(shows(texts.join(""))).toEqual([]);
    await stack.destroy();
  });
});
