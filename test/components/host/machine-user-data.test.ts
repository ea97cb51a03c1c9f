import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { machineUserData } from "../../../components/host/machine-user-data";
import { resolve } from "../../../components/host/resolve";
import { validArgs } from "./gpu-instance-fixture";

/** What becomes of the user data; an output has no public way to its error. */
const outcome = (container: object): Promise<string> => {
  const output = machineUserData(resolve("box", { ...validArgs(), container }), "box-logs");
  return (output as unknown as { promise(): Promise<string> }).promise();
};

it("refuses a secret value, with the way out and without the value", async () => {
  await expect(outcome({ environment: { MODEL: "resnet", TOKEN: pulumi.secret("canary") } })).rejects.toThrow(
    "container.environment has secret values (TOKEN); store each in Secrets Manager and give its ARN in container.secrets",
  );
});

it("refuses what EC2 would not take, with the size", async () => {
  await expect(outcome({ command: ["x".repeat(20_000)] })).rejects.toThrow(
    /^user data is \d+ bytes above EC2's limit of 16384; shorten container\.command, /,
  );
});

it("tells the machine where its secrets are, never what they are", async () => {
  const text = await outcome({ secrets: { TOKEN: "arn:aws:secretsmanager:us-west-2:123456789012:secret:token-AbCdEf" } });
  expect(text).toContain("'TOKEN arn:aws:secretsmanager:us-west-2:123456789012:secret:token-AbCdEf'");
});
