import { isUnknown } from "../../catalog";
import { at, type Dictionary, flagAt, listAt, pathOf, textAt } from "../reading/value";
import { type Finding, type Resource, type Rule, undecided, violation } from "../rule";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
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
  types: [TEMPLATE, ...INSTANCES, ...Object.keys(WHOLE)],
  judge(resource) {
    if (resource.type === TEMPLATE) return template(resource.props);
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
function template(props: Dictionary): Finding[] {
  const mappings = listAt(props, "blockDeviceMappings");
  if (isUnknown(mappings)) return [undecided("blockDeviceMappings", "not known before the update")];
  const disks = mappings.flatMap((mapping, index) => (isUnknown(mapping) || at(mapping, "ebs") !== undefined ? [index] : []));
  if (disks.length > 0) return disks.flatMap((index) => flag(props, ["blockDeviceMappings", index, "ebs", "encrypted"]));
  // A template that only carries settings for others, such as one of an EKS node group, still gets its root disk from the AMI.
  return [
    violation(
      "blockDeviceMappings",
      "absent, so the root disk is as the AMI has it, which is not encrypted for public AMIs unless the account's default says so",
      'Add blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: true, volumeType: "gp3" } }]; /dev/sda1 on Ubuntu.',
    ),
  ];
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
