import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { judge } from "../../../policies/rules";
import { disruptionBudgetsAllowOne } from "../../../policies/rules/disruption-budgets-allow-one";
import { gpuRolloutsCanFinish } from "../../../policies/rules/gpu-rollouts-can-finish";
import { containing } from "../matchers";
import { depending, resource } from "../resources";

type Plan = Parameters<typeof judge>[0];
const found = (rule: string, ...plan: Plan) => judge(plan, {}).filter((result) => result.rule === rule);

describe("gpu-rollouts-can-finish", () => {
  const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
  const deployment = (spec: Record<string, unknown>, pod: Record<string, unknown> = {}, gpus: unknown = 1) =>
    resource(DEPLOYMENT, {
      metadata: { namespace: "serving" },
      spec: {
        ...spec,
        template: { spec: { containers: [{ name: "triton", image: "x", resources: { limits: { "nvidia.com/gpu": gpus } } }], ...pod } },
      },
    });
  const alone = (...args: Parameters<typeof deployment>) => gpuRolloutsCanFinish.judge(deployment(...args), {});

  // The defaults of 25 % round to one more pod and none less, up to three replicas.
  it.each([
    [{ strategy: { type: "Recreate" } }],
    [{ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } }],
    [{ replicas: 4 }],
    [{ replicas: 0 }],
    [{ replicas: 2, strategy: { rollingUpdate: { maxSurge: "0%", maxUnavailable: "50%" } } }],
    [{ paused: true }],
  ])("keeps the law with %o", (spec) => {
    expect(alone(spec)).toEqual([]);
  });

  it("does not apply to pods without GPUs", () => {
    expect(alone({}, {}, 0)).toEqual([]);
    expect(alone({}, { containers: [{ name: "web", image: "x" }] })).toEqual([]);
  });

  it("is undecided where spare GPUs are needed and cannot be seen", () => {
    for (const replicas of [undefined, 1, 2, 3]) expect(alone({ replicas })).toMatchObject([{ kind: "undecided", path: "spec.strategy" }]);
    expect(alone({ replicas: UNKNOWN })).toMatchObject([{ kind: "undecided" }]);
    expect(alone({ replicas: 8, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } })).toMatchObject([{ kind: "undecided" }]);
  });

  const seen = (...plan: Plan) => found("gpu-rollouts-can-finish", ...plan);

  it("proves by the quota of the namespace that there are none", () => {
    const quota = (gpus: unknown, namespace = "serving") =>
      resource(
        "kubernetes:core/v1:ResourceQuota",
        { metadata: { namespace }, spec: { hard: { "requests.nvidia.com/gpu": gpus } } },
        "quota",
      );
    expect(seen(quota("2"), deployment({ replicas: 2 }))).toMatchObject([
      { kind: "violation", level: "mandatory", message: containing("quota") },
    ]);
    expect(seen(quota("3"), deployment({ replicas: 2 }))).toEqual([]);
    expect(seen(quota("2", "other"), deployment({ replicas: 2 }))).toMatchObject([{ kind: "undecided" }]);
    expect(seen(quota(UNKNOWN), deployment({}))).toMatchObject([{ kind: "undecided" }]);
  });

  it("proves it by the node pool of Karpenter, or the node group, that the pods are bound to", () => {
    const pool = resource(
      "kubernetes:karpenter.sh/v1:NodePool",
      { metadata: { name: "gpu" }, spec: { limits: { "nvidia.com/gpu": 8 } } },
      "pool",
    );
    const bound = { nodeSelector: { "karpenter.sh/nodepool": "gpu" } };
    expect(seen(pool, deployment({}, bound, 8))).toMatchObject([{ kind: "violation", message: containing("node pool") }]);
    expect(seen(pool, deployment({}, bound, 4))).toEqual([]);
    const nodes = resource("aws:eks/nodeGroup:NodeGroup", {
      nodeGroupName: "gpu",
      instanceTypes: ["g5.12xlarge"],
      scalingConfig: { maxSize: 2 },
    });
    const tied = { nodeSelector: { "eks.amazonaws.com/nodegroup": "gpu" } };
    // Two nodes of four GPUs hold one pod of three each.
    expect(seen(nodes, deployment({ replicas: 2 }, tied, 3))).toMatchObject([
      { kind: "violation", message: containing("room for 3 pods") },
    ]);
    expect(seen(nodes, deployment({ replicas: 2 }, tied, 2))).toEqual([]);
  });
});

