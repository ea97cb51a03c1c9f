import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { fitting, secretNames, withoutSecrets } from "../../../components/host/machine-user-data";
import { unpacked } from "../../boot/unpacked";
import { only, record } from "../record";
import { gpuInstance } from "./gpu-instance-fixture";

describe("the machine's user data", () => {
  it("refuses secret values, with the way out and without the values", async () => {
    const environment = { MODEL: "resnet", TOKEN: pulumi.secret("canary") };
    expect(await secretNames(environment)).toEqual(["TOKEN"]);
    expect(() => withoutSecrets({ MODEL: "resnet", TOKEN: "canary" }, ["TOKEN"])).toThrow(
      /^container\.environment has secret values \(TOKEN\); store each in Secrets Manager and give its ARN in container\.secrets$/,
    );
    expect(withoutSecrets({ MODEL: "resnet" }, [])).toEqual({ MODEL: "resnet" });
  });

  it("refuses what EC2 would not take, with the size", () => {
    // What compresses well may be longer than EC2's limit.
    expect(fitting("x".repeat(100_000))).toHaveLength(100_000);
    const noise = randomBytes(30_000).toString("hex");
    expect(() => fitting(noise)).toThrow(
      /^user data is \d+ bytes above EC2's limit of 16384 when compressed; shorten container\.command, /,
    );
  });

  it("tells the machine where its secrets are, never what they are", async () => {
    const arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:token-AbCdEf";
    const seen = await record(() =>
      gpuInstance({ container: { secrets: { TOKEN: arn }, environment: { MODEL: pulumi.output("resnet") } } }),
    );
    const { inputs } = only(seen, "aws:ec2/launchTemplate:LaunchTemplate");
    const text = unpacked(inputs.userData);
    expect(text).toContain(`'TOKEN ${arn}'`);
    expect(text).toContain("'MODEL=resnet'");
  });
});
