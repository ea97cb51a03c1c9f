import { describe, expect, it } from "vitest";
import { packed, userData } from "../../boot/user-data";
import { planProgram } from "../../plan/testing";
import { judge } from "../../policies/rules";
import { efaFleet, gpuFleet } from "../components/fleet/gpu-fleet-fixture";
import { DIGEST, resource } from "./resources";

/** A launch template as GpuInstance writes it. */
const template = (image: string) => {
  const text = userData({
    image,
    driver: "580.126.09",
    gpus: [{ instanceType: "g6.xlarge", count: 1, models: ["L4"] }],
    logGroup: "gpu",
    suspendAfter: 2,
    uid: 1000,
    gid: 1000,
    shmSizeMiB: 1024,
    command: ["python", "train.py"],
    environment: {},
    secrets: { HF_TOKEN: "arn:aws:secretsmanager:us-west-2:123456789012:secret:hf" },
    mounts: [{ hostPath: "/data", containerPath: "/data" }],
    ports: [{ host: 8888, container: 8888 }],
  });
  return resource("aws:ec2/launchTemplate:LaunchTemplate", {
    imageId: "ami-09b49eab44165178f",
    userData: packed(text),
    metadataOptions: { httpTokens: "required", httpEndpoint: "enabled" },
    blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true" } }],
    tagSpecifications: [
      {
        resourceType: "instance",
        tags: { "pulumi-gpu:types": "g6.xlarge", "pulumi-gpu:cuda": "12.8.1", "pulumi-gpu:driver": "580.126.09" },
      },
    ],
  });
};

describe("the user data that GpuInstance writes", () => {
  it("keeps every law, and nothing about it stays open", () => {
    expect(judge([template(`nvcr.io/nvidia/pytorch:25.03-py3@${DIGEST}`)], {})).toEqual([]);
  });

  it("is caught when its image is only a tag", () => {
    expect(judge([template("nvcr.io/nvidia/pytorch:25.03-py3")], {}).map(({ rule }) => rule)).toContain("images-are-pinned");
  });
});

describe("the fleets that GpuFleet makes", () => {
  it.each([
    ["spot of two types", {}],
    ["on-demand with EFA", efaFleet()],
  ])("keep every law, also the joined ones: %s", async (_, args) => {
    const { resources, problems } = await planProgram(() => void gpuFleet(args));
    expect(problems).toEqual([]);
    expect(resources.map(({ type }) => type)).toContain("aws:autoscaling/group:Group");
    expect(judge(resources, { today: "2026-11-28" })).toEqual([]);
  });
});
