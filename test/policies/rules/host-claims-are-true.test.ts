import { expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { hostClaimsAreTrue } from "../../../policies/rules/host-claims-are-true";
import { containing } from "../matchers";
import { base64, resource } from "../resources";

/** ecs-gpu-al2023@20260226, driver 580.126.09; the image needs CUDA 12.8. */
const HOST = {
  imageId: "ami-09b49eab44165178f",
  instanceType: "g6.xlarge",
  userData: base64("#!/bin/sh\ndocker run nvcr.io/nvidia/pytorch:25.03-py3\n"),
};
const judge = (tags: Record<string, unknown>, host: Record<string, unknown> = HOST) =>
  hostClaimsAreTrue.judge(resource("aws:ec2/launchTemplate:LaunchTemplate", { ...host, tags }), {});

it("lets true claims pass", () => {
  expect(judge({ "pulumi-gpu:driver": "580.126.09", "pulumi-gpu:cuda": "12.8", "pulumi-gpu:ami": "ecs-gpu-al2023@20260226" })).toEqual([]);
});

it("finds each claim that the rows contradict", () => {
  expect(judge({ "pulumi-gpu:driver": "595.91.07", "pulumi-gpu:cuda": "12.1", "pulumi-gpu:ami": "ecs-gpu-al2023@20251015" })).toMatchObject(
    [
      { kind: "violation", path: 'tags["pulumi-gpu:ami"]', message: containing("ecs-gpu-al2023@20260226") },
      { kind: "violation", path: 'tags["pulumi-gpu:driver"]', message: containing("580.126.09") },
      { kind: "violation", path: 'tags["pulumi-gpu:cuda"]', message: containing("12.8") },
    ],
  );
});

it("is undecided on a claim that is not known yet", () => {
  expect(judge({ "pulumi-gpu:driver": UNKNOWN })).toMatchObject([{ kind: "undecided", path: 'tags["pulumi-gpu:driver"]' }]);
});

it("has nothing to compare where no row knows the host, or where nothing is claimed", () => {
  expect(judge({ "pulumi-gpu:driver": "595.91.07" }, { instanceType: "g6.xlarge", imageId: "ami-0123456789abcdef0" })).toEqual([]);
  expect(judge({ team: "vision" })).toEqual([]);
});

it("compares the labels of a node group too", () => {
  const props = {
    amiType: "AL2023_x86_64_NVIDIA",
    releaseVersion: "1.34.9-20260714",
    instanceTypes: ["g6.xlarge"],
    labels: { "pulumi-gpu.io/driver": "595.91.07" },
  };
  expect(hostClaimsAreTrue.judge(resource("aws:eks/nodeGroup:NodeGroup", props), {})).toMatchObject([
    { path: 'labels["pulumi-gpu.io/driver"]' },
  ]);
});
