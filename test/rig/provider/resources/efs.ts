import {
  CreateAccessPointCommand,
  CreateFileSystemCommand,
  DeleteAccessPointCommand,
  DeleteFileSystemCommand,
  DescribeAccessPointsCommand,
  DescribeFileSystemsCommand,
  EFSClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-efs";
import type { AccessPointArgs, FileSystemArgs } from "@pulumi/aws/efs";
import { type Handler, handler, promised, tagList, unlessGone } from "../handler";
import type { Session } from "../session";

async function retag(id: string, tags: Record<string, string> | undefined, before: unknown, session: Session): Promise<void> {
  const client = session.client(EFSClient);
  const wanted = tagList(tags, session);
  const gone = Object.keys(before ?? {}).filter((key) => !wanted.some(({ Key }) => Key === key));
  if (gone.length > 0) await client.send(new UntagResourceCommand({ ResourceId: id, TagKeys: gone }));
  if (wanted.length > 0) await client.send(new TagResourceCommand({ ResourceId: id, Tags: wanted }));
}

const fileSystem = handler<FileSystemArgs>({
  async create(inputs, session) {
    const created = await session
      .client(EFSClient)
      .send(new CreateFileSystemCommand({ Encrypted: inputs.encrypted, KmsKeyId: inputs.kmsKeyId, Tags: tagList(inputs.tags, session) }));
    return { id: promised(created.FileSystemId, "file system id"), outputs: { arn: created.FileSystemArn } };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(EFSClient).send(new DescribeFileSystemsCommand({ FileSystemId: id })));
    return answer?.FileSystems?.[0] && { arn: answer.FileSystems[0].FileSystemArn };
  },
  async update(id, inputs, state, session) {
    await retag(id, inputs.tags, state.tagsAll, session);
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(EFSClient).send(new DeleteFileSystemCommand({ FileSystemId: id })));
  },
});

const accessPoint = handler<AccessPointArgs>({
  async create(inputs, session) {
    const { posixUser, rootDirectory } = inputs;
    const made = rootDirectory?.creationInfo;
    const created = await session.client(EFSClient).send(
      new CreateAccessPointCommand({
        ClientToken: `${Date.now()}-${Math.random()}`,
        FileSystemId: inputs.fileSystemId,
        PosixUser: posixUser && { Uid: posixUser.uid, Gid: posixUser.gid },
        RootDirectory: rootDirectory && {
          Path: rootDirectory.path,
          CreationInfo: made && { OwnerUid: made.ownerUid, OwnerGid: made.ownerGid, Permissions: made.permissions },
        },
        Tags: tagList(inputs.tags, session),
      }),
    );
    const fileSystemArn = await session.arn("elasticfilesystem", `file-system/${inputs.fileSystemId}`);
    return { id: promised(created.AccessPointId, "access point id"), outputs: { arn: created.AccessPointArn, fileSystemArn } };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(EFSClient).send(new DescribeAccessPointsCommand({ AccessPointId: id })));
    return answer?.AccessPoints?.[0] && { arn: answer.AccessPoints[0].AccessPointArn };
  },
  async update(id, inputs, state, session) {
    await retag(id, inputs.tags, state.tagsAll, session);
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(EFSClient).send(new DeleteAccessPointCommand({ AccessPointId: id })));
  },
});

export const EFS: Readonly<Record<string, Handler>> = {
  "aws:efs/accessPoint:AccessPoint": accessPoint,
  "aws:efs/fileSystem:FileSystem": fileSystem,
};
