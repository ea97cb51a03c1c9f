import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateOrUpdateTagsCommand,
  DescribeAutoScalingGroupsCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateLaunchTemplateCommand,
  CreateTagsCommand,
  DescribeImagesCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { packed, userData } from "../../boot/user-data";
import { bootSettings } from "../boot/settings-fixture";
import { runCommand } from "../cli/run-command";
import { type Moto, startMoto } from "../rig/aws";

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto({ region: "us-east-1" });
});
afterAll(() => moto?.stop());
beforeEach(() => {
  for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

describe("doctor --instance", () => {
  let groups: AutoScalingClient;
  let ec2: EC2Client;
  let instanceId: string;

  beforeAll(async () => {
    groups = new AutoScalingClient(moto.place);
    ec2 = new EC2Client(moto.place);
    const logs = new CloudWatchLogsClient(moto.place);
    const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ["amazon"], MaxResults: 10 }));
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    const { LaunchTemplate } = await ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: "box",
        LaunchTemplateData: {
          ImageId: Images[0]?.ImageId,
          InstanceType: "g5.xlarge",
          UserData: packed(userData(bootSettings({ logGroup: "/pulumi-gpu/box" }))),
        },
      }),
    );
    const launchTemplate = { LaunchTemplateId: LaunchTemplate?.LaunchTemplateId, Version: "1" };
    await groups.send(
      new CreateAutoScalingGroupCommand({
        AutoScalingGroupName: "box",
        MinSize: 1,
        MaxSize: 1,
        VPCZoneIdentifier: Subnets[0]?.SubnetId,
        LaunchTemplate: launchTemplate,
      }),
    );
    const { AutoScalingGroups = [] } = await groups.send(new DescribeAutoScalingGroupsCommand({}));
    instanceId = AutoScalingGroups[0]?.Instances?.[0]?.InstanceId ?? "";
    await ec2.send(
      new CreateTagsCommand({
        Resources: [instanceId],
        Tags: [
          { Key: "pulumi-gpu:boot", Value: "fail: driver: 580.159.04- expected 595.64" },
          // AWS writes these on every machine of a group; moto writes the group's alone.
          { Key: "aws:ec2launchtemplate:id", Value: launchTemplate.LaunchTemplateId },
          { Key: "aws:ec2launchtemplate:version", Value: "1" },
        ],
      }),
    );
    await logs.send(new CreateLogGroupCommand({ logGroupName: "/pulumi-gpu/box" }));
    await logs.send(new CreateLogStreamCommand({ logGroupName: "/pulumi-gpu/box", logStreamName: `${instanceId}/boot` }));
    const report = {
      schema: "pulumi-gpu.preflight/1",
      status: "fail",
      seconds: 1,
      checks: [{ check: "driver", status: "fail", value: "580.159.04", expected: "595.64", remedy: "pin the AMI again" }],
    };
    await logs.send(
      new PutLogEventsCommand({
        logGroupName: "/pulumi-gpu/box",
        logStreamName: `${instanceId}/boot`,
        logEvents: ["fail: driver: 580.159.04, expected 595.64", JSON.stringify(report)].map((message) => ({
          message,
          timestamp: Date.now(),
        })),
      }),
    );
    await groups.send(new SuspendProcessesCommand({ AutoScalingGroupName: "box", ScalingProcesses: ["Launch"] }));
    const tag = (Key: string, Value: string) => ({
      ResourceId: "box",
      ResourceType: "auto-scaling-group",
      Key,
      Value,
      PropagateAtLaunch: false,
    });
    await groups.send(
      new CreateOrUpdateTagsCommand({
        Tags: [tag("pulumi-gpu:failed-boots", "2"), tag("pulumi-gpu:suspended", "driver: 580.159.04- expected 595.64")],
      }),
    );
  });

  it("shows what the machine said, where it logged more, and what its group does", async () => {
    const { code, out, err } = await runCommand(["doctor", "--instance", instanceId, "--region", "us-east-1"]);
    expect(err).toBe("");
    expect(out).toContain(`${instanceId}  g5.xlarge, running`);
    expect(out).toContain("  boot      fail: driver: 580.159.04- expected 595.64");
    expect(out).toContain("  log       fail: driver: 580.159.04, expected 595.64");
    expect(out).toContain("box  1 of 1 in service, 2 failed boots in a row");
    expect(out).toContain("  suspended driver: 580.159.04- expected 595.64; once mended: pulumi-gpu doctor --group box --resume");
    expect(out).toMatch(/fail +driver +580\.159\.04; expected 595\.64; pin the AMI again/);
    expect(code).toBe(1);
  });

  it("says that a machine is unknown, and of a group that it is not there", async () => {
    const { out } = await runCommand(["doctor", "--instance", "i-0123456789abcdef0", "--region", "us-east-1"]);
    expect(out).toContain("i-0123456789abcdef0  AWS does not know it (any more)");
    expect(out).toContain("no Auto Scaling group of it was found");
  });

  it("lets the group launch again, from none, and is the same when asked twice", async () => {
    for (let i = 0; i < 2; i++) {
      const { code, out } = await runCommand(["doctor", "--group", "box", "--resume", "--region", "us-east-1", "--json"]);
      expect(JSON.parse(out)).toMatchObject({ resumed: true, group: { name: "box", suspended: false, failedBoots: 0 }, unread: [] });
      expect((JSON.parse(out) as { group: { reason?: string } }).group.reason).toBeUndefined();
      expect(code).toBe(0);
    }
  });
});

describe("doctor account", () => {
  it("asks what the emulator has, and says of the rest that it could not be asked", async () => {
    const { code, out } = await runCommand(
      "doctor account --region us-east-1 --instance-type g5.xlarge --spot --ami ecs-gpu-al2023@20260226 --json".split(" "),
    );
    const { checks } = JSON.parse(out) as { checks: { check: string; status: string; value: string }[] };
    const one = (name: string) => checks.find(({ check }) => check === name);
    expect(one("offering")).toMatchObject({ status: "pass", value: expect.stringContaining("us-east-1a") as unknown });
    expect(one("ami")).toMatchObject({
      status: "pass",
      value: expect.stringMatching(/^ami-09b49eab44165178f, al2023-ami-ecs-gpu/) as unknown,
    });
    // moto knows neither EC2's quotas nor placement scores: an answer that is none must not look like one.
    expect(one("quota")?.status).toBe("undecided");
    expect(one("spot-placement-score")?.status).toBe("undecided");
    expect(code).toBe(3);
  });
});
