import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  SetDesiredCapacityCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateCommand, DescribeImagesCommand, DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fallbackDefinition } from "../../components/host/fallback/definition";
import { type Moto, startMoto } from "../rig/aws";
import { inMotoCase } from "./moto-case";

// moto executes the machine against its own Auto Scaling. It never runs out of capacity, but it rounds: of one machine that is to be half on-demand and
// half spot it starts neither, and so a group is unfilled.
const UNFILLED = 50;
const FILLED = 0;

describe("the fallback state machine", () => {
  let moto: Moto;
  let groups: AutoScalingClient;
  let steps: SFNClient;
  let machineArn: string;
  const sightings: string[] = [];

  const policy = (templateId: string, percent: number) => ({
    InstancesDistribution: { OnDemandBaseCapacity: 0, OnDemandPercentageAboveBaseCapacity: percent },
    LaunchTemplate: {
      LaunchTemplateSpecification: { LaunchTemplateId: templateId, Version: "$Latest" },
      Overrides: [{ InstanceType: "g5.xlarge" }],
    },
  });
  let templateId: string;
  let subnetId: string;

  const group = async (name: string, desired: number, percent: number) => {
    await groups.send(
      new CreateAutoScalingGroupCommand({
        AutoScalingGroupName: name,
        MinSize: 0,
        MaxSize: 1,
        DesiredCapacity: desired,
        VPCZoneIdentifier: subnetId,
        MixedInstancesPolicy: policy(templateId, percent),
      }),
    );
  };
  const look = async () => {
    const { AutoScalingGroups = [] } = await groups.send(new DescribeAutoScalingGroupsCommand({}));
    const one = (name: string) => {
      const found = AutoScalingGroups.find((candidate) => candidate.AutoScalingGroupName === name);
      return `${found?.DesiredCapacity}/${found?.Instances?.filter(({ LifecycleState }) => LifecycleState === "InService").length}`;
    };
    return `spot ${one("spot")} on-demand ${one("on-demand")}`;
  };
  const start = async (action: "check" | "return" = "check") =>
    (await steps.send(new StartExecutionCommand({ stateMachineArn: machineArn, name: randomUUID(), input: JSON.stringify({ action }) })))
      .executionArn ?? "";
  /** Last state of a finished execution. moto gives a history oldest first, whatever is asked. */
  const end = async (executionArn: string) => {
    for (let i = 0; i < 400; i++) {
      const { status, error, cause } = await steps.send(new DescribeExecutionCommand({ executionArn }));
      sightings.push(await look());
      if (status !== "RUNNING") {
        const { events = [] } = await steps.send(new GetExecutionHistoryCommand({ executionArn }));
        const states = events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
        return status === "SUCCEEDED" ? states.at(-1) : `${status}: ${error} ${cause} after ${states.join(" ")}`;
      }
      await pause(100);
    }
    throw new Error("the execution does not end");
  };
  const run = async (action: "check" | "return" = "check") => end(await start(action));

  beforeAll(async () => {
    moto = await startMoto();
    groups = new AutoScalingClient(moto.place);
    steps = new SFNClient(moto.place);
  });
  afterAll(() => moto.stop());
  beforeEach(async () => {
    await moto.reset();
    sightings.length = 0;
    const ec2 = new EC2Client(moto.place);
    subnetId = (await ec2.send(new DescribeSubnetsCommand({}))).Subnets?.[0]?.SubnetId ?? "";
    const ImageId = (await ec2.send(new DescribeImagesCommand({ Owners: ["amazon"] }))).Images?.[0]?.ImageId ?? "";
    const { LaunchTemplate } = await ec2.send(
      new CreateLaunchTemplateCommand({ LaunchTemplateName: "box", LaunchTemplateData: { ImageId } }),
    );
    templateId = LaunchTemplate?.LaunchTemplateId ?? "";
    const { stateMachineArn } = await steps.send(
      new CreateStateMachineCommand({
        name: "fallback",
        roleArn: "arn:aws:iam::123456789012:role/fallback",
        definition: inMotoCase(
          fallbackDefinition({
            partition: "aws",
            spotGroup: "spot",
            onDemandGroup: "on-demand",
            pollSeconds: 1,
            looks: 3,
            timeoutSeconds: 120,
          }),
        ),
      }),
    );
    machineArn = stateMachineArn ?? "";
  });

  it("gives the machine to the on-demand group when spot stays unfilled, and never holds two", async () => {
    await group("spot", 1, UNFILLED);
    await group("on-demand", 0, 100);
    expect(await run()).toBe("Moved");
    expect(await look()).toBe("spot 0/0 on-demand 1/1");
    expect(
      sightings.filter((seen) => !["spot 1/0 on-demand 0/0", "spot 0/0 on-demand 0/0", "spot 0/0 on-demand 1/1"].includes(seen)),
    ).toEqual([]);
  });

  it("leaves a machine that spot has where it is", async () => {
    await group("spot", 1, FILLED);
    await group("on-demand", 0, 100);
    expect(await run()).toBe("SpotHolds");
    expect(await look()).toBe("spot 1/1 on-demand 0/0");
  });

  it("does not move when spot is filled while it waits", async () => {
    await group("spot", 1, UNFILLED);
    await group("on-demand", 0, 100);
    const execution = await start();
    await pause(500);
    await groups.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: "spot", MixedInstancesPolicy: policy(templateId, FILLED) }),
    );
    await groups.send(new SetDesiredCapacityCommand({ AutoScalingGroupName: "spot", DesiredCapacity: 1 }));
    expect(await end(execution)).toBe("SpotHolds");
    expect(await look()).toBe("spot 1/1 on-demand 0/0");
  });

  it.each(["spot", "on-demand"])("does nothing while launching is suspended in the %s group", async (suspended) => {
    await group("spot", 1, UNFILLED);
    await group("on-demand", 0, 100);
    await groups.send(new SuspendProcessesCommand({ AutoScalingGroupName: suspended, ScalingProcesses: ["Launch"] }));
    expect(await run()).toBe("Suspended");
    expect(await look()).toBe("spot 1/0 on-demand 0/0");
  });

  it("stays on demand until it is asked to return", async () => {
    await group("spot", 0, FILLED);
    await group("on-demand", 1, 100);
    expect(await run()).toBe("OnDemandHolds");
    expect(await look()).toBe("spot 0/0 on-demand 1/1");
  });

  it("returns to spot when asked, with the on-demand machine ended first", async () => {
    await group("spot", 0, FILLED);
    await group("on-demand", 1, 100);
    expect(await run("return")).toBe("SpotHolds");
    expect(await look()).toBe("spot 1/1 on-demand 0/0");
    expect(sightings).not.toContain("spot 1/1 on-demand 1/1");
  });

  it("goes back to on-demand when the return finds spot unfilled", async () => {
    await group("spot", 0, UNFILLED);
    await group("on-demand", 1, 100);
    expect(await run("return")).toBe("Moved");
    expect(await look()).toBe("spot 0/0 on-demand 1/1");
  });

  it("lets only the oldest of several executions act", async () => {
    await group("spot", 1, UNFILLED);
    await group("on-demand", 0, 100);
    const first = await start();
    await pause(1_100); // moto orders executions by their start, to the second
    const second = await start("return");
    expect(await end(second)).toBe("AnotherRuns");
    expect(await end(first)).toBe("Moved");
    expect(await look()).toBe("spot 0/0 on-demand 1/1");
  });

  it("starts over with spot after a run was cut off between the two groups", async () => {
    await group("spot", 0, FILLED);
    await group("on-demand", 0, 100);
    expect(await run()).toBe("SpotHolds");
    expect(await look()).toBe("spot 1/1 on-demand 0/0");
  });

  it("finishes what a stopped run began", async () => {
    await group("spot", 1, UNFILLED);
    await group("on-demand", 0, 100);
    const execution = await start();
    await pause(1_500);
    await steps.send(new StopExecutionCommand({ executionArn: execution }));
    expect(await run()).toBe("Moved");
    expect(await look()).toBe("spot 0/0 on-demand 1/1");
  });

  it("keeps the one that works where both were raised by hand", async () => {
    await group("spot", 1, UNFILLED);
    await group("on-demand", 1, 100);
    expect(await run()).toBe("OnDemandHolds");
    expect(await look()).toBe("spot 0/0 on-demand 1/1");
  });

  it("lowers on-demand where both groups hold a machine", async () => {
    await group("spot", 1, FILLED);
    await group("on-demand", 1, 100);
    expect(await run()).toBe("SpotHolds");
    expect(await look()).toBe("spot 1/1 on-demand 0/0");
  });

  it("does nothing at size 0", async () => {
    await group("spot", 0, FILLED);
    await group("on-demand", 0, 100);
    await groups.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: "spot", MaxSize: 0 }));
    expect(await run()).toBe("Off");
  });

  it("ends quietly when one of its groups is gone", async () => {
    await group("spot", 1, UNFILLED);
    expect(await run()).toBe("Gone");
  });
});
