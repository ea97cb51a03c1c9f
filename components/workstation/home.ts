import * as ebs from "@pulumi/aws/ebs";
import { getSubnetOutput } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { assign } from "../../boot/settings";
import type { CommonArgs } from "../../lib/common-args";
import type { Problems } from "../../lib/invalid";
import { tagsOf } from "../../lib/tags";
import { type Transform, transformed } from "../../lib/transform";
import type { Identity } from "../host/container";
import { accessPoint, checkEfs, type EfsDirectory } from "./efs";
import type { Part } from "./part";

/** A volume of the workstation's own, in one zone. */
export interface EbsVolume {
  /**
   * Subnet that the machine is launched in: an EBS volume never leaves its zone, so neither does the machine. Spot capacity of other zones is out of reach.
   */
  subnetId: pulumi.Input<string>;
  /**
   * Size in GiB, 1 to 16384. Billed by the GiB and month, machine or no machine. It can grow later, and the filesystem with it; it cannot shrink.
   * @default 100
   */
  sizeGiB?: number;
  /**
   * Start from a snapshot instead of an empty volume. Only for the first volume: a later change does nothing.
   * @default an empty volume
   */
  snapshotId?: pulumi.Input<string>;
  /**
   * Id of a volume that is there already, with a filesystem or empty, in the subnet's zone; then none is made, and none is destroyed.
   * @default a new gp3 volume, encrypted
   */
  volumeId?: pulumi.Input<string>;
  /**
   * What a destroy does: leaves the volume (and its price) in the account, deletes it after a last snapshot, or deletes it.
   * @default "retain"
   */
  onDestroy?: "retain" | "snapshot" | "delete";
}

/** Where `$HOME` lies. It survives the machine: replacement, interruption, stop. */
export type Home = ({ ebs: EbsVolume; efs?: never } | { efs: EfsDirectory; ebs?: never }) & {
  /**
   * Absolute path in the container.
   * @default "/workspace", which is also `HOME` there
   */
  path?: string;
};

export const HOME_IN_CONTAINER = "/workspace";

const HOST_PATH = "/mnt/pulumi-gpu/home";
const ON_DESTROY = ["retain", "snapshot", "delete"] as const;

/** Notes what EBS or EFS would refuse. */
export function checkHome(home: Home, problems: Problems): void {
  if ((home.ebs === undefined) === (home.efs === undefined))
    problems.add("home", "lies on either ebs: { subnetId }, in one zone, or efs: { fileSystemId }, in all; name one of the two");
  if (home.efs) checkEfs(home.efs, "home.efs", problems);
  if (!home.ebs) return;
  const { sizeGiB, volumeId, snapshotId, onDestroy } = home.ebs;
  if (sizeGiB !== undefined && !(Number.isInteger(sizeGiB) && sizeGiB >= 1 && sizeGiB <= 16384))
    problems.add("home.ebs.sizeGiB", `must be a whole number from 1 to 16384, got ${sizeGiB}`);
  if (onDestroy !== undefined && !ON_DESTROY.includes(onDestroy))
    problems.add("home.ebs.onDestroy", `'${String(onDestroy)}' is none of ${ON_DESTROY.join(", ")}`);
  if (volumeId === undefined) return;
  for (const [key, value] of Object.entries({ sizeGiB, snapshotId, onDestroy })) {
    if (value !== undefined) problems.add(`home.ebs.${key}`, "belongs to a new volume; drop it, or drop volumeId");
  }
}

export interface HomeSpec extends CommonArgs {
  readonly home: Home;
  readonly identity: Identity;
  readonly transform?: Transform<ebs.VolumeArgs>;
}

/** What the home lies on. */
export interface MadeHome extends Part {
  readonly volumeId?: pulumi.Output<string>;
  /** The subnet that the machine must be in. */
  readonly subnetId?: pulumi.Output<string>;
}

/** Makes what the home lies on. */
export function makeHome(name: string, spec: HomeSpec, parent: pulumi.Resource): MadeHome {
  const { home } = spec;
  const mount = { hostPath: HOST_PATH, containerPath: home.path ?? HOME_IN_CONTAINER };
  const path = assign("HOME_PATH", HOST_PATH);
  if (home.efs) {
    const efs = accessPoint(`${name}-home`, { directory: home.efs, identity: spec.identity, readOnly: false, tags: spec.tags }, parent);
    return { mounts: [mount], settings: [path], data: [pulumi.interpolate`efs rw ${HOST_PATH} ${efs.source}`], statements: efs.statements };
  }
  const { volumeId, subnetId } = home.ebs;
  const volume = volumeId === undefined ? newVolume(name, spec, home.ebs, parent) : undefined;
  const id = volume ? volume.id : pulumi.output(volumeId ?? "");
  return {
    subnetId: volume ? pulumi.all([subnetId, zoneOf(subnetId, parent), volume.availabilityZone]).apply(sameZone) : pulumi.output(subnetId),
    mounts: [mount],
    settings: [path, id.apply((known) => assign("HOME_VOLUME", known))],
    statements: ({ arn, inGroup }) => [
      // Describing knows no resource.
      { Effect: "Allow", Action: ["ec2:DescribeVolumes"], Resource: "*" },
      // AWS asks for the right on both: this volume alone, and only machines of this group.
      { Effect: "Allow", Action: ["ec2:AttachVolume"], Resource: id.apply((known) => arn("ec2", `volume/${known}`)) },
      { Effect: "Allow", Action: ["ec2:AttachVolume"], Resource: arn("ec2", "instance/*"), Condition: inGroup },
      ...(spec.kmsKeyId === undefined ? [] : keyStatements(spec.kmsKeyId)),
    ],
    volumeId: id,
  };
}

/** Attaching a volume under a customer's key takes these rights of who attaches it: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html */
const keyStatements = (key: pulumi.Input<string>) => [
  { Effect: "Allow" as const, Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: key },
  {
    Effect: "Allow" as const,
    Action: ["kms:CreateGrant"],
    Resource: key,
    Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
  },
];

const zoneOf = (subnetId: pulumi.Input<string>, parent: pulumi.Resource): pulumi.Output<string> =>
  getSubnetOutput({ id: subnetId }, { parent }).availabilityZone;

/** The volume stays where it is, whatever the program says now; a machine elsewhere would only start to fail. */
export function sameZone([subnetId, wanted, zone]: readonly [string, string, string]): string {
  if (wanted === zone) return subnetId;
  throw new Error(
    `home.ebs.subnetId lies in ${wanted}; the home volume lies in ${zone} and never leaves it: name a subnet of ${zone}, or start a workstation of another name from a snapshot of the volume`,
  );
}

function newVolume(name: string, spec: HomeSpec, volume: EbsVolume, parent: pulumi.Resource): ebs.Volume {
  const { subnetId, sizeGiB = 100, snapshotId, onDestroy = "retain" } = volume;
  const args: ebs.VolumeArgs = {
    availabilityZone: zoneOf(subnetId, parent),
    size: sizeGiB,
    type: "gp3",
    encrypted: true,
    kmsKeyId: spec.kmsKeyId,
    snapshotId,
    finalSnapshot: onDestroy === "snapshot",
    tags: tagsOf(`${name}-home`, spec.tags),
  };
  return new ebs.Volume(`${name}-home`, transformed(args, spec.transform), {
    parent,
    // Each of these would replace the volume, and with it what a person has worked on. A machine in another zone refuses to start, and says so.
    ignoreChanges: ["availabilityZone", "encrypted", "kmsKeyId", "snapshotId"],
    retainOnDelete: onDestroy === "retain",
  });
}
