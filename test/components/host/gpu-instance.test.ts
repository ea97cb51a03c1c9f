import { describe, expect, it } from "vitest";
import { driverAmi } from "../../../components/pins/driver-ami";
import { pinnedImage } from "../../../components/pins/pinned-image";
import { only, record } from "../record";
import { gpuInstance } from "./gpu-instance-fixture";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const GROUP = "aws:autoscaling/group:Group";

describe("GpuInstance", () => {
  it("shows in preview everything it deploys", async () => {
    const names = async (preview: boolean) =>
      (await record(() => gpuInstance({ capacity: "spot-then-on-demand" }), { preview })).map(({ type, name }) => `${type} ${name}`).sort();
    expect(await names(true)).toEqual(await names(false));
  });

  it("buys spot with the strategy that loses machines least, over all acceptable types", async () => {
    const group = only(await record(() => gpuInstance()), GROUP);
    expect(group.inputs).toMatchObject({
      minSize: 1,
      maxSize: 1,
      desiredCapacity: 1,
      vpcZoneIdentifiers: ["subnet-a", "subnet-b"],
      mixedInstancesPolicy: {
        instancesDistribution: {
          onDemandBaseCapacity: 0,
          onDemandPercentageAboveBaseCapacity: 0,
          spotAllocationStrategy: "price-capacity-optimized",
        },
        launchTemplate: { overrides: [{ instanceType: "g6.xlarge" }, { instanceType: "g5.xlarge" }] },
      },
    });
  });

  it("launches a machine that nobody can reach, with its credentials out of the container's reach", async () => {
    const seen = await record(() => gpuInstance());
    expect(only(seen, "aws:ec2/securityGroup:SecurityGroup").inputs).toMatchObject({ ingress: [] });
    expect(only(seen, TEMPLATE).inputs).toMatchObject({
      imageId: "ami-0123456789abcdef0",
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeType: "gp3", encrypted: "true" } }],
    });
  });

  it("refuses a combination that cannot work, with the reasons and the ways out", () => {
    expect(() =>
      gpuInstance({
        image: pinnedImage(`nvcr.io/nvidia/pytorch:25.03-py3@sha256:${"a".repeat(64)}`),
        ami: driverAmi(
          { family: "dlami-base-oss-al2023", release: "20260519", id: "ami-0123456789abcdef0" },
          { declared: { driver: "470.57.02", source: "a golden image", checked: "2026-11-01" } },
        ),
      }),
    ).toThrow(
      expect.objectContaining({
        errors: expect.arrayContaining([
          {
            propertyPath: "instanceTypes[0]",
            reason: expect.stringMatching(/^g6\.xlarge cannot run this image: .*470\.57\.02.*; or set override with a written reason$/),
          },
        ]),
      }),
    );
  });

  it("registers nothing when its arguments are bad", async () => {
    expect(await record(() => expect(() => gpuInstance({ instanceTypes: [] })).toThrow("needs at least one EC2 type"))).toEqual([]);
  });
});