describe("instance-refreshes-can-finish", () => {
  const group = (preferences: unknown, more = {}) =>
    resource("aws:autoscaling/group:Group", {
      desiredCapacity: 4,
      maxSize: 8,
      launchTemplate: { id: UNKNOWN },
      instanceRefresh: { strategy: "Rolling", preferences },
      ...more,
    });
  const seen = (...plan: Plan) => found("instance-refreshes-can-finish", ...plan);

  it("lets a refresh that stops before it starts pass, and a group without one", () => {
    for (const preferences of [{ minHealthyPercentage: 0 }, {}, undefined, { minHealthyPercentage: 100 }])
      expect(seen(group(preferences))).toEqual([]);
    expect(seen(group({}, { instanceRefresh: undefined }))).toEqual([]);
    expect(seen(group({ minHealthyPercentage: 100, maxHealthyPercentage: 110 }))).toEqual([]);
  });

  it("finds a wait for protection that never ends, and checkpoints that leave machines out", () => {
    expect(seen(group({ scaleInProtectedInstances: "Wait" }, { protectFromScaleIn: true }))).toMatchObject([
      { kind: "violation", path: "instanceRefresh.preferences.scaleInProtectedInstances" },
    ]);
    expect(seen(group({ scaleInProtectedInstances: "Refresh" }, { protectFromScaleIn: true }))).toEqual([]);
    expect(seen(group({ checkpointPercentages: [20, 50] }))).toMatchObject([
      { kind: "violation", path: "instanceRefresh.preferences.checkpointPercentages" },
    ]);
    expect(seen(group({ checkpointPercentages: [20, 100] }))).toEqual([]);
  });

  it("counts the machines of a reservation where one has to start before another stops", () => {
    const before = { minHealthyPercentage: 100, maxHealthyPercentage: 110 };
    const reserved = resource("aws:ec2/capacityReservation:CapacityReservation", { instanceCount: 4 }, "reserved");
    const template = depending(
      resource(
        "aws:ec2/launchTemplate:LaunchTemplate",
        { capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId: UNKNOWN } } },
        "template",
      ),
      reserved,
    );
    expect(seen(reserved, template, depending(group(before), template))).toMatchObject([
      { kind: "violation", message: containing("holds 4, and its reservation has 4") },
    ]);
    expect(seen(reserved, template, depending(group(before, { desiredCapacity: 3 }), template))).toEqual([]);
    expect(seen(reserved, template, depending(group({ minHealthyPercentage: 50 }), template))).toEqual([]);
  });

  it("is undecided where the group is full, and where its preferences are not known", () => {
    const before = { minHealthyPercentage: 100, maxHealthyPercentage: 110 };
    expect(seen(group(before, { maxSize: 4 }))).toMatchObject([{ kind: "undecided" }]);
    expect(seen(group(before, { desiredCapacity: UNKNOWN }))).toMatchObject([{ kind: "undecided" }]);
    expect(seen(group(UNKNOWN))).toMatchObject([{ kind: "undecided", path: "instanceRefresh.preferences" }]);
    expect(seen(group({ minHealthyPercentage: UNKNOWN }))).toMatchObject([{ kind: "undecided" }]);
  });
});

describe("disruption-budgets-allow-one", () => {
  const budget = (spec: Record<string, unknown>) =>
    resource("kubernetes:policy/v1:PodDisruptionBudget", { metadata: { namespace: "serving" }, spec }, "budget");
  const alone = (spec: Record<string, unknown>) => disruptionBudgetsAllowOne.judge(budget(spec), {});

  it("finds a budget of zero in each form", () => {
    for (const spec of [{ maxUnavailable: 0 }, { maxUnavailable: "0%" }])
      expect(alone(spec)).toMatchObject([{ kind: "violation", path: "spec.maxUnavailable" }]);
    expect(alone({ minAvailable: "100%" })).toMatchObject([{ kind: "violation", path: "spec.minAvailable" }]);
    for (const spec of [{ maxUnavailable: 1 }, { maxUnavailable: "10%" }, { minAvailable: "50%" }, { minAvailable: 1 }, {}])
      expect(alone(spec)).toEqual([]);
  });

  it("is undecided on what is not known", () => {
    expect(alone({ maxUnavailable: UNKNOWN })).toMatchObject([{ kind: "undecided", path: "spec.maxUnavailable" }]);
    expect(alone({ minAvailable: UNKNOWN })).toMatchObject([{ kind: "undecided", path: "spec.minAvailable" }]);
  });

  it("compares a number with the replicas of what it selects", () => {
    const workload = (replicas: unknown, app = "triton") =>
      resource("kubernetes:apps/v1:StatefulSet", {
        metadata: { namespace: "serving" },
        spec: { replicas, template: { metadata: { labels: { app, tier: "gpu" } } } },
      });
    const of = (minAvailable: number) => budget({ minAvailable, selector: { matchLabels: { app: "triton" } } });
    const seen = (...plan: Plan) => found("disruption-budgets-allow-one", ...plan);
    expect(seen(of(2), workload(2))).toMatchObject([{ kind: "violation", path: "spec.minAvailable", message: containing("2 of 2") }]);
    expect(seen(of(1), workload(undefined))).toMatchObject([{ kind: "violation" }]);
    expect(seen(of(2), workload(3))).toEqual([]);
    expect(seen(of(2), workload(2, "other"))).toEqual([]);
    expect(seen(of(2), workload(UNKNOWN))).toEqual([]);
  });
});
