import { join } from "node:path";
import {
  AutoScalingClient,
  type AutoScalingGroup,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  ResumeProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { CloudWatchLogsClient, CreateLogGroupCommand, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateLaunchTemplateCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { boot } from "../boot/machine";
import { type Moto, startMoto } from "../rig/aws";
import { part, RIG_HOME } from "../rig/home";

/** The boot scripts with the real AWS CLI, against the emulator: that AWS's own tool takes each argument, and that the state is what they meant. */
describe("the boot gate and the AWS CLI", () => {
  let moto: Moto;
  let groups: AutoScalingClient;
  let ec2: EC2Client;
  let logs: CloudWatchLogsClient;
  let instanceId: string;
  let commands: Record<string, string>;

  beforeAll(async () => {
    const cli = part("aws", join(RIG_HOME, "aws-cli/bin/aws"));
    moto = await startMoto();
    groups = new AutoScalingClient(moto.place);
    ec2 = new EC2Client(moto.place);
    logs = new CloudWatchLogsClient(moto.place);
    const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ["amazon"], MaxResults: 10 }));
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    const { LaunchTemplate } = await ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: "box",
        LaunchTemplateData: { ImageId: Images[0]?.ImageId, InstanceType: "g5.xlarge" },
      }),
    );
    await groups.send(
      new CreateAutoScalingGroupCommand({
        AutoScalingGroupName: "box",
        MinSize: 1,
        MaxSize: 1,
        VPCZoneIdentifier: Subnets[0]?.SubnetId,
        LaunchTemplate: { LaunchTemplateId: LaunchTemplate?.LaunchTemplateId, Version: "1" },
      }),
    );
    await logs.send(new CreateLogGroupCommand({ logGroupName: "box-logs" }));
    instanceId = (await group()).Instances?.[0]?.InstanceId ?? "";
    const env = Object.entries({ ...moto.env, PATH: "/usr/bin:/bin" }).map(([name, value]) => `${name}='${value}'`);
    commands = {
      // No login to a registry: docker is not there.
      aws: `case "$*" in "ecr get-login-password"*) echo a-password ;; *) exec /usr/bin/env -i ${env.join(" ")} AWS_DEFAULT_REGION=us-west-2 '${cli}' "$@" ;; esac`,
      curl: `case "$*" in *api/token*) echo t ;; *instance-id*) printf ${instanceId} ;; *instance-type*) printf p5en.48xlarge ;; *region*) printf us-west-2 ;; esac`,
    };
  });
  afterAll(() => moto?.stop());

  const group = async (): Promise<Partial<AutoScalingGroup>> => {
    const { AutoScalingGroups = [] } = await groups.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ["box"] }));
    return AutoScalingGroups[0] ?? {};
  };
  const groupTag = async (key: string) => (await group()).Tags?.find(({ Key }) => Key === key)?.Value;
  const suspended = async () => (await group()).SuspendedProcesses?.map(({ ProcessName }) => ProcessName);
  const fail = () => boot({ commands, settings: { driver: "595.64" } });

  it("tells the tag and the log group what failed, and counts it on the group", async () => {
    expect((await fail()).code).toBe(1);
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
    const tags = Reservations[0]?.Instances?.[0]?.Tags ?? [];
    expect(tags.find(({ Key }) => Key === "pulumi-gpu:boot")?.Value).toBe("fail: driver: 580.159.04- expected 595.64");
    const { events = [] } = await logs.send(new GetLogEventsCommand({ logGroupName: "box-logs", logStreamName: `${instanceId}/boot` }));
    expect(events[0]?.message).toBe("fail: driver: 580.159.04, expected 595.64");
    expect(JSON.parse(events[1]?.message ?? "")).toMatchObject({ schema: "pulumi-gpu.preflight/1", status: "fail" });
    expect(await groupTag("pulumi-gpu:failed-boots")).toBe("1");
    expect(await suspended()).toEqual([]);
  });

  it("suspends the group at the second, and counts from none once it was resumed", async () => {
    await fail();
    expect(await groupTag("pulumi-gpu:failed-boots")).toBe("2");
    expect(await groupTag("pulumi-gpu:suspended")).toBe("driver: 580.159.04- expected 595.64");
    expect(await suspended()).toEqual(["Launch"]);
    await groups.send(new ResumeProcessesCommand({ AutoScalingGroupName: "box", ScalingProcesses: ["Launch"] }));
    await fail();
    expect(await groupTag("pulumi-gpu:failed-boots")).toBe("1");
    expect(await suspended()).toEqual([]);
  });

  it("forgets the failures when a boot passes", async () => {
    expect((await boot({ commands })).code).toBe(0);
    expect(await groupTag("pulumi-gpu:failed-boots")).toBe("0");
  });

  it("hands the container text and bytes of secrets as they are", async () => {
    const secrets = new SecretsManagerClient(moto.place);
    const text = await secrets.send(new CreateSecretCommand({ Name: "text", SecretString: "None" }));
    const bytes = await secrets.send(new CreateSecretCommand({ Name: "bytes", SecretBinary: Buffer.from([0, 1, 254, 255]) }));
    const run = await boot({
      commands,
      script: "container.sh",
      settings: { secrets: { TEXT: text.ARN ?? "", BYTES: bytes.ARN ?? "" } },
    });
    expect(run.console).toBe("");
    expect(run.secrets).toEqual({ TEXT: "None", BYTES: "\u0000\u0001\u00fe\u00ff" });
  });
});
