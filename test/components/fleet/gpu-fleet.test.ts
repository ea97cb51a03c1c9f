import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { excess } from "../../../boot/user-data";
import type { GpuFleetArgs } from "../../../components/fleet/gpu-fleet-args";
import { unpacked } from "../../boot/unpacked";
import { only, type Registered, record } from "../record";
import { efaFleet, gpuFleet } from "./gpu-fleet-fixture";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const GROUP = "aws:autoscaling/group:Group";
const HOOK = "aws:autoscaling/lifecycleHook:LifecycleHook";
const POLICY = "aws:autoscaling/policy:Policy";
const SCHEDULE = "aws:autoscaling/schedule:Schedule";
const QUEUE = "arn:aws:sqs:us-west-2:123456789012:jobs";

const of = async (change: Partial<GpuFleetArgs> = {}, opts = {}) => record(() => gpuFleet(change, opts));
const groupOf = async (change: Partial<GpuFleetArgs> = {}) => only(await of(change), GROUP).inputs;
const templateOf = async (change: Partial<GpuFleetArgs> = {}) => only(await of(change), TEMPLATE).inputs;
const userDataOf = (seen: Registered[]) => unpacked(only(seen, TEMPLATE).inputs.userData);
const urns = (seen: Registered[]) =>
  `${seen
    .map(({ urn }) => urn)
    .sort()
    .join("\n")}\n`;

const everything: Partial<GpuFleetArgs> = {
  scaling: {
    gpuUtilization: 70,
    queue: { arn: QUEUE, messagesPerMachine: 5 },
    schedule: [{ name: "morning", recurrence: "0 8 * * *", desired: 4 }],
  },
  policyArns: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
};

