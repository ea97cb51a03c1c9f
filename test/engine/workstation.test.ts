import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeScheduledActionsCommand,
  SetDesiredCapacityCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  EC2Client,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { CreateFileSystemCommand, DescribeAccessPointsCommand, EFSClient } from "@aws-sdk/client-efs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { GpuWorkstationArgs } from "../../components/workstation/gpu-workstation-args";
import { KEY, workstation } from "../components/workstation/fixture";
import { type Moto, startMoto } from "../rig/aws";
import { type Engine, withStack } from "../rig/engine";
import { inventory } from "../rig/inventory";
import { operations } from "../rig/operations";

let moto: Moto;
let subnets: { id: string; zone: string }[];
beforeAll(async () => {
  moto = await startMoto();
  const { Subnets = [] } = await new EC2Client(moto.place).send(new DescribeSubnetsCommand({}));
  subnets = Subnets.map(({ SubnetId = "", AvailabilityZone = "" }) => ({ id: SubnetId, zone: AvailabilityZone }));
});
afterAll(() => moto.stop());

const subnet = (at: number) => {
  const found = subnets[at];
  if (!found) throw new Error(`the account has ${subnets.length} subnets`);
  return found;
};

const program =
  (change: Partial<GpuWorkstationArgs> = {}) =>
  async () => {
    const desk = workstation({
      network: { vpcId: "vpc-1", subnetIds: subnets.map(({ id }) => id), securityGroupIds: [] },
      home: { ebs: { subnetId: subnet(0).id } },
      ssh: { authorizedKeys: [KEY] },
      schedule: { stop: "0 20 * * *" },
      ...change,
    });
    const { groupName, jupyterCommand, sshCommand, startCommand, stopCommand } = desk;
    return { groupName, jupyterCommand, sshCommand, startCommand, stopCommand };
  };

async function group(name: string) {
  const wanted = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
  const found = (await new AutoScalingClient(moto.place).send(wanted)).AutoScalingGroups?.[0];
  if (!found) throw new Error(`AWS has no group ${name}`);
  return found;
}

const setDesired = (AutoScalingGroupName: string, DesiredCapacity: number) =>
  new AutoScalingClient(moto.place).send(new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity }));

async function machines(name: string): Promise<string[]> {
  const Filters = [
    { Name: "tag:aws:autoscaling:groupName", Values: [name] },
    { Name: "instance-state-name", Values: ["running"] },
  ];
  const { Reservations = [] } = await new EC2Client(moto.place).send(new DescribeInstancesCommand({ Filters }));
  return Reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId = "" }) => InstanceId));
}

const idOf = ({ resources }: Engine, type: string): string => resources().find((one) => one.type === type)?.id ?? "";

it("comes up, plans nothing twice, lets people start and stop it, survives an interruption, and leaves its home alone", async () => {
  const before = await inventory(moto.place);
  const kept = await withStack(program(), { moto }, async (engine) => {
    const { stack } = engine;
    const name = String((await stack.up()).outputs.groupName?.value);
    expect((await group(name)).DesiredCapacity).toBe(1);
    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);
    const volume = idOf(engine, "aws:ebs/volume:Volume");

    // The home fixes the zone.
    const found = (await new EC2Client(moto.place).send(new DescribeVolumesCommand({ VolumeIds: [volume] }))).Volumes?.[0];
    expect(found).toMatchObject({ AvailabilityZone: subnet(0).zone, Encrypted: true, VolumeType: "gp3", Size: 100 });
    expect((await group(name)).VPCZoneIdentifier).toBe(subnet(0).id);

    // Taken back: another machine, the same volume.
    const [lost = ""] = await machines(name);
    await new EC2Client(moto.place).send(new TerminateInstancesCommand({ InstanceIds: [lost] }));
    const now = await machines(name);
    expect(now).toHaveLength(1);
    expect(now).not.toContain(lost);
    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);

    // Somebody stopped it, and starts it again; `start` is for the first `up` alone.
    await setDesired(name, 0);
    await stack.up();
    expect((await group(name)).DesiredCapacity).toBe(0);
    await setDesired(name, 1);
    stack.workspace.program = program({ start: false });
    await stack.up();
    expect((await group(name)).DesiredCapacity).toBe(1);

    // A larger home grows in place.
    const home = { ebs: { subnetId: subnet(0).id, sizeGiB: 200 } };
    stack.workspace.program = program({ home });
    expect(await operations(stack.up.bind(stack))).toContain("update volume:Volume desk-home");
    expect(idOf(engine, "aws:ebs/volume:Volume")).toBe(volume);
    expect((await group(name)).DesiredCapacity).toBe(1);

    // Stopped: an update that changes the machine, and one after the state has seen the stop, leave it stopped.
    await setDesired(name, 0);
    stack.workspace.program = program({ home, container: { shmSizeMiB: 2048 } });
    expect(await operations(stack.up.bind(stack))).toEqual(["update group:Group desk", "update launchTemplate:LaunchTemplate desk"]);
    expect((await group(name)).DesiredCapacity).toBe(0);
    await stack.refresh();
    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);
    await stack.up();
    expect((await group(name)).DesiredCapacity).toBe(0);

    await stack.destroy();
    return volume;
  });
  expect((await inventory(moto.place)).filter((line) => !before.includes(line))).toEqual([`volume ${kept}`]);
});

it("destroys a home that may go, and takes the volume of a workstation that was destroyed before", async () => {
  const before = await inventory(moto.place);
  await withStack(
    program({ home: { ebs: { subnetId: subnet(0).id, onDestroy: "snapshot" } }, start: false }),
    { moto },
    async ({ stack }) => {
      const name = String((await stack.up()).outputs.groupName?.value);
      expect(await group(name)).toMatchObject({ DesiredCapacity: 0, MinSize: 0, MaxSize: 1 });
      const { ScheduledUpdateGroupActions } = await new AutoScalingClient(moto.place).send(
        new DescribeScheduledActionsCommand({ AutoScalingGroupName: name }),
      );
      expect(ScheduledUpdateGroupActions).toMatchObject([{ ScheduledActionName: "stop", Recurrence: "0 20 * * *", DesiredCapacity: 0 }]);
      await stack.destroy();
    },
  );
  expect(await inventory(moto.place)).toEqual(before);
});

it("comes through an access point of EFS as its identity, in every zone", async () => {
  const files = await new EFSClient(moto.place).send(new CreateFileSystemCommand({ Encrypted: true }));
  const fileSystemId = String(files.FileSystemId);
  const before = await inventory(moto.place);
  const home = { efs: { fileSystemId, directory: "/home/anna" } };
  await withStack(
    program({ home, identity: { uid: 1234, gid: 2345 }, data: { shared: { efs: { fileSystemId } } } }),
    { moto },
    async ({ stack }) => {
      const name = String((await stack.up()).outputs.groupName?.value);
      expect((await group(name)).VPCZoneIdentifier?.split(",")).toHaveLength(subnets.length);
      const { AccessPoints } = await new EFSClient(moto.place).send(new DescribeAccessPointsCommand({ FileSystemId: fileSystemId }));
      expect(AccessPoints?.map(({ RootDirectory, PosixUser }) => [RootDirectory?.Path, PosixUser?.Uid, PosixUser?.Gid]).sort()).toEqual([
        ["/", 1234, 2345],
        ["/home/anna", 1234, 2345],
      ]);
      await stack.destroy();
    },
  );
  expect(await inventory(moto.place)).toEqual(before);
});
