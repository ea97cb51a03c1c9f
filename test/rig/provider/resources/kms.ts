import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  KMSClient,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import type { AliasArgs, KeyArgs } from "@pulumi/aws/kms";
import { type Handler, handler, promised, unlessGone } from "../handler";

const key = handler<KeyArgs>({
  async create(inputs, session) {
    const client = session.client(KMSClient);
    const Tags = Object.entries({ ...session.defaultTags, ...inputs.tags }).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const created = await client.send(
      new CreateKeyCommand({
        Description: inputs.description,
        KeySpec: inputs.customerMasterKeySpec as "ECC_NIST_P256" | undefined,
        KeyUsage: inputs.keyUsage as "SIGN_VERIFY" | undefined,
        Policy: inputs.policy,
        Tags,
      }),
    );
    const made = promised(created.KeyMetadata, "key");
    const id = promised(made.KeyId, "key id");
    if (inputs.enableKeyRotation) await client.send(new EnableKeyRotationCommand({ KeyId: id }));
    return { id, outputs: { arn: made.Arn, keyId: id } };
  },
  /** A key that waits for its deletion is gone for the program. */
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(KMSClient).send(new DescribeKeyCommand({ KeyId: id })));
    return answer?.KeyMetadata && answer.KeyMetadata.KeyState !== "PendingDeletion"
      ? { arn: answer.KeyMetadata.Arn, keyId: id }
      : undefined;
  },
  async update(id, inputs, _state, session) {
    if (inputs.policy)
      await session.client(KMSClient).send(new PutKeyPolicyCommand({ KeyId: id, PolicyName: "default", Policy: inputs.policy }));
    return {};
  },
  async delete(id, state, session) {
    const PendingWindowInDays = state.deletionWindowInDays ?? 30;
    await unlessGone(session.client(KMSClient).send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays })));
  },
});

const alias = handler<AliasArgs>({
  async create(inputs, session) {
    await session.client(KMSClient).send(new CreateAliasCommand({ AliasName: inputs.name, TargetKeyId: inputs.targetKeyId }));
    return { id: promised(inputs.name, "alias name"), outputs: { arn: await session.arn("kms", String(inputs.name)) } };
  },
  async read(id, _state, session) {
    return (await unlessGone(session.client(KMSClient).send(new DescribeKeyCommand({ KeyId: id })))) && {};
  },
  async update(id, inputs, _state, session) {
    await session.client(KMSClient).send(new UpdateAliasCommand({ AliasName: id, TargetKeyId: inputs.targetKeyId }));
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(KMSClient).send(new DeleteAliasCommand({ AliasName: id })));
  },
});

export const KMS: Readonly<Record<string, Handler>> = { "aws:kms/key:Key": key, "aws:kms/alias:Alias": alias };
