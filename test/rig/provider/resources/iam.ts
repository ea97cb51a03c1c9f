import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPolicyVersionsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import type { InstanceProfileArgs, PolicyArgs, RoleArgs, RolePolicyArgs, RolePolicyAttachmentArgs } from "@pulumi/aws/iam";
import type { Unwrap } from "@pulumi/pulumi";
import { type Handler, handler, promised, tagList, unlessGone } from "../handler";
import type { Session } from "../session";

const text = (document: unknown): string => (typeof document === "string" ? document : JSON.stringify(document));

type InlinePolicies = Unwrap<RoleArgs>["inlinePolicies"];

async function setInline(RoleName: string, wanted: InlinePolicies = [], before: InlinePolicies = [], session: Session): Promise<void> {
  const client = session.client(IAMClient);
  for (const { name: PolicyName } of before.filter(({ name }) => !wanted.some((each) => each.name === name))) {
    await unlessGone(client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
  }
  for (const { name: PolicyName, policy: PolicyDocument } of wanted) {
    await client.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }
}

const roleHandler = handler<RoleArgs>({
  named: { property: "name", longest: 64 },
  async create(inputs, session) {
    if (inputs.managedPolicyArns) throw new Error("the stand-in provider takes managed policies of a role as resources of their own");
    const created = await session.client(IAMClient).send(
      new CreateRoleCommand({
        RoleName: inputs.name,
        Path: inputs.path,
        Description: inputs.description,
        MaxSessionDuration: inputs.maxSessionDuration,
        PermissionsBoundary: inputs.permissionsBoundary,
        AssumeRolePolicyDocument: text(inputs.assumeRolePolicy),
        Tags: tagList(inputs.tags, session),
      }),
    );
    const made = promised(created.Role, "role");
    const id = promised(made.RoleName, "role name");
    await setInline(id, inputs.inlinePolicies, [], session);
    return { id, outputs: { arn: made.Arn, uniqueId: made.RoleId } };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(IAMClient).send(new GetRoleCommand({ RoleName: id })));
    return answer?.Role && { arn: answer.Role.Arn, uniqueId: answer.Role.RoleId };
  },
  async update(id, inputs, state, session) {
    const client = session.client(IAMClient);
    await setInline(id, inputs.inlinePolicies, state.inlinePolicies, session);
    await client.send(new UpdateAssumeRolePolicyCommand({ RoleName: id, PolicyDocument: text(inputs.assumeRolePolicy) }));
    const { description: Description, maxSessionDuration: MaxSessionDuration } = inputs;
    await client.send(new UpdateRoleCommand({ RoleName: id, Description, MaxSessionDuration }));
    if (inputs.permissionsBoundary) {
      await client.send(new PutRolePermissionsBoundaryCommand({ RoleName: id, PermissionsBoundary: inputs.permissionsBoundary }));
    }
    await client.send(new TagRoleCommand({ RoleName: id, Tags: tagList(inputs.tags, session) }));
    return {};
  },
  async delete(id, state, session) {
    await setInline(id, [], state.inlinePolicies, session);
    await unlessGone(session.client(IAMClient).send(new DeleteRoleCommand({ RoleName: id })));
  },
});

/** A program may pass a role, which reaches the provider as its name, or an ARN; IAM takes names. */
const roleName = (given: unknown): string => String(given).split("/").at(-1) ?? "";

