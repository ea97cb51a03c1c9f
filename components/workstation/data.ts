import * as pulumi from "@pulumi/pulumi";
import type { Problems } from "../../lib/invalid";
import type { Tags } from "../../lib/tags";
import type { Identity } from "../host/container";
import type { Statement } from "../host/instance-role";
import { accessPoint, checkEfs, type EfsDirectory } from "./efs";
import type { Part } from "./part";

/** A bucket, or a part of it, through Mountpoint for Amazon S3: fast for large files that are read, and new files that are written once, in sequence. */
export interface S3Prefix {
  bucket: pulumi.Input<string>;
  /**
   * Part of the bucket, with a slash at its end; the machine gets no right to anything beside it.
   * @default the whole bucket
   */
  prefix?: string;
  /**
   * ARN of the customer-managed KMS key of the objects.
   * @default the keys that AWS manages, which need no right
   */
  kmsKeyArn?: pulumi.Input<string>;
}

/** Your FSx for Lustre file system, open to the machine's security group. Its files keep their own owners: make them `identity`'s. */
export interface FsxDirectory {
  /** @example "fs-0123456789abcdef0.fsx.us-east-1.amazonaws.com" */
  dnsName: pulumi.Input<string>;
  /** Mount name that FSx gave the file system. */
  mountName: pulumi.Input<string>;
}

/** Where a data set comes from; one of the three. */
export interface DataSource {
  s3?: S3Prefix;
  efs?: EfsDirectory;
  fsx?: FsxDirectory;
  /** @default true: what many share is not changed by accident */
  readOnly?: boolean;
}

const KINDS = ["s3", "efs", "fsx"] as const;

/** Notes what could not be mounted. */
export function checkData(data: Readonly<Record<string, DataSource>>, problems: Problems): void {
  for (const [name, source] of Object.entries(data)) {
    const path = `data["${name}"]`;
    if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name))
      problems.add(path, "the name becomes a directory of /data; use small letters, digits and dashes");
    if (KINDS.filter((kind) => source[kind] !== undefined).length !== 1) problems.add(path, `comes from one of ${KINDS.join(", ")}`);
    const prefix = source.s3?.prefix;
    if (prefix !== undefined && !/^[^/\s*?$][^\s*?$]*\/$/.test(prefix))
      problems.add(
        `${path}.s3.prefix`,
        `'${prefix}' must end with a slash, begin with none, and hold no spaces and wildcards, such as train/`,
      );
    if (source.efs) checkEfs(source.efs, `${path}.efs`, problems);
  }
}

export interface DataSpec {
  readonly data: Readonly<Record<string, DataSource>>;
  readonly identity: Identity;
  readonly tags?: Tags;
}

/** Mounts and rights of all data sets. */
export function makeData(name: string, spec: DataSpec, parent: pulumi.Resource): Part[] {
  return Object.entries(spec.data).map(([set, source]) => {
    const { s3, efs, fsx, readOnly = true } = source;
    const hostPath = `/mnt/pulumi-gpu/data/${set}`;
    const mounts = [{ hostPath, containerPath: `/data/${set}`, readOnly }];
    const line = (kind: string, from: pulumi.Input<string>) => [pulumi.interpolate`${kind} ${readOnly ? "ro" : "rw"} ${hostPath} ${from}`];
    if (efs) {
      const point = accessPoint(`${name}-data-${set}`, { directory: efs, identity: spec.identity, readOnly, tags: spec.tags }, parent);
      return { mounts, data: line("efs", point.source), statements: point.statements };
    }
    if (fsx) return { mounts, data: line("fsx", pulumi.interpolate`${fsx.dnsName}@tcp:/${fsx.mountName}`) };
    if (!s3) throw new Error(`${set} has no source`); // checkData has refused it
    return {
      mounts,
      data: line(
        "s3",
        pulumi.interpolate`${s3.bucket} ${s3.prefix ?? ""}`.apply((text) => text.trim()),
      ),
      statements: ({ partition }) => bucketStatements(s3, readOnly, partition),
    };
  });
}

function bucketStatements({ bucket, prefix = "", kmsKeyArn }: S3Prefix, readOnly: boolean, partition: string): Statement[] {
  const arn = pulumi.interpolate`arn:${partition}:s3:::${bucket}`;
  return [
    {
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: arn,
      ...(prefix === "" ? {} : { Condition: { StringLike: { "s3:prefix": [prefix, `${prefix}*`] } } }),
    },
    {
      Effect: "Allow",
      Action: ["s3:GetObject", ...(readOnly ? [] : ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"])],
      Resource: pulumi.interpolate`${arn}/${prefix}*`,
    },
    ...(kmsKeyArn === undefined
      ? []
      : [{ Effect: "Allow" as const, Action: ["kms:Decrypt", ...(readOnly ? [] : ["kms:GenerateDataKey"])], Resource: kmsKeyArn }]),
  ];
}
