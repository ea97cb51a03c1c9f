import { isUnknown } from "../../catalog";
import { claimText } from "../reading/claims";
import { hostOf } from "../reading/gpu-hosts";
import { TEMPLATE } from "../reading/launch-templates";
import { at, type Dictionary, flagAt, listAt, pathOf, textAt } from "../reading/value";
import { type Context, type Finding, type Resource, type Rule, undecided, violation } from "../rule";

const NODE_CLASS = "kubernetes:karpenter.k8s.aws/";
/** Names of root disks: Amazon Linux and Bottlerocket, Ubuntu, and old images. */
const ROOTS = ["/dev/xvda", "/dev/sda1", "/dev/sda"];
const WHOLE: Readonly<Record<string, string>> = {
  "aws:ebs/volume:Volume": "a volume",
  "aws:efs/fileSystem:FileSystem": "a file system",
};
const INSTANCES = [
  "aws:ec2/instance:Instance",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
];

export const volumesAreEncrypted: Rule = {
  name: "volumes-are-encrypted",
  description: "Every disk of a machine is encrypted; models, data and what a notebook leaves behind lie on it.",
  severity: "high",
  level: "mandatory",
  remedy: "Set encrypted: true on the volume, the root volume too; it costs nothing.",
  types: [TEMPLATE, ...INSTANCES, ...Object.keys(WHOLE), `${NODE_CLASS}*`],
  judge(resource, context) {
    if (resource.type === TEMPLATE) return template(resource, context);
    if (resource.type.startsWith(NODE_CLASS)) return nodeClass(resource.props);
    if (Object.hasOwn(WHOLE, resource.type)) return flag(resource.props, ["encrypted"]);
    return instance(resource);
  },
};

function flag(props: Dictionary, steps: readonly (string | number)[]): Finding[] {
  const path = pathOf(steps);
  const encrypted = flagAt(props, ...steps);
  if (isUnknown(encrypted)) return [undecided(path, "not known before the update")];
  if (encrypted === true) return [];
  return [
    violation(
      path,
      encrypted === false ? "encryption is turned off" : "absent, so the disk is encrypted only if the account's default says so",
    ),
  ];
}

/** A mapping without `ebs` is an instance store or removes a device; those need no flag. */
const disksOf = (mappings: readonly unknown[]): number[] =>
  mappings.flatMap((mapping, index) => (isUnknown(mapping) || at(mapping, "ebs") !== undefined ? [index] : []));

function template(resource: Resource, context: Context): Finding[] {
  const { props } = resource;
  const mappings = listAt(props, "blockDeviceMappings");
  if (isUnknown(mappings)) return [undecided("blockDeviceMappings", "not known before the update")];
  const disks = disksOf(mappings);
  const findings = disks.flatMap((index) => flag(props, ["blockDeviceMappings", index, "ebs", "encrypted"]));
  // A template that only carries settings for others, such as one of an EKS node group, still gets its root disk from the AMI.
  if (disks.length === 0) {
    return [
      violation(
        "blockDeviceMappings",
        "absent, so the root disk is as the AMI has it, which is not encrypted for public AMIs unless the account's default says so",
        'Add blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: true, volumeType: "gp3" } }]; /dev/sda1 on Ubuntu.',
      ),
    ];
  }
  const names = disks.map((index) => textAt(mappings[index], "deviceName"));
  const root = rootOf(resource, context);
  if (names.some((name) => typeof name === "string" && (root === undefined ? ROOTS.includes(name) : name === root))) return findings;
  if (names.some((name) => typeof name !== "string"))
    return [
      ...findings,
      undecided("blockDeviceMappings", "a device has no name that is known, so whether the root disk is among them is open"),
    ];
  const device = root ?? "/dev/xvda";
  return [
    ...findings,
    violation(
      "blockDeviceMappings",
      `names other disks and leaves out the root disk${root === undefined ? "" : ` ${root}`}, so that one is as the AMI has it`,
      `Add { deviceName: "${device}", ebs: { encrypted: true, volumeType: "gp3" } }${root === undefined ? "; /dev/sda1 on Ubuntu" : ""}.`,
    ),
  ];
}

/** The root device of an AMI whose family is known; the components map the same one. */
function rootOf(resource: Resource, context: Context): string | undefined {
  const { ami, claims } = hostOf(resource, context);
  const family = ami?.name.family ?? /^[^@]+(?=@)/.exec(claimText(claims.ami) ?? "")?.[0];
  if (family === undefined || family === "declared") return undefined;
  return family.includes("ubuntu") ? "/dev/sda1" : "/dev/xvda";
}

/** Karpenter encrypts the disks of its own choice; one that is named is as it is named. */
function nodeClass(props: Dictionary): Finding[] {
  const steps = ["spec", "blockDeviceMappings"];
  const mappings = listAt(props, ...steps);
  if (isUnknown(mappings)) return [undecided(pathOf(steps), "not known before the update")];
  return disksOf(mappings).flatMap((index) => flag(props, [...steps, index, "ebs", "encrypted"]));
}

function instance({ type, props }: Resource): Finding[] {
  const root = at(props, "rootBlockDevice");
  const fromTemplate = type === "aws:ec2/instance:Instance" && at(props, "launchTemplate") !== undefined;
  const findings = root === undefined && fromTemplate ? [] : flag(props, ["rootBlockDevice", "encrypted"]);
  const more = listAt(props, "ebsBlockDevices");
  if (isUnknown(more)) return [...findings, undecided("ebsBlockDevices", "not known before the update")];
  for (const [index, disk] of more.entries()) {
    const steps = ["ebsBlockDevices", index, "encrypted"];
    if (textAt(disk, "snapshotId") === undefined || flagAt(disk, "encrypted") !== undefined) findings.push(...flag(props, steps));
    else findings.push(undecided(pathOf(steps), "absent, so the disk is encrypted if its snapshot is, which cannot be seen"));
  }
  return findings;
}