describe("GpuFleet", () => {
  it("shows in preview everything it deploys", async () => {
    const names = async (preview: boolean) =>
      (await record(() => gpuFleet(everything), { preview })).map(({ type, name }) => `${type} ${name}`).sort();
    expect(await names(true)).toEqual(await names(false));
  });

  it("keeps the names of its resources, because renaming one replaces it", async () => {
    await expect(urns(await of(everything))).toMatchFileSnapshot("gpu-fleet.urns");
    const block = {
      market: "capacity-block",
      reservationId: "cr-0123456789abcdef0",
      startsAt: "2026-12-01T11:30:00Z",
      endsAt: "2026-12-08T11:30:00Z",
    } as const;
    await expect(urns(await of({ ...efaFleet(), capacity: block }))).toMatchFileSnapshot("gpu-fleet-block.urns");
    await expect(urns(await of({ ...efaFleet(), placement: "cluster" }))).toMatchFileSnapshot("gpu-fleet-cluster.urns");
  });

  it("buys spot above an on-demand base, where machines are kept longest, and replaces early", async () => {
    expect(await groupOf({ capacity: { market: "spot", onDemandBase: 1, onDemandPercentage: 25 } })).toMatchObject({
      minSize: 2,
      maxSize: 4,
      desiredCapacity: 2,
      capacityRebalance: true,
      mixedInstancesPolicy: {
        instancesDistribution: {
          onDemandBaseCapacity: 1,
          onDemandPercentageAboveBaseCapacity: 25,
          onDemandAllocationStrategy: "prioritized",
          spotAllocationStrategy: "price-capacity-optimized",
        },
        launchTemplate: { overrides: [{ instanceType: "g6.xlarge" }, { instanceType: "g5.xlarge" }] },
      },
    });
  });

  it("buys on demand alone without rebalancing", async () => {
    expect(await groupOf({ capacity: { market: "on-demand" } })).toMatchObject({
      capacityRebalance: false,
      mixedInstancesPolicy: { instancesDistribution: { onDemandPercentageAboveBaseCapacity: 100 } },
    });
    expect(await templateOf({ capacity: { market: "on-demand" } })).not.toHaveProperty("capacityReservationSpecification");
  });

  it.each([
    ["any open reservation", {}, { capacityReservationPreference: "open" }],
    ["one reservation", { id: "cr-01" }, { capacityReservationTarget: { capacityReservationId: "cr-01" } }],
    [
      "a group of reservations",
      { resourceGroupArn: "arn:aws:resource-groups:us-west-2:123456789012:group/gpus" },
      { capacityReservationTarget: { capacityReservationResourceGroupArn: "arn:aws:resource-groups:us-west-2:123456789012:group/gpus" } },
    ],
    [
      "one reservation or nothing",
      { id: "cr-01", only: true },
      { capacityReservationPreference: "capacity-reservations-only", capacityReservationTarget: { capacityReservationId: "cr-01" } },
    ],
  ])("starts machines in %s", async (_, reservation, specification) => {
    const template = await templateOf({ capacity: { market: "on-demand", reservation } });
    expect(template.capacityReservationSpecification).toEqual(specification);
  });

  it("makes a Capacity Block a group of its own kind: one type in the template, no policy, an end in time", async () => {
    const seen = await of({
      instanceTypes: ["p5.48xlarge"],
      network: { vpcId: "vpc-1", subnetIds: ["subnet-a"] },
      size: 8,
      capacity: { market: "capacity-block", reservationId: "cr-01", startsAt: "2026-12-01T11:30:00Z", endsAt: "2026-12-08T11:30:00Z" },
    });
    expect(only(seen, TEMPLATE).inputs).toMatchObject({
      instanceType: "p5.48xlarge",
      instanceMarketOptions: { marketType: "capacity-block" },
      capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId: "cr-01" } },
      tags: { "pulumi-gpu:capacity": "capacity-block" },
    });
    const group = only(seen, GROUP).inputs;
    expect(group).toMatchObject({ minSize: 0, maxSize: 8, desiredCapacity: 0, launchTemplate: { id: "workers-id" } });
    expect(group).not.toHaveProperty("mixedInstancesPolicy");
    expect(only(seen, SCHEDULE, "workers-block-start").inputs).toMatchObject({
      startTime: "2026-12-01T11:30:00Z",
      desiredCapacity: 8,
      minSize: -1,
    });
    // 30 minutes that EC2 takes, 5 to notice, and the 300 s that a machine has
    expect(only(seen, SCHEDULE, "workers-block-end").inputs).toMatchObject({ startTime: "2026-12-08T10:50:00Z", desiredCapacity: 0 });
  });

  it("puts a machine into service when its boot gate has passed, and lets it end in its own time", async () => {
    const seen = await of({ interruption: { graceSeconds: 600 } });
    const hooks = [
      // 28.6 GiB, the largest image that the volume holds: 820 s to pull, and 180 s before; half as much again
      {
        lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
        name: "pulumi-gpu-boot",
        defaultResult: "ABANDON",
        heartbeatTimeout: 1500,
      },
      {
        lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
        name: "pulumi-gpu-drain",
        defaultResult: "CONTINUE",
        heartbeatTimeout: 660,
      },
    ];
    expect(only(seen, GROUP).inputs.initialLifecycleHooks).toEqual(hooks);
    expect(only(seen, HOOK, "workers-boot").inputs).toMatchObject(hooks[0] ?? {});
    expect(only(seen, HOOK, "workers-drain").inputs).toMatchObject(hooks[1] ?? {});
  });

  it("takes its grace periods from the cold-start budget", async () => {
    expect(await groupOf({ modelGiB: 0 })).toMatchObject({ healthCheckGracePeriod: 1200, defaultInstanceWarmup: 60 });
    // 13 GiB at 125 MiB/s
    expect(await groupOf({ modelGiB: 13 })).toMatchObject({ healthCheckGracePeriod: 1260, defaultInstanceWarmup: 167 });
    expect(await templateOf({ modelGiB: 13 })).toMatchObject({ tags: { "pulumi-gpu:model-gib": "13" } });
  });

  it("updates with percentages that get on, and waits for no protected machine", async () => {
    expect(await groupOf()).toMatchObject({
      instanceRefresh: {
        strategy: "Rolling",
        preferences: { minHealthyPercentage: 50, maxHealthyPercentage: 100, scaleInProtectedInstances: "Refresh" },
      },
    });
    expect(await groupOf({ size: 4, update: { spare: 1 } })).toMatchObject({
      instanceRefresh: { preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 125 } },
    });
    const capacity = { market: "on-demand", reservation: { id: "cr-01", machines: 5 } } as const;
    expect(await groupOf({ size: 4, capacity })).toMatchObject({ instanceRefresh: { preferences: { minHealthyPercentage: 100 } } });
  });

  it("tells each machine how to save its state, exactly as written", async () => {
    const seen = await of({ interruption: { drain: ["leave"], checkpoint: ["python", "save.py", "it's here"], noticeSeconds: 90 } });
    const text = userDataOf(seen);
    expect(text).toContain("DRAIN=(\n        'leave'\n      )");
    expect(text).toContain("'it'\\''s here'");
    expect(text).toContain("NOTICE_SECONDS='90'");
    expect(text).toContain("/opt/pulumi-gpu/interruption.sh");
    expect(text).not.toContain("gpu-metrics");
    expect(excess(text)).toBe(0);
  });

  it("scales by what the machines measure, with the right to say it and no other", async () => {
    const seen = await of({ scaling: { gpuUtilization: 70 } });
    expect(only(seen, POLICY).inputs).toMatchObject({
      policyType: "TargetTrackingScaling",
      targetTrackingConfiguration: {
        targetValue: 70,
        customizedMetricSpecification: {
          namespace: "pulumi-gpu",
          metricName: "GPUUtilization",
          statistic: "Average",
          metricDimensions: [{ name: "AutoScalingGroupName" }],
        },
      },
    });
    const policies = seen.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy").map(({ inputs }) => String(inputs.policy));
    const statements = policies.flatMap(
      (text) => (JSON.parse(text) as { Statement: { Action: string[]; Condition?: unknown; Resource: unknown }[] }).Statement,
    );
    expect(statements).toContainEqual({
      Effect: "Allow",
      Action: ["cloudwatch:PutMetricData"],
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": "pulumi-gpu" } },
    });
    const own = statements.find(({ Action }) => Action.includes("autoscaling:CompleteLifecycleAction"));
    expect(own?.Action).toContain("autoscaling:SetInstanceProtection");
    expect(own?.Resource).not.toBe("*");
    const text = userDataOf(seen);
    expect(text).toContain("PROTECT_BUSY='yes'");
    expect(text).toContain("pulumi-gpu-metrics.timer");
  });

  it("scales by the backlog of each machine, and starts from none", async () => {
    const seen = await of({
      size: { min: 0, max: 4 },
      update: { mayStop: 4 },
      scaling: { queue: { arn: QUEUE, messagesPerMachine: 5 }, protectBusy: false },
    });
    expect(only(seen, GROUP).inputs).toMatchObject({ enabledMetrics: ["GroupInServiceInstances"], desiredCapacity: 0 });
    const { targetTrackingConfiguration: target } = only(seen, POLICY).inputs as {
      targetTrackingConfiguration: {
        targetValue: number;
        customizedMetricSpecification: { metrics: { id: string; metricStat?: { metric: object }; expression?: string }[] };
      };
    };
    expect(target.targetValue).toBe(5);
    const [waiting, machines, backlog] = target.customizedMetricSpecification.metrics;
    expect(waiting?.metricStat?.metric).toMatchObject({ dimensions: [{ name: "QueueName", value: "jobs" }] });
    expect(machines?.metricStat?.metric).toMatchObject({ metricName: "GroupInServiceInstances" });
    expect(backlog?.expression).toBe("IF(machines > 0, waiting / machines, waiting)");
    expect(userDataOf(seen)).not.toContain("gpu-metrics");
  });

  it("leaves limits alone where a schedule moves the number", async () => {
    const schedule = [{ name: "morning", recurrence: "0 8 * * MON-FRI", timeZone: "Europe/Berlin", desired: 3 }];
    const seen = await of({ scaling: { schedule } });
    expect(only(seen, SCHEDULE).inputs).toMatchObject({
      scheduledActionName: "morning",
      recurrence: "0 8 * * MON-FRI",
      timeZone: "Europe/Berlin",
      desiredCapacity: 3,
      minSize: -1,
      maxSize: -1,
    });
  });

  it("keeps a warm pool on a group without a policy, which AWS demands", async () => {
    const change: Partial<GpuFleetArgs> = { instanceTypes: ["g6.xlarge"], capacity: { market: "on-demand" }, warmPool: { size: 1 } };
    const seen = await of(change);
    expect(only(seen, GROUP).inputs).toMatchObject({
      warmPool: { minSize: 1, poolState: "Stopped" },
      launchTemplate: { id: "workers-id" },
    });
    expect(only(seen, GROUP).inputs).not.toHaveProperty("mixedInstancesPolicy");
    expect(only(seen, TEMPLATE).inputs).toMatchObject({ instanceType: "g6.xlarge" });
  });

  it("gives each card its interface with EFA, the group that lets EFA through, and the container the devices", async () => {
    const seen = await record(() => gpuFleet(efaFleet()));
    const template = only(seen, TEMPLATE).inputs as { networkInterfaces: Record<string, unknown>[]; vpcSecurityGroupIds?: unknown };
    expect(template.vpcSecurityGroupIds).toBeUndefined();
    expect(template.networkInterfaces.map((one) => [one.networkCardIndex, one.deviceIndex, one.interfaceType])).toEqual([
      [0, 0, "interface"],
      [0, 1, "efa-only"],
      [1, 0, "efa-only"],
      [2, 0, "efa-only"],
      [3, 0, "efa-only"],
    ]);
    expect(template.networkInterfaces.every(({ securityGroups }) => JSON.stringify(securityGroups) === '["workers-efa-id"]')).toBe(true);
    const { ingress, egress } = only(seen, "aws:ec2/securityGroup:SecurityGroup").inputs as { ingress: object[]; egress: object[] };
    expect(ingress).toMatchObject([{ self: true, protocol: "-1" }]);
    expect(egress[0]).toMatchObject({ self: true, protocol: "-1" });
    expect(userDataOf(seen)).toContain("RUN_ARGS+=(--network host --device /dev/infiniband --ulimit memlock=-1:-1)");
  });

  it("takes the security groups that it is given, and the placement group of a reservation", async () => {
    const network = { vpcId: "vpc-1", subnetIds: ["subnet-a"], securityGroupIds: ["sg-1"] };
    const capacity = { market: "on-demand", reservation: { id: "cr-01" } } as const;
    const seen = await record(() => gpuFleet({ ...efaFleet(), network, capacity, placement: { groupName: "reserved-close" } }));
    expect(only(seen, GROUP).inputs).toMatchObject({ placementGroup: "reserved-close" });
    expect(
      seen.some(({ type }) => type === "aws:ec2/securityGroup:SecurityGroup" || type === "aws:ec2/placementGroup:PlacementGroup"),
    ).toBe(false);
    expect(JSON.stringify(only(seen, TEMPLATE).inputs.networkInterfaces)).toContain('"securityGroups":["sg-1"]');
  });

  it("lets a transform have the last word", async () => {
    const seen = await of(
      {},
      {
        transform: {
          group: (args: { maxInstanceLifetime?: number }) => {
            args.maxInstanceLifetime = 86_400;
          },
          launchTemplate: (args: object) => ({ ...args, ebsOptimized: "true" }),
        },
      },
    );
    expect(only(seen, GROUP).inputs).toMatchObject({ maxInstanceLifetime: 86_400 });
    expect(only(seen, TEMPLATE).inputs).toMatchObject({ ebsOptimized: "true", tags: { "pulumi-gpu:capacity": "spot" } });
  });

  it("takes subnets that only the update knows", async () => {
    const network = { vpcId: "vpc-1", subnetIds: pulumi.output(["subnet-a"]) };
    expect(await groupOf({ ...efaFleet(), network, placement: "cluster" })).toMatchObject({ placementGroup: expect.anything() as unknown });
  });
});
