import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { instancesRequireImdsv2 } from "../../../policies/rules/instances-require-imdsv2";
import { volumesAreEncrypted } from "../../../policies/rules/volumes-are-encrypted";
import { containing } from "../matchers";
import { resource } from "../resources";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const INSTANCE = "aws:ec2/instance:Instance";

describe("instances-require-imdsv2", () => {
  const judge = (type: string, props: Record<string, unknown>) => instancesRequireImdsv2.judge(resource(type, props), {});
  const PATH = "metadataOptions.httpTokens";

  it("wants tokens to be required, or no endpoint at all", () => {
    expect(judge(TEMPLATE, { metadataOptions: { httpTokens: "required" } })).toEqual([]);
    expect(judge(TEMPLATE, { metadataOptions: { httpEndpoint: "disabled" } })).toEqual([]);
    expect(judge(TEMPLATE, { metadataOptions: { httpTokens: "optional" } })).toMatchObject([{ kind: "violation", path: PATH }]);
    expect(judge(TEMPLATE, {})).toMatchObject([{ kind: "violation", path: PATH, message: containing("absent") }]);
  });

  it("takes the default of a node class of Karpenter, and finds one that is turned off", () => {
    const nodeClass = (metadataOptions: unknown) => judge("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", { spec: { metadataOptions } });
    expect(nodeClass(undefined)).toEqual([]);
    expect(nodeClass({ httpTokens: "optional" })).toMatchObject([{ kind: "violation", path: "spec.metadataOptions.httpTokens" }]);
    expect(nodeClass(UNKNOWN)).toMatchObject([{ kind: "undecided" }]);
  });

  it("leaves to its template what an instance does not say", () => {
    expect(judge(INSTANCE, { launchTemplate: { id: UNKNOWN } })).toEqual([]);
    expect(judge(INSTANCE, {})).toMatchObject([{ kind: "violation" }]);
  });

  it("is undecided on exactly what is not known", () => {
    expect(judge(TEMPLATE, { metadataOptions: { httpTokens: UNKNOWN } })).toMatchObject([{ kind: "undecided", path: PATH }]);
    expect(judge(TEMPLATE, { metadataOptions: UNKNOWN })).toMatchObject([{ kind: "undecided", path: PATH }]);
  });
});

describe("volumes-are-encrypted", () => {
  const judge = (type: string, props: Record<string, unknown>) => volumesAreEncrypted.judge(resource(type, props), {});
  const mappings = (...encrypted: unknown[]) => ({
    blockDeviceMappings: encrypted.map((value) => ({ deviceName: "/dev/xvda", ebs: { encrypted: value } })),
  });

  it("reads flags and the texts that stand for them", () => {
    expect(judge(TEMPLATE, mappings(true, "true"))).toEqual([]);
    expect(judge(TEMPLATE, mappings(true, "false", undefined))).toMatchObject([
      { path: "blockDeviceMappings[1].ebs.encrypted", message: containing("turned off") },
      { path: "blockDeviceMappings[2].ebs.encrypted", message: containing("absent") },
    ]);
  });

  it("does not take an instance store for a disk, and misses the root disk of a template without mappings", () => {
    expect(
      judge(TEMPLATE, { blockDeviceMappings: [{ virtualName: "ephemeral0" }, { deviceName: "/dev/xvda", ebs: { encrypted: true } }] }),
    ).toEqual([]);
    expect(judge(TEMPLATE, {})).toMatchObject([{ kind: "violation", path: "blockDeviceMappings" }]);
  });

  it("misses the root disk among others, and one that is named as another system names it", () => {
    const on = (deviceName: unknown, more = {}) =>
      judge(TEMPLATE, { blockDeviceMappings: [{ deviceName, ebs: { encrypted: true } }], ...more });
    expect(on("/dev/sda1")).toEqual([]);
    expect(on("/dev/sdf")).toMatchObject([
      { kind: "violation", path: "blockDeviceMappings", message: containing("leaves out the root disk") },
    ]);
    expect(on(UNKNOWN)).toMatchObject([{ kind: "undecided", path: "blockDeviceMappings" }]);
    expect(on(undefined)).toMatchObject([{ kind: "undecided", path: "blockDeviceMappings" }]);
    const claim = (family: string) => ({ tags: { "pulumi-gpu:ami": `${family}@20260901` } });
    expect(on("/dev/sda1", claim("dlami-base-oss-al2023"))).toMatchObject([{ kind: "violation", message: containing("/dev/xvda") }]);
    expect(on("/dev/sda1", claim("dlami-base-oss-ubuntu-22.04"))).toEqual([]);
  });

  it("reads the disks that a node class of Karpenter names, and leaves those that Karpenter chooses", () => {
    const nodeClass = (spec: Record<string, unknown>) => judge("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", { spec });
    expect(nodeClass({})).toEqual([]);
    expect(nodeClass({ blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: "100Gi" } }] })).toMatchObject([
      { kind: "violation", path: "spec.blockDeviceMappings[0].ebs.encrypted" },
    ]);
    expect(nodeClass({ blockDeviceMappings: UNKNOWN })).toMatchObject([{ kind: "undecided", path: "spec.blockDeviceMappings" }]);
  });

  it("reads instances, volumes and file systems", () => {
    expect(judge(INSTANCE, { rootBlockDevice: { encrypted: true }, ebsBlockDevices: [{ encrypted: true }] })).toEqual([]);
    expect(judge(INSTANCE, { ebsBlockDevices: [{}] })).toMatchObject([
      { path: "rootBlockDevice.encrypted" },
      { path: "ebsBlockDevices[0].encrypted" },
    ]);
    expect(judge(INSTANCE, { launchTemplate: { id: "lt-1" } })).toEqual([]);
    expect(judge("aws:ebs/volume:Volume", { size: 10 })).toMatchObject([{ kind: "violation", path: "encrypted" }]);
    expect(judge("aws:efs/fileSystem:FileSystem", { encrypted: true })).toEqual([]);
  });

  it("is undecided on exactly what is not known", () => {
    expect(judge(TEMPLATE, { blockDeviceMappings: UNKNOWN })).toMatchObject([{ kind: "undecided", path: "blockDeviceMappings" }]);
    expect(judge(TEMPLATE, { blockDeviceMappings: [UNKNOWN] })).toMatchObject([
      { kind: "undecided", path: "blockDeviceMappings[0].ebs.encrypted" },
      { kind: "undecided", path: "blockDeviceMappings" },
    ]);
    expect(judge("aws:ebs/volume:Volume", { encrypted: UNKNOWN })).toMatchObject([{ kind: "undecided", path: "encrypted" }]);
    const disk = (encrypted?: unknown) =>
      judge(INSTANCE, { rootBlockDevice: { encrypted: true }, ebsBlockDevices: [{ snapshotId: "snap-1", encrypted }] });
    expect(disk()).toMatchObject([{ kind: "undecided", path: "ebsBlockDevices[0].encrypted" }]);
    expect(disk(true)).toEqual([]);
    expect(disk(false)).toMatchObject([{ kind: "violation" }]);
  });
});
