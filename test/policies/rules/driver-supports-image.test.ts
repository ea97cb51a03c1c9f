import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { EMPTY_LOCK } from "../../../lock/schema";
import type { Context } from "../../../policies/rule";
import { judge as judgePlan } from "../../../policies/rules";
import { driverSupportsImage } from "../../../policies/rules/driver-supports-image";
import { containing, matching } from "../matchers";
import { base64, depending, resource } from "../resources";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
/** ecs-gpu-al2023@20260226 of the catalog, in us-east-1: driver 580.126.09. */
const KNOWN_AMI = "ami-09b49eab44165178f";
const judge = (type: string, props: Record<string, unknown>, context: Context = {}) =>
  driverSupportsImage.judge(resource(type, props), context);
const runs = (image: string) => base64(`#!/bin/bash\ndocker run --gpus all ${image}\n`);

describe("a host that carries claims", () => {
  const claims = (driver: unknown, cuda: unknown, types = "g4dn.xlarge") => ({
    tagSpecifications: [
      { resourceType: "instance", tags: { "pulumi-gpu:driver": driver, "pulumi-gpu:cuda": cuda, "pulumi-gpu:types": types } },
    ],
  });

  it("passes when the driver brings the CUDA", () => {
    expect(judge(TEMPLATE, claims("580.126.09", "12.8"))).toEqual([]);
  });

  it("names the tag and the way out when the driver is too old", () => {
    expect(judge(TEMPLATE, claims("535.161.08", "13.0"))).toEqual([
      {
        kind: "violation",
        path: 'tagSpecifications[0].tags["pulumi-gpu:cuda"]',
        message: matching(/driver 535\.161\.08 .*too old for CUDA 13\.0/),
        remedy: matching(/./),
      },
    ]);
  });

  it("judges every acceptable type", () => {
    const found = judge(TEMPLATE, claims("580.159.03", "13.0", "g6.xlarge g7.2xlarge"));
    expect(found).toMatchObject([{ kind: "violation", message: containing("RTX PRO 4500") }]);
  });

  it("knows more of an image that it claims by name than its CUDA", () => {
    const named = {
      "pulumi-gpu:driver": "580.126.09",
      "pulumi-gpu:cuda": "13.0",
      "pulumi-gpu:types": "p3.2xlarge",
      "pulumi-gpu:image": "nvidia/pytorch:25.08-py3",
    };
    expect(judge(TEMPLATE, { userData: UNKNOWN, tags: named })).toMatchObject([
      { kind: "violation", path: 'tags["pulumi-gpu:cuda"]', message: containing("V100") },
    ]);
  });

  it("is undecided when a claim is not known yet, and shows an override without passing it", () => {
    expect(judge(TEMPLATE, claims(UNKNOWN, "12.8"))).toMatchObject([{ kind: "undecided", path: "imageId" }]);
    const overridden = claims("535.161.08", "13.0");
    Object.assign(overridden.tagSpecifications[0]?.tags ?? {}, { "pulumi-gpu:override": "0123456789ab" });
    expect(judge(TEMPLATE, overridden)).toMatchObject([{ kind: "undecided", message: containing("overridden") }]);
  });

  it("takes no text for a claim that is none, so that it reaches no message", () => {
    expect(JSON.stringify(judge(TEMPLATE, { ...claims("hunter2", "hunter2"), instanceType: "g6.xlarge" }))).not.toContain("hunter2");
  });
});

describe("a host of somebody else", () => {
  it("passes with a known AMI and a known image that fit", () => {
    expect(judge(TEMPLATE, { instanceType: "g6.xlarge", imageId: KNOWN_AMI, userData: runs("nvcr.io/nvidia/pytorch:25.03-py3") })).toEqual(
      [],
    );
  });

  it("fails on the line that starts an image which dropped the GPU", () => {
    const found = judge("aws:ec2/instance:Instance", {
      instanceType: "p3.2xlarge",
      ami: KNOWN_AMI,
      userData: "#!/bin/bash\ndocker run nvcr.io/nvidia/pytorch:25.08-py3\n",
    });
    expect(found).toMatchObject([{ kind: "violation", path: "userData:2", message: containing("V100") }]);
  });

  it("is undecided on the AMI that nobody knows, and on the one that is not known yet", () => {
    const host = { instanceType: "g6.xlarge", userData: runs("nvcr.io/nvidia/pytorch:25.03-py3") };
    expect(judge(TEMPLATE, { ...host, imageId: "ami-0123456789abcdef0" })).toMatchObject([{ kind: "undecided", path: "imageId" }]);
    expect(judge(TEMPLATE, { ...host, imageId: UNKNOWN })).toMatchObject([
      { kind: "undecided", path: "imageId", message: containing("before the update") },
    ]);
  });

  it("knows a golden AMI and a private image from the project's lock", () => {
    const proof = { source: "build 7", checked: "2026-11-01" };
    const lock = {
      ...EMPTY_LOCK,
      declared: {
        amis: [{ ami: "ami-0123456789abcdef0", driver: "535.161.08", ...proof }],
        images: [{ image: "registry.example.com/train:7", cuda: "13.0", ...proof }],
      },
    };
    const host = { instanceType: "g4dn.xlarge", imageId: "ami-0123456789abcdef0", userData: runs("registry.example.com/train:7") };
    expect(judge(TEMPLATE, host, { lock })).toMatchObject([{ kind: "violation", path: "userData:2", message: containing("too old") }]);
    expect(judge(TEMPLATE, host)).toMatchObject([{ kind: "undecided" }]);
  });

  it("reads the exact public parameter of a release", () => {
    const parameter =
      "resolve:ssm:/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/nvidia/amazon-eks-node-al2023-x86_64-nvidia-1.34-v20260714/image_id";
    expect(judge(TEMPLATE, { instanceType: "g7.2xlarge", imageId: parameter, tags: { "pulumi-gpu:cuda": "13.0" } })).toMatchObject([
      { kind: "violation" },
    ]);
  });
});

