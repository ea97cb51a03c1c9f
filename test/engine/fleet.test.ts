import { join } from "node:path";
import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeLifecycleHooksCommand,
  DescribePoliciesCommand,
  DescribeScheduledActionsCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@pulumi/aws/ec2";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GpuFleet } from "../../components/fleet/gpu-fleet";
import type { GpuFleetArgs } from "../../components/fleet/gpu-fleet-args";
import { driverAmi } from "../../components/pins/driver-ami";
import { pinnedImage } from "../../components/pins/pinned-image";
import { fleetMachine } from "../boot/fleet-machine";
import { type Moto, startMoto } from "../rig/aws";
import { withStack } from "../rig/engine";
import { GPU_IMAGES, imagesFile } from "../rig/gpu-images";
import { part, RIG_HOME } from "../rig/home";
import { inventory } from "../rig/inventory";
import { operations } from "../rig/operations";

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto({ region: "us-west-2", images: imagesFile() });
});
afterAll(() => moto.stop());

const fleet = (change: Partial<GpuFleetArgs> = {}) => {
  const net = new ec2.Vpc("net", { cidrBlock: "10.7.0.0/16" });
  const subnet = new ec2.Subnet("a", { vpcId: net.id, cidrBlock: "10.7.0.0/20", availabilityZone: "us-west-2a" });
  const workers = new GpuFleet("workers", {
    image: pinnedImage("pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime"),
    ami: driverAmi({ family: "dlami-base-oss-al2023", release: "20260901", id: GPU_IMAGES["20260901"] }),
    instanceTypes: ["g6.xlarge", "g5.xlarge"],
    network: { vpcId: net.id, subnetIds: [subnet.id] },
    size: { min: 2, max: 4 },
    capacity: { market: "spot", onDemandBase: 1 },
    interruption: { checkpoint: ["python", "save.py"] },
    scaling: {
      gpuUtilization: 70,
      queue: { arn: "arn:aws:sqs:us-west-2:123456789012:jobs", messagesPerMachine: 5 },
      schedule: [{ name: "morning", recurrence: "0 8 * * MON-FRI", desired: 4 }],
    },
    ...change,
  });
  return { group: workers.groupName, logs: workers.logGroup };
};

const groupsOf = async () =>
  (await new AutoScalingClient(moto.place).send(new DescribeAutoScalingGroupsCommand({}))).AutoScalingGroups ?? [];
const machinesOf = async (group: string) =>
  (await groupsOf()).find((one) => one.AutoScalingGroupName === group)?.Instances?.map(({ InstanceId }) => InstanceId ?? "") ?? [];

