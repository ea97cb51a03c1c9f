import {
  CreateRepositoryCommand,
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryCommand,
  DeleteRepositoryPolicyCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  type ImageTagMutability,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  type Repository,
  SetRepositoryPolicyCommand,
  TagResourceCommand,
} from "@aws-sdk/client-ecr";
import type { LifecyclePolicyArgs, RepositoryArgs, RepositoryPolicyArgs } from "@pulumi/aws/ecr";
import { type Handler, handler, promised, tagList, unlessGone } from "../handler";

const outputsOf = (repository: Repository) => ({
  arn: repository.repositoryArn,
  registryId: repository.registryId,
  repositoryUrl: repository.repositoryUri,
  name: repository.repositoryName,
});

const mutability = (value: string | undefined) => (value ?? "MUTABLE") as ImageTagMutability;

const repository = handler<RepositoryArgs>({
  named: { property: "name", longest: 256 },
  async create(inputs, session) {
    const encryption = inputs.encryptionConfigurations?.[0];
    const created = await session.client(ECRClient).send(
      new CreateRepositoryCommand({
        repositoryName: inputs.name,
        imageTagMutability: mutability(inputs.imageTagMutability),
        imageScanningConfiguration: { scanOnPush: inputs.imageScanningConfiguration?.scanOnPush ?? false },
        encryptionConfiguration: encryption && {
          encryptionType: encryption.encryptionType === "KMS" ? "KMS" : "AES256",
          kmsKey: encryption.kmsKey,
        },
        tags: tagList(inputs.tags, session),
      }),
    );
    const found = promised(created.repository, "repository");
    return { id: promised(found.repositoryName, "repository name"), outputs: outputsOf(found) };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(ECRClient).send(new DescribeRepositoriesCommand({ repositoryNames: [id] })));
    const found = answer?.repositories?.[0];
    return found && outputsOf(found);
  },
  async update(id, inputs, state, session) {
    const client = session.client(ECRClient);
    await client.send(new PutImageTagMutabilityCommand({ repositoryName: id, imageTagMutability: mutability(inputs.imageTagMutability) }));
    const scanOnPush = inputs.imageScanningConfiguration?.scanOnPush ?? false;
    await client.send(new PutImageScanningConfigurationCommand({ repositoryName: id, imageScanningConfiguration: { scanOnPush } }));
    await client.send(new TagResourceCommand({ resourceArn: String(state.arn), tags: tagList(inputs.tags, session) }));
    return {};
  },
  async delete(id, state, session) {
    await unlessGone(
      session.client(ECRClient).send(new DeleteRepositoryCommand({ repositoryName: id, force: state.forceDelete ?? false })),
    );
  },
});

const putLifecycle = ({ repository, policy }: { repository: string; policy: unknown }) =>
  new PutLifecyclePolicyCommand({
    repositoryName: repository,
    lifecyclePolicyText: typeof policy === "string" ? policy : JSON.stringify(policy),
  });

const lifecyclePolicy = handler<LifecyclePolicyArgs>({
  async create(inputs, session) {
    await session.client(ECRClient).send(putLifecycle(inputs));
    return { id: inputs.repository, outputs: {} };
  },
  async read(id, _state, session) {
    return (await unlessGone(session.client(ECRClient).send(new GetLifecyclePolicyCommand({ repositoryName: id })))) && {};
  },
  async update(_id, inputs, _state, session) {
    await session.client(ECRClient).send(putLifecycle(inputs));
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(ECRClient).send(new DeleteLifecyclePolicyCommand({ repositoryName: id })));
  },
});

const setPolicy = ({ repository, policy }: { repository: string; policy: unknown }) =>
  new SetRepositoryPolicyCommand({ repositoryName: repository, policyText: typeof policy === "string" ? policy : JSON.stringify(policy) });

const repositoryPolicy = handler<RepositoryPolicyArgs>({
  async create(inputs, session) {
    await session.client(ECRClient).send(setPolicy(inputs));
    return { id: inputs.repository, outputs: {} };
  },
  async read(id, _state, session) {
    return (await unlessGone(session.client(ECRClient).send(new GetRepositoryPolicyCommand({ repositoryName: id })))) && {};
  },
  async update(_id, inputs, _state, session) {
    await session.client(ECRClient).send(setPolicy(inputs));
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(ECRClient).send(new DeleteRepositoryPolicyCommand({ repositoryName: id })));
  },
});

export const ECR: Readonly<Record<string, Handler>> = {
  "aws:ecr/repository:Repository": repository,
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": lifecyclePolicy,
  "aws:ecr/repositoryPolicy:RepositoryPolicy": repositoryPolicy,
};
