import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { judge } from "../../../policies/rules";
import { spotInterruptionsAreHandled } from "../../../policies/rules/spot-interruptions-are-handled";
import { base64, DIGEST, depending, resource } from "../resources";

const TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";
const group = (props: Record<string, unknown>) =>
  resource(
    "aws:autoscaling/group:Group",
    {
      maxSize: 8,
      mixedInstancesPolicy: { instancesDistribution: { onDemandPercentageAboveBaseCapacity: 0 }, launchTemplate: {} },
      ...props,
    },
    "group",
  );
const template = (userData?: unknown, more = {}) => resource("aws:ec2/launchTemplate:LaunchTemplate", { userData, ...more }, "template");
const found = (...plan: Parameters<typeof judge>[0]) => judge(plan, {}).filter(({ rule }) => rule === "spot-interruptions-are-handled");

describe("a group that buys spot", () => {
  const own = template(base64("#!/bin/bash\necho start\n"));

  it("breaks the law where nothing hears of an interruption", () => {
    expect(found(own, depending(group({}), own))).toMatchObject([{ kind: "violation", level: "advisory", path: "capacityRebalance" }]);
  });

  it.each([
    { capacityRebalance: true },
    { initialLifecycleHooks: [{ lifecycleTransition: TERMINATING }] },
    { maxSize: 1 },
    { mixedInstancesPolicy: { instancesDistribution: { onDemandPercentageAboveBaseCapacity: 100 }, launchTemplate: {} } },
    { mixedInstancesPolicy: undefined },
  ])("keeps it with %o", (props) => {
    expect(found(own, depending(group(props), own))).toEqual([]);
  });

  it("may be drained by a hook of its own, by the agent of ECS, or by a script that asks for the notice", () => {
    const buying = group({});
    const hook = (transition: string) =>
      depending(resource("aws:autoscaling/lifecycleHook:LifecycleHook", { lifecycleTransition: transition }, "hook"), buying);
    expect(found(own, depending(buying, own), hook(TERMINATING))).toEqual([]);
    expect(found(own, depending(buying, own), hook("autoscaling:EC2_INSTANCE_LAUNCHING"))).toHaveLength(1);
    for (const line of [
      "echo ECS_ENABLE_SPOT_INSTANCE_DRAINING=true >> /etc/ecs/ecs.config",
      "curl http://169.254.169.254/latest/meta-data/spot/instance-action",
    ]) {
      const drains = template(base64(`#!/bin/bash\n${line}\n`));
      expect(found(drains, depending(buying, drains))).toEqual([]);
    }
  });

  it("is undecided where the machine, a handler of the cluster, or the rest of the plan cannot be seen", () => {
    expect(found(group({}))).toMatchObject([{ kind: "undecided" }]);
    const hidden = template(UNKNOWN);
    expect(found(hidden, depending(group({}), hidden))).toMatchObject([{ kind: "undecided" }]);
    const node = group({ tags: [{ key: "kubernetes.io/cluster/example", value: "owned" }] });
    expect(found(own, depending(node, own))).toMatchObject([{ kind: "undecided" }]);
    expect(spotInterruptionsAreHandled.judge(group({}), {})).toMatchObject([{ kind: "undecided" }]);
    expect(found(own, depending(group({ capacityRebalance: UNKNOWN }), own))).toMatchObject([{ kind: "undecided" }]);
    expect(found(group({ mixedInstancesPolicy: UNKNOWN }))).toMatchObject([{ kind: "undecided" }]);
  });

  it("may buy through its template alone", () => {
    const spot = template(undefined, { instanceMarketOptions: { marketType: "spot" } });
    expect(found(spot, depending(group({ mixedInstancesPolicy: undefined }), spot))).toMatchObject([{ kind: "violation" }]);
  });
});

describe("Karpenter", () => {
  const release = (values: unknown, more = {}) =>
    found(
      resource("kubernetes:helm.sh/v3:Release", { chart: "oci://public.ecr.aws/karpenter/karpenter", version: "1.6.0", values, ...more }),
    );

  it("needs a queue in the values of its chart", () => {
    expect(release({ settings: { clusterName: "x" } })).toMatchObject([{ kind: "violation", path: "values.settings.interruptionQueue" }]);
    expect(release({ settings: { interruptionQueue: "x" } })).toEqual([]);
    expect(release({ settings: { interruptionQueue: UNKNOWN } })).toEqual([]);
    expect(release({}, { valueYamlFiles: [UNKNOWN] })).toMatchObject([{ kind: "undecided" }]);
    expect(found(resource("kubernetes:helm.sh/v3:Release", { chart: "keda", values: {} }))).toEqual([]);
  });

  it("needs it where its chart is rendered", () => {
    const deployment = (env: unknown[], image = `public.ecr.aws/karpenter/controller@${DIGEST}`) =>
      found(
        resource("kubernetes:apps/v1:Deployment", { spec: { template: { spec: { containers: [{ name: "controller", image, env }] } } } }),
      );
    expect(deployment([{ name: "CLUSTER_NAME", value: "x" }])).toMatchObject([
      { kind: "violation", path: "spec.template.spec.containers[0].env" },
    ]);
    expect(deployment([{ name: "INTERRUPTION_QUEUE", value: "x" }])).toEqual([]);
    expect(deployment([], `example/controller@${DIGEST}`)).toEqual([]);
  });
});
