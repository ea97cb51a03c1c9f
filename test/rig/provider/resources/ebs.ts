import {
  CreateSnapshotCommand,
  CreateVolumeCommand,
  DeleteVolumeCommand,
  DescribeVolumesCommand,
  EC2Client,
  ModifyVolumeCommand,
  type VolumeType,
} from "@aws-sdk/client-ec2";
import type { VolumeArgs } from "@pulumi/aws/ebs";
import { type Handler, handler, promised, unlessGone } from "../handler";
import { retag, tagSpecification } from "./ec2-tags";

const volume = handler<VolumeArgs>({
  async create(inputs, session) {
    const created = await session.client(EC2Client).send(
      new CreateVolumeCommand({
        AvailabilityZone: inputs.availabilityZone,
        Encrypted: inputs.encrypted,
        Iops: inputs.iops,
        KmsKeyId: inputs.kmsKeyId,
        MultiAttachEnabled: inputs.multiAttachEnabled,
        Size: inputs.size,
        SnapshotId: inputs.snapshotId,
        Throughput: inputs.throughput,
        VolumeType: inputs.type as VolumeType | undefined,
        TagSpecifications: tagSpecification("volume", inputs.tags, session),
      }),
    );
    const id = promised(created.VolumeId, "volume id");
    return { id, outputs: { arn: await session.arn("ec2", `volume/${id}`) } };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(EC2Client).send(new DescribeVolumesCommand({ VolumeIds: [id] })));
    return answer?.Volumes?.[0] && { availabilityZone: answer.Volumes[0].AvailabilityZone, size: answer.Volumes[0].Size };
  },
  async update(id, inputs, state, session) {
    const changed = <Key extends "iops" | "size" | "throughput" | "type">(key: Key) =>
      inputs[key] === state[key] ? undefined : inputs[key];
    const changes = {
      Iops: changed("iops"),
      Size: changed("size"),
      Throughput: changed("throughput"),
      VolumeType: changed("type") as VolumeType | undefined,
    };
    if (Object.values(changes).some((value) => value !== undefined))
      await session.client(EC2Client).send(new ModifyVolumeCommand({ VolumeId: id, ...changes }));
    await retag(id, inputs.tags, state.tagsAll, session);
    return {};
  },
  async delete(id, state, session) {
    const client = session.client(EC2Client);
    if (state.finalSnapshot) await unlessGone(client.send(new CreateSnapshotCommand({ VolumeId: id })));
    await unlessGone(client.send(new DeleteVolumeCommand({ VolumeId: id })));
  },
});

export const EBS: Readonly<Record<string, Handler>> = { "aws:ebs/volume:Volume": volume };
