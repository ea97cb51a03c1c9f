import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { EMPTY_LOCK } from "../../../lock/schema";
import { type Context, judge } from "../../../policies/rules";
import { containing } from "../matchers";
import { base64, DIGEST, depending, resource } from "../resources";

const found = (plan: Parameters<typeof judge>[0], context: Context = {}) =>
  judge(plan, context).filter(({ rule }) => rule === "grace-covers-the-cold-start");
const IMAGE = `example.com/serve/chat:3@${DIGEST}`;
/** 8 GiB compressed: 229 s of writing at the throughput of a plain gp3 volume. */
const lock = {
  ...EMPTY_LOCK,
  images: { "example.com/serve/chat:3": { digest: DIGEST, sizeBytes: 8 * 2 ** 30, source: "registry", checked: "2026-11-01" } },
};

describe("a group behind a load balancer", () => {
  const template = resource(
    "aws:ec2/launchTemplate:LaunchTemplate",
    { instanceType: "g6.xlarge", userData: base64(`#!/bin/bash\ndocker run --gpus all ${IMAGE}\n`) },
    "template",
  );
  const group = (props: Record<string, unknown>) =>
    depending(
      resource("aws:autoscaling/group:Group", { healthCheckType: "ELB", launchTemplate: { id: UNKNOWN }, ...props }, "group"),
      template,
    );

  it("waits for boot, checks, pull and start", () => {
    expect(found([template, group({ healthCheckGracePeriod: 120 })], { lock })).toMatchObject([
      { kind: "violation", level: "advisory", path: "healthCheckGracePeriod", message: containing("120 s") },
    ]);
    expect(found([template, group({})], { lock })).toMatchObject([{ kind: "violation", message: containing("300 s") }]);
    expect(found([template, group({ healthCheckGracePeriod: 1200 })], { lock })).toEqual([]);
  });

  it("is undecided where the size of the image or the period is not known", () => {
    expect(found([template, group({ healthCheckGracePeriod: 1200 })])).toMatchObject([{ kind: "undecided" }]);
    expect(found([template, group({ healthCheckGracePeriod: 60 })])).toMatchObject([{ kind: "violation" }]);
    expect(found([template, group({ healthCheckGracePeriod: UNKNOWN })], { lock })).toMatchObject([{ kind: "undecided" }]);
  });

  it("does not apply to EC2's own checks, to machines without GPUs, or to a template from elsewhere", () => {
    expect(found([template, group({ healthCheckType: "EC2", healthCheckGracePeriod: 0 })], { lock })).toEqual([]);
    const plain = resource("aws:ec2/launchTemplate:LaunchTemplate", { instanceType: "m7i.large" }, "template");
    expect(found([plain, group({ healthCheckGracePeriod: 0 })], { lock })).toEqual([]);
    expect(found([group({ healthCheckGracePeriod: 0 })], { lock })).toEqual([]);
  });
});

describe("an ECS service with a GPU behind a load balancer", () => {
  const task = (type: string) =>
    resource(
      "aws:ecs/taskDefinition:TaskDefinition",
      { containerDefinitions: JSON.stringify([{ name: "a", image: IMAGE, resourceRequirements: [{ type, value: "1" }] }]) },
      "task",
    );
  const service = (props: Record<string, unknown>, type = "GPU") => {
    const own = task(type);
    return [
      own,
      depending(resource("aws:ecs/service:Service", { loadBalancers: [{ targetGroupArn: UNKNOWN }], ...props }, "service"), own),
    ];
  };

  it("leaves the process a minute, which its default does not", () => {
    expect(found(service({}))).toMatchObject([{ kind: "violation", path: "healthCheckGracePeriodSeconds", message: containing("0 s") }]);
    expect(found(service({ healthCheckGracePeriodSeconds: 300 }))).toEqual([]);
    expect(found(service({ healthCheckGracePeriodSeconds: UNKNOWN }))).toMatchObject([{ kind: "undecided" }]);
    expect(found(service({}, "InferenceAccelerator"))).toEqual([]);
    expect(found(service({ loadBalancers: [] }))).toEqual([]);
  });
});

describe("the probes of a pod with a GPU", () => {
  const pod = (probes: Record<string, unknown>, limits: unknown = { "nvidia.com/gpu": 1 }) =>
    found([resource("kubernetes:core/v1:Pod", { spec: { containers: [{ name: "a", image: IMAGE, resources: { limits }, ...probes }] } })]);
  const httpGet = { path: "/health", port: 8000 };

  it("give the process time to start", () => {
    expect(pod({ livenessProbe: { httpGet } })).toMatchObject([
      { kind: "violation", path: "spec.containers[0].livenessProbe", message: containing("after 30 s") },
    ]);
    expect(pod({ livenessProbe: { httpGet }, startupProbe: { httpGet, failureThreshold: 60 } })).toEqual([]);
    expect(pod({ livenessProbe: { httpGet, initialDelaySeconds: 300 } })).toEqual([]);
    expect(pod({ startupProbe: { httpGet, failureThreshold: 5, periodSeconds: 5 } })).toMatchObject([
      { path: "spec.containers[0].startupProbe" },
    ]);
    expect(pod({ readinessProbe: { httpGet } })).toEqual([]);
  });

  it("do not matter without a GPU, and are undecided where they are not known", () => {
    expect(pod({ livenessProbe: { httpGet } }, { cpu: 1 })).toEqual([]);
    expect(pod({ livenessProbe: { httpGet, initialDelaySeconds: UNKNOWN } })).toMatchObject([{ kind: "undecided" }]);
  });
});
