import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { judge } from "../../../policies/rules";
import { containing } from "../matchers";
import { base64, depending, resource } from "../resources";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const GROUP = "aws:autoscaling/group:Group";
/** ecs-gpu-al2023@20260226 of the catalog, in us-east-1: driver 580.126.09. */
const KNOWN_AMI = "ami-09b49eab44165178f";
const template = (props: Record<string, unknown>) =>
  resource(TEMPLATE, { userData: base64("#!/bin/bash\ndocker run nvcr.io/nvidia/pytorch:25.08-py3\n"), ...props }, "template");
const group = (overrides: unknown) =>
  resource(
    GROUP,
    { mixedInstancesPolicy: { launchTemplate: { launchTemplateSpecification: { launchTemplateId: UNKNOWN }, overrides } } },
    "group",
  );
const found = (rule: string, ...plan: Parameters<typeof judge>[0]) => judge(plan, {}).filter((result) => result.rule === rule);

describe("a group and its template in one plan", () => {
  it("are judged together: the types of the overrides start the template's AMI and image", () => {
    const own = template({ imageId: KNOWN_AMI });
    expect(
      found("driver-supports-image", own, depending(group([{ instanceType: "g6.xlarge" }, { instanceType: "p3.2xlarge" }]), own)),
    ).toMatchObject([{ kind: "violation", resource: { name: "template" }, path: "userData:2", message: containing("V100") }]);
    expect(found("driver-supports-image", own, group([{ instanceType: "p3.2xlarge" }]))).toEqual([]);
  });

  it("hold the AMI of a GPU type to its law, though the template names no type", () => {
    const own = template({ imageId: "resolve:ssm:/aws/service/deeplearning/ami/x86_64/base/latest/ami-id" });
    const on = (type: string) => found("ami-is-pinned", own, depending(group([{ instanceType: type }]), own));
    expect(on("g6.xlarge")).toMatchObject([{ kind: "violation", path: "imageId" }]);
    expect(on("m7i.large")).toEqual([]);
  });

  it("are undecided where the overrides are not known", () => {
    const own = template({ imageId: KNOWN_AMI });
    expect(found("driver-supports-image", own, depending(group(UNKNOWN), own))).toMatchObject([
      { kind: "undecided", path: "instanceType" },
    ]);
  });
});

describe("a node group of EKS with a template of its own", () => {
  it("starts the AMI of the template", () => {
    const own = template({ imageId: KNOWN_AMI, userData: undefined });
    const nodes = resource("aws:eks/nodeGroup:NodeGroup", {
      instanceTypes: ["p3.2xlarge"],
      labels: { "pulumi-gpu.io/cuda": "13.0" },
      launchTemplate: { id: UNKNOWN, version: "1" },
    });
    const results = found("driver-supports-image", own, depending(nodes, own)).filter(({ kind }) => kind === "violation");
    expect(results).toMatchObject([{ resource: { name: "host" }, path: 'labels["pulumi-gpu.io/cuda"]' }]);
  });
});

describe("launch-templates-are-seen", () => {
  const seen = (...plan: Parameters<typeof judge>[0]) => found("launch-templates-are-seen", ...plan);

  it("says which templates lie outside of the plan, and only those", () => {
    const own = template({});
    expect(seen(own, depending(group([]), own))).toEqual([]);
    expect(seen(group([]))).toMatchObject([
      { kind: "undecided", level: "advisory", path: "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification" },
    ]);
    expect(seen(resource("aws:ec2/instance:Instance", { launchTemplate: { id: "lt-0123456789abcdef0" } }))).toMatchObject([
      { path: "launchTemplate" },
    ]);
    expect(seen(resource(GROUP, { launchConfiguration: "old" }))).toMatchObject([{ path: "launchConfiguration" }]);
    expect(seen(resource("aws:ec2/instance:Instance", {}), resource("aws:eks/nodeGroup:NodeGroup", {}))).toEqual([]);
  });
});