describe("node groups and compute environments", () => {
  const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
  const group = { amiType: "AL2023_x86_64_NVIDIA", releaseVersion: "1.34.9-20260714", labels: { "pulumi-gpu.io/cuda": "13.0" } };

  it("takes the driver from the AMI type and its release", () => {
    expect(judge(NODE_GROUP, { ...group, instanceTypes: ["g6.xlarge"] })).toEqual([]);
    expect(judge(NODE_GROUP, { ...group, instanceTypes: ["g7.2xlarge"] })).toMatchObject([{ kind: "violation" }]);
  });

  it("is undecided on unknown types, and on an AMI type without a driver", () => {
    expect(judge(NODE_GROUP, { ...group, instanceTypes: UNKNOWN })).toMatchObject([{ kind: "undecided", path: "instanceTypes" }]);
    expect(judge(NODE_GROUP, { ...group, amiType: "AL2023_x86_64_STANDARD", instanceTypes: ["g6.xlarge"] })).toMatchObject([
      { kind: "undecided", message: containing("no NVIDIA driver") },
    ]);
  });

  it("asks for the claim when nothing says what will run", () => {
    expect(judge(NODE_GROUP, { ...group, labels: {}, instanceTypes: ["g6.xlarge"] })).toMatchObject([
      { kind: "undecided", path: "labels" },
    ]);
  });

  it("judges the AMI that a Batch environment names", () => {
    const found = judge("aws:batch/computeEnvironment:ComputeEnvironment", {
      computeResources: {
        instanceTypes: ["p3.2xlarge"],
        ec2Configurations: [{ imageIdOverride: KNOWN_AMI }],
        tags: { "pulumi-gpu:cuda": "13.0" },
      },
    });
    expect(found).toMatchObject([{ kind: "violation" }]);
  });
});

it("does not apply to hosts without NVIDIA GPUs", () => {
  for (const instanceType of ["m7i.large", "g4ad.xlarge", "t3.micro"])
    expect(judge(TEMPLATE, { instanceType, imageId: UNKNOWN })).toEqual([]);
});

it("is undecided about a GPU type that is in no row", () => {
  expect(judge(TEMPLATE, { instanceType: "g99.xlarge" })).toMatchObject([{ kind: "undecided", path: "instanceType" }]);
});

describe("SageMaker, which chooses the driver", () => {
  const TRAINING = "aws:sagemaker/trainingJob:TrainingJob";
  const job = (instanceType: unknown, trainingImage: unknown) => ({
    algorithmSpecification: { trainingImage },
    resourceConfig: { instanceType },
  });

  it("cannot start code that was not compiled for the GPU", () => {
    expect(judge(TRAINING, job("ml.p3.2xlarge", "nvcr.io/nvidia/pytorch:25.08-py3"))).toMatchObject([
      { kind: "violation", path: "resourceConfig.instanceType", message: containing("V100") },
    ]);
  });

  it("leaves open what its driver decides, and what is not known", () => {
    expect(judge(TRAINING, job("ml.g6.xlarge", "nvcr.io/nvidia/pytorch:25.03-py3"))).toMatchObject([
      { kind: "undecided", message: containing("SageMaker chooses the driver") },
    ]);
    expect(judge(TRAINING, job(UNKNOWN, "nvcr.io/nvidia/pytorch:25.03-py3"))).toMatchObject([{ kind: "undecided" }]);
    expect(judge(TRAINING, job("ml.m5.large", "nvcr.io/nvidia/pytorch:25.03-py3"))).toEqual([]);
    expect(judge(TRAINING, job("ml.g6.xlarge", "example.com/own:1"))).toMatchObject([
      { kind: "undecided", message: containing("nothing is known") },
    ]);
    expect(judge(TRAINING, job("ml.g6.xlarge", UNKNOWN))).toMatchObject([{ kind: "undecided" }]);
  });

  it("is asked about an endpoint where the plan has its model", () => {
    const model = resource("aws:sagemaker/model:Model", { primaryContainer: { image: "nvcr.io/nvidia/pytorch:25.08-py3" } }, "model");
    const endpoint = resource("aws:sagemaker/endpointConfiguration:EndpointConfiguration", {
      productionVariants: [{ modelName: UNKNOWN, instanceType: "ml.p3.2xlarge" }],
    });
    const found = judgePlan([model, depending(endpoint, model)], {}).filter(({ rule }) => rule === "driver-supports-image");
    expect(found).toMatchObject([{ kind: "violation", path: "productionVariants[0].instanceType" }]);
    expect(judgePlan([endpoint], {}).filter(({ rule }) => rule === "driver-supports-image")).toEqual([]);
  });
});
