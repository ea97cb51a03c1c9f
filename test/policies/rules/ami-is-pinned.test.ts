import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { amiIsPinned } from "../../../policies/rules/ami-is-pinned";
import { resource } from "../resources";

const judge = (type: string, props: Record<string, unknown>) => amiIsPinned.judge(resource(type, props), {});
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const template = (imageId: unknown, tags = {}) => judge(TEMPLATE, { instanceType: "g6.xlarge", imageId, tags });

describe("launch templates and instances", () => {
  it("lets an id and the parameter of one release pass", () => {
    expect(template("ami-0123456789abcdef0")).toEqual([]);
    expect(template("resolve:ssm:/aws/service/bottlerocket/aws-k8s-1.34-nvidia/x86_64/1.68.0/image_id")).toEqual([]);
    expect(template("resolve:ssm:/team/golden-ami:7")).toEqual([]);
  });

  it("refuses a parameter or a pattern that moves", () => {
    for (const imageId of [
      "resolve:ssm:/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-al2023/latest/ami-id",
      "resolve:ssm:/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/nvidia/recommended/image_id",
      "Deep Learning Base OSS *",
    ]) {
      expect(template(imageId)).toMatchObject([{ kind: "violation", path: "imageId" }]);
    }
  });

  it("is undecided on an id that is not known yet, unless the claim names the release", () => {
    expect(template(UNKNOWN)).toMatchObject([{ kind: "undecided", path: "imageId" }]);
    expect(template(UNKNOWN, { "pulumi-gpu:ami": "dlami-base-oss-al2023@20260519" })).toEqual([]);
    expect(template("resolve:ssm:/team/golden-ami")).toMatchObject([{ kind: "undecided" }]);
    expect(template(undefined)).toMatchObject([{ kind: "undecided" }]);
    expect(judge("aws:ec2/instance:Instance", { instanceType: "g6.xlarge", ami: UNKNOWN })).toMatchObject([
      { kind: "undecided", path: "ami" },
    ]);
  });

  it("leaves hosts without a GPU alone", () => {
    expect(judge(TEMPLATE, { instanceType: "m7i.large", imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/latest" })).toEqual([]);
  });
});

describe("node groups", () => {
  const group = (props: Record<string, unknown>) =>
    judge("aws:eks/nodeGroup:NodeGroup", { amiType: "AL2023_x86_64_NVIDIA", instanceTypes: ["g6.xlarge"], ...props });

  it("need a release", () => {
    expect(group({ releaseVersion: "1.34.9-20260714" })).toEqual([]);
    expect(group({})).toMatchObject([{ kind: "violation", path: "releaseVersion" }]);
    expect(group({ releaseVersion: UNKNOWN })).toMatchObject([{ kind: "undecided", path: "releaseVersion" }]);
    expect(group({ amiType: "CUSTOM", launchTemplate: {} })).toEqual([]);
  });

  it("of Karpenter need an alias with a release, or an id", () => {
    const nodeClass = (...amiSelectorTerms: unknown[]) =>
      judge("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", { metadata: { name: "gpu" }, spec: { amiSelectorTerms } });
    expect(nodeClass({ alias: "al2023@v20260714" }, { id: "ami-0123456789abcdef0" })).toEqual([]);
    expect(nodeClass({ alias: "al2023@latest" })).toMatchObject([{ kind: "violation", path: "spec.amiSelectorTerms[0].alias" }]);
    expect(nodeClass({ name: "gpu-*" }, { tags: { team: "x" } })).toMatchObject([{ kind: "violation" }, { kind: "violation" }]);
    expect(nodeClass(UNKNOWN, { alias: UNKNOWN })).toMatchObject([{ kind: "undecided" }, { kind: "undecided" }]);
    expect(judge("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", { metadata: { name: "gpu" }, spec: UNKNOWN })).toMatchObject([
      { kind: "undecided", path: "spec" },
    ]);
  });
});

it("a node class of Karpenter without terms, or with a parameter, follows the newest or may", () => {
  const nodeClass = (spec: Record<string, unknown>) =>
    judge("kubernetes:karpenter.k8s.aws/v1beta1:EC2NodeClass", { metadata: { name: "gpu" }, spec });
  expect(nodeClass({ amiFamily: "AL2023" })).toMatchObject([{ kind: "violation", path: "spec.amiSelectorTerms" }]);
  const path = "spec.amiSelectorTerms[0].ssmParameter";
  const parameter = (ssmParameter: unknown) => nodeClass({ amiSelectorTerms: [{ ssmParameter }] });
  expect(parameter("/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/nvidia/recommended/image_id")).toMatchObject([
    { kind: "violation", path },
  ]);
  expect(parameter("/team/golden")).toMatchObject([{ kind: "undecided", path }]);
  expect(parameter(UNKNOWN)).toMatchObject([{ kind: "undecided", path }]);
});

it("a Batch environment needs an AMI of its own", () => {
  const batch = (resources: Record<string, unknown>) =>
    judge("aws:batch/computeEnvironment:ComputeEnvironment", { computeResources: { instanceTypes: ["g6.xlarge"], ...resources } });
  expect(batch({ ec2Configurations: [{ imageType: "ECS_AL2023_NVIDIA" }] })).toMatchObject([{ kind: "violation" }]);
  expect(batch({ ec2Configurations: [{ imageIdOverride: "ami-0123456789abcdef0" }] })).toEqual([]);
});

it("leaves a node class that nobody calls one of GPUs undecided, where no pool of the plan says more", () => {
  const shared = { metadata: { name: "shared" }, spec: { amiSelectorTerms: [{ alias: "al2023@latest" }] } };
  expect(judge("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", shared)).toMatchObject([
    { kind: "undecided", path: "spec.amiSelectorTerms[0].alias" },
  ]);
});
