import * as awsEfs from "@pulumi/aws/efs";
import * as pulumi from "@pulumi/pulumi";
import type { Problems } from "../../lib/invalid";
import { type Tags, tagsOf } from "../../lib/tags";
import type { Identity } from "../host/container";
import type { Statement } from "../host/instance-role";

/** A directory of your EFS file system, which needs a mount target in the zone of each subnet, open for NFS (2049) to the machine's security group. */
export interface EfsDirectory {
  fileSystemId: pulumi.Input<string>;
  /**
   * Directory that becomes the root of the mount; made for `identity` where it does not exist.
   * @default "/"
   */
  directory?: string;
}

/** EFS takes at most four levels and 100 characters. */
export function checkEfs({ directory = "/" }: EfsDirectory, path: string, problems: Problems): void {
  if (!/^\/([^\s/]+(\/[^\s/]+){0,3})?$/.test(directory) || directory.length > 100)
    problems.add(
      `${path}.directory`,
      `'${directory}' must be an absolute path of at most four levels and 100 characters, such as /home/anna`,
    );
}

export interface AccessPointSpec {
  readonly directory: EfsDirectory;
  readonly identity: Identity;
  readonly readOnly: boolean;
  readonly tags?: Tags;
}

/** An access point: whoever comes through it is `identity`, and sees this directory alone. Free. */
export function accessPoint(logicalName: string, spec: AccessPointSpec, parent: pulumi.Resource) {
  const { uid, gid } = spec.identity;
  const { fileSystemId, directory = "/" } = spec.directory;
  const point = new awsEfs.AccessPoint(
    logicalName,
    {
      fileSystemId,
      posixUser: { uid, gid },
      rootDirectory: {
        path: directory,
        // The root of a file system is there already.
        ...(directory === "/" ? {} : { creationInfo: { ownerUid: uid, ownerGid: gid, permissions: "0750" } }),
      },
      tags: tagsOf(logicalName, spec.tags),
    },
    { parent },
  );
  const statements = (): Statement[] => [
    {
      Effect: "Allow",
      Action: ["elasticfilesystem:ClientMount", ...(spec.readOnly ? [] : ["elasticfilesystem:ClientWrite"])],
      Resource: point.fileSystemArn,
      Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": point.arn } },
    },
  ];
  return { source: pulumi.interpolate`${fileSystemId} ${point.id}`, statements };
}
