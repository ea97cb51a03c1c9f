import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import type { SecretArgs, SecretVersionArgs } from "@pulumi/aws/secretsmanager";
import { type Handler, handler, promised, tagList, unlessGone } from "../handler";

const secret = handler<SecretArgs>({
  named: { property: "name", longest: 512 },
  async create(inputs, session) {
    const wanted = { Name: inputs.name, Description: inputs.description, KmsKeyId: inputs.kmsKeyId, Tags: tagList(inputs.tags, session) };
    const created = await session.client(SecretsManagerClient).send(new CreateSecretCommand(wanted));
    return { id: promised(created.ARN, "secret ARN"), outputs: { arn: created.ARN } };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(SecretsManagerClient).send(new DescribeSecretCommand({ SecretId: id })));
    return answer && !answer.DeletedDate ? { arn: answer.ARN } : undefined;
  },
  async update(id, inputs, _state, session) {
    const wanted = { SecretId: id, Description: inputs.description, KmsKeyId: inputs.kmsKeyId };
    await session.client(SecretsManagerClient).send(new UpdateSecretCommand(wanted));
    return {};
  },
  async delete(id, state, session) {
    const days = state.recoveryWindowInDays ?? 30;
    const how = days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days };
    await unlessGone(session.client(SecretsManagerClient).send(new DeleteSecretCommand({ SecretId: id, ...how })));
  },
});

const version = handler<SecretVersionArgs>({
  async create(inputs, session) {
    const created = await session
      .client(SecretsManagerClient)
      .send(new PutSecretValueCommand({ SecretId: inputs.secretId, SecretString: inputs.secretString }));
    return { id: `${inputs.secretId}|${created.VersionId}`, outputs: { versionId: created.VersionId, arn: created.ARN } };
  },
  async read(_id, { secretId: SecretId }, session) {
    return (await unlessGone(session.client(SecretsManagerClient).send(new GetSecretValueCommand({ SecretId })))) && {};
  },
  /** Versions go with their secret. */
  async delete() {},
});

export const SECRETS_MANAGER: Readonly<Record<string, Handler>> = {
  "aws:secretsmanager/secret:Secret": secret,
  "aws:secretsmanager/secretVersion:SecretVersion": version,
};