const rolePolicy = handler<RolePolicyArgs>({
  named: { property: "name", longest: 128 },
  async create(inputs, session) {
    const PolicyName = promised(inputs.name, "policy name");
    const wanted = { RoleName: roleName(inputs.role), PolicyName, PolicyDocument: text(inputs.policy) };
    await session.client(IAMClient).send(new PutRolePolicyCommand(wanted));
    return { id: `${roleName(inputs.role)}:${PolicyName}`, outputs: {} };
  },
  async read(_id, { role, name: PolicyName }, session) {
    const RoleName = roleName(role);
    return (await unlessGone(session.client(IAMClient).send(new GetRolePolicyCommand({ RoleName, PolicyName })))) && {};
  },
  async update(_id, inputs, _state, session) {
    const wanted = { RoleName: roleName(inputs.role), PolicyName: inputs.name, PolicyDocument: text(inputs.policy) };
    await session.client(IAMClient).send(new PutRolePolicyCommand(wanted));
    return {};
  },
  async delete(_id, { role, name: PolicyName }, session) {
    const RoleName = roleName(role);
    await unlessGone(session.client(IAMClient).send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
  },
});

const policy = handler<PolicyArgs>({
  named: { property: "name", longest: 128 },
  async create(inputs, session) {
    const created = await session.client(IAMClient).send(
      new CreatePolicyCommand({
        PolicyName: inputs.name,
        Path: inputs.path,
        Description: inputs.description,
        PolicyDocument: text(inputs.policy),
        Tags: tagList(inputs.tags, session),
      }),
    );
    const arn = promised(created.Policy?.Arn, "policy ARN");
    return { id: arn, outputs: { arn, policyId: created.Policy?.PolicyId } };
  },
  async read(id, _state, session) {
    return (await unlessGone(session.client(IAMClient).send(new GetPolicyCommand({ PolicyArn: id })))) && { arn: id };
  },
  /** IAM keeps five versions, so the provider drops the old one. */
  async update(id, inputs, _state, session) {
    const client = session.client(IAMClient);
    await client.send(new CreatePolicyVersionCommand({ PolicyArn: id, PolicyDocument: text(inputs.policy), SetAsDefault: true }));
    const { Versions = [] } = await client.send(new ListPolicyVersionsCommand({ PolicyArn: id }));
    for (const { IsDefaultVersion, VersionId } of Versions) {
      if (!IsDefaultVersion) await client.send(new DeletePolicyVersionCommand({ PolicyArn: id, VersionId }));
    }
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(IAMClient).send(new DeletePolicyCommand({ PolicyArn: id })));
  },
});

const attachment = handler<RolePolicyAttachmentArgs>({
  async create(inputs, session) {
    const RoleName = roleName(inputs.role);
    await session.client(IAMClient).send(new AttachRolePolicyCommand({ RoleName, PolicyArn: inputs.policyArn }));
    return { id: `${RoleName}/${inputs.policyArn}`, outputs: {} };
  },
  async read(_id, state, session) {
    const RoleName = roleName(state.role);
    const answer = await unlessGone(session.client(IAMClient).send(new ListAttachedRolePoliciesCommand({ RoleName })));
    return answer?.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === state.policyArn) ? {} : undefined;
  },
  async delete(_id, state, session) {
    const gone = { RoleName: roleName(state.role), PolicyArn: state.policyArn };
    await unlessGone(session.client(IAMClient).send(new DetachRolePolicyCommand(gone)));
  },
});

const instanceProfile = handler<InstanceProfileArgs>({
  named: { property: "name", longest: 128 },
  async create(inputs, session) {
    const client = session.client(IAMClient);
    const { name: InstanceProfileName, path: Path } = inputs;
    const created = await client.send(new CreateInstanceProfileCommand({ InstanceProfileName, Path, Tags: tagList(inputs.tags, session) }));
    const made = promised(created.InstanceProfile, "instance profile");
    if (inputs.role) await client.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: roleName(inputs.role) }));
    return {
      id: promised(made.InstanceProfileName, "instance profile name"),
      outputs: { arn: made.Arn, uniqueId: made.InstanceProfileId },
    };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(IAMClient).send(new GetInstanceProfileCommand({ InstanceProfileName: id })));
    return answer?.InstanceProfile && { arn: answer.InstanceProfile.Arn, role: answer.InstanceProfile.Roles?.[0]?.RoleName };
  },
  async update(id, inputs, state, session) {
    const client = session.client(IAMClient);
    if (inputs.role !== state.role) {
      const of = (name: unknown) => ({ InstanceProfileName: id, RoleName: roleName(name) });
      if (state.role) await client.send(new RemoveRoleFromInstanceProfileCommand(of(state.role)));
      if (inputs.role) await client.send(new AddRoleToInstanceProfileCommand(of(inputs.role)));
    }
    return {};
  },
  async delete(id, state, session) {
    const client = session.client(IAMClient);
    const gone = { InstanceProfileName: id };
    if (state.role) await unlessGone(client.send(new RemoveRoleFromInstanceProfileCommand({ ...gone, RoleName: roleName(state.role) })));
    await unlessGone(client.send(new DeleteInstanceProfileCommand(gone)));
  },
});

export const IAM: Readonly<Record<string, Handler>> = {
  "aws:iam/role:Role": roleHandler,
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
  "aws:iam/policy:Policy": policy,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": attachment,
  "aws:iam/instanceProfile:InstanceProfile": instanceProfile,
};