it("comes up, plans nothing twice, updates in place, loses a machine and gets another, and leaves nothing behind", async () => {
  const before = await inventory(moto.place);
  const client = new AutoScalingClient(moto.place);
  let checkpoint = ["python", "save.py"];
  await withStack(
    async () => fleet({ interruption: { checkpoint } }),
    { moto },
    async ({ stack }) => {
      const { outputs } = await stack.up();
      const [group, logGroup] = [String(outputs.group?.value), String(outputs.logs?.value)];
      const of = { AutoScalingGroupName: group };
      const [found] = await groupsOf();
      expect(found).toMatchObject({
        MinSize: 2,
        MaxSize: 4,
        CapacityRebalance: true,
        HealthCheckGracePeriod: 1200,
        MixedInstancesPolicy: { InstancesDistribution: { OnDemandBaseCapacity: 1, SpotAllocationStrategy: "price-capacity-optimized" } },
      });
      const { LifecycleHooks = [] } = await client.send(new DescribeLifecycleHooksCommand(of));
      expect(LifecycleHooks.map(({ LifecycleHookName, HeartbeatTimeout }) => [LifecycleHookName, HeartbeatTimeout]).sort()).toEqual([
        ["pulumi-gpu-boot", 1500],
        ["pulumi-gpu-drain", 360],
      ]);
      const { ScalingPolicies = [] } = await client.send(new DescribePoliciesCommand(of));
      expect(ScalingPolicies.map(({ TargetTrackingConfiguration }) => TargetTrackingConfiguration?.TargetValue).sort()).toEqual([5, 70]);
      const { ScheduledUpdateGroupActions: actions = [] } = await client.send(new DescribeScheduledActionsCommand(of));
      expect(actions).toMatchObject([{ ScheduledActionName: "morning", DesiredCapacity: 4, Recurrence: "0 8 * * MON-FRI" }]);
      const machines = await machinesOf(group);
      expect(machines).toHaveLength(2);

      expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);

      // The notice is ours, as EC2's metadata service gives it; the AWS CLI and what it calls are real.
      const [lost = ""] = machines;
      const run = await fleetMachine(
        {
          instanceId: lost,
          checkpoint,
          logGroup,
          lives: true,
          commands: { aws: `exec "${part("aws", join(RIG_HOME, "aws-cli/bin/aws"))}" "$@"` },
          env: { ...moto.env, AWS_MAX_ATTEMPTS: "1" },
        },
        async ({ answer, said }) => {
          answer("spot/instance-action", JSON.stringify({ action: "terminate", time: new Date(Date.now() + 120_000).toISOString() }));
          await said("the container is stopped");
          // Neither of them is waited for by the machine.
          const health = async () => (await groupsOf())[0]?.Instances?.find(({ InstanceId }) => InstanceId === lost)?.HealthStatus;
          await expect.poll(health, { timeout: 60_000, interval: 500 }).toBe("Unhealthy");
          const logs = new CloudWatchLogsClient(moto.place);
          const log = async () =>
            (await logs.send(new FilterLogEventsCommand({ logGroupName: logGroup }))).events?.map(({ message }) => message).join("\n");
          await expect.poll(log, { timeout: 60_000, interval: 500 }).toContain("the container is stopped");
        },
      );
      expect(run.calls).toContain("docker exec pulumi-gpu python save.py");
      // What AWS does with an unhealthy machine, moto does when it is told.
      await client.send(new TerminateInstanceInAutoScalingGroupCommand({ InstanceId: lost, ShouldDecrementDesiredCapacity: false }));
      const after = await machinesOf(group);
      expect(after).toHaveLength(2);
      expect(after).not.toContain(lost);
      expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);

      checkpoint = ["python", "save.py", "--all"];
      expect(await operations(stack.up.bind(stack))).toEqual([
        "update group:Group workers",
        "update launchTemplate:LaunchTemplate workers",
      ]);

      await stack.destroy();
    },
  );
  expect(await inventory(moto.place)).toEqual(before);
});

const efa: Partial<GpuFleetArgs> = {
  instanceTypes: ["p5.48xlarge"],
  size: 2,
  scaling: undefined,
  efa: true,
  container: { usesInstanceRole: true },
};
const reservationId = "cr-0123456789abcdef0";

it.each<[string, Partial<GpuFleetArgs>, object]>([
  [
    "a Capacity Block",
    { ...efa, capacity: { market: "capacity-block", reservationId, startsAt: "2099-12-01T11:30:00Z", endsAt: "2099-12-08T11:30:00Z" } },
    { DesiredCapacity: 0, MaxSize: 2 },
  ],
  [
    "a reservation with EFA",
    { ...efa, capacity: { market: "on-demand", reservation: { id: reservationId, only: true, machines: 3 } } },
    { DesiredCapacity: 2 },
  ],
  [
    "a cluster placement group",
    { ...efa, capacity: { market: "on-demand" }, placement: "cluster" },
    { PlacementGroup: expect.any(String) as unknown },
  ],
  [
    "a warm pool",
    { instanceTypes: ["g6.xlarge"], capacity: { market: "on-demand" }, warmPool: { size: 1 }, scaling: { gpuUtilization: 60 } },
    { WarmPoolConfiguration: { MinSize: 1, PoolState: "Stopped" } },
  ],
])("comes up on %s, plans nothing twice, and leaves nothing behind", async (_, args, group) => {
  const before = await inventory(moto.place);
  await withStack(
    async () => fleet(args),
    { moto },
    async ({ stack }) => {
      await stack.up();
      expect((await groupsOf())[0]).toMatchObject(group);
      expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);
      await stack.destroy();
    },
  );
  expect(await inventory(moto.place)).toEqual(before);
});
