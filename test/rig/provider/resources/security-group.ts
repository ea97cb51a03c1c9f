import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroup,
} from "@aws-sdk/client-ec2";
import type { DefaultSecurityGroupArgs, SecurityGroupArgs } from "@pulumi/aws/ec2";
import type { SecurityGroupEgressRuleArgs, SecurityGroupIngressRuleArgs } from "@pulumi/aws/vpc";
import type { Unwrap } from "@pulumi/pulumi";
import { type Handler, handler, promised, unlessGone } from "../handler";
import type { Session } from "../session";
import { retag, tagSpecification } from "./ec2-tags";

type InlineRule = NonNullable<Unwrap<SecurityGroupArgs>["ingress"]>[number];

const permission = (rule: InlineRule, groupId: string): IpPermission => ({
  IpProtocol: rule.protocol,
  FromPort: rule.protocol === "-1" ? undefined : rule.fromPort,
  ToPort: rule.protocol === "-1" ? undefined : rule.toPort,
  IpRanges: rule.cidrBlocks?.map((CidrIp) => ({ CidrIp, Description: rule.description })),
  Ipv6Ranges: rule.ipv6CidrBlocks?.map((CidrIpv6) => ({ CidrIpv6, Description: rule.description })),
  UserIdGroupPairs: [...(rule.self ? [groupId] : []), ...(rule.securityGroups ?? [])].map((GroupId) => ({
    GroupId,
    Description: rule.description,
  })),
  PrefixListIds: rule.prefixListIds?.map((PrefixListId) => ({ PrefixListId, Description: rule.description })),
});

const describe = async (id: string, session: Session): Promise<SecurityGroup | undefined> => {
  const answer = await unlessGone(session.client(EC2Client).send(new DescribeSecurityGroupsCommand({ GroupIds: [id] })));
  return answer?.SecurityGroups?.[0];
};

/** Takes every rule that AWS has and gives the ones that the program lists: what the provider does for inline rules. */
async function setRules(
  id: string,
  { ingress, egress }: Pick<Unwrap<SecurityGroupArgs>, "ingress" | "egress">,
  session: Session,
): Promise<void> {
  const client = session.client(EC2Client);
  const now = await describe(id, session);
  if (ingress) {
    if (now?.IpPermissions?.length)
      await client.send(new RevokeSecurityGroupIngressCommand({ GroupId: id, IpPermissions: now.IpPermissions }));
    const IpPermissions = ingress.map((rule) => permission(rule, id));
    if (ingress.length > 0) await client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: id, IpPermissions }));
  }
  if (egress) {
    const old = now?.IpPermissionsEgress;
    if (old?.length) await client.send(new RevokeSecurityGroupEgressCommand({ GroupId: id, IpPermissions: old }));
    const IpPermissions = egress.map((rule) => permission(rule, id));
    if (egress.length > 0) await client.send(new AuthorizeSecurityGroupEgressCommand({ GroupId: id, IpPermissions }));
  }
}

const securityGroup = handler<SecurityGroupArgs>({
  named: { property: "name", longest: 255 },
  async create(inputs, session) {
    const created = await session.client(EC2Client).send(
      new CreateSecurityGroupCommand({
        GroupName: inputs.name,
        Description: inputs.description ?? "Managed by Pulumi",
        VpcId: inputs.vpcId,
        TagSpecifications: tagSpecification("security-group", inputs.tags, session),
      }),
    );
    const id = promised(created.GroupId, "security group id");
    // AWS opens all egress on a new group; the provider closes it, so that only what the program lists is open.
    await setRules(id, { ingress: inputs.ingress ?? [], egress: inputs.egress ?? [] }, session);
    return {
      id,
      outputs: { arn: await session.arn("ec2", `security-group/${id}`), description: inputs.description ?? "Managed by Pulumi" },
    };
  },
  async read(id, _state, session) {
    const found = await describe(id, session);
    return found && { vpcId: found.VpcId, name: found.GroupName };
  },
  async update(id, inputs, state, session) {
    await setRules(id, inputs, session);
    await retag(id, inputs.tags, state.tagsAll, session);
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(EC2Client).send(new DeleteSecurityGroupCommand({ GroupId: id })));
  },
});

/** Adopts the group that AWS made with the VPC and empties it; deleting only forgets it, as the provider does. */
const defaultSecurityGroup = handler<DefaultSecurityGroupArgs>({
  async create(inputs, session) {
    const Filters = [
      { Name: "vpc-id", Values: [inputs.vpcId ?? ""] },
      { Name: "group-name", Values: ["default"] },
    ];
    const answer = await session.client(EC2Client).send(new DescribeSecurityGroupsCommand({ Filters }));
    const id = promised(answer.SecurityGroups?.[0]?.GroupId, "default security group");
    await setRules(id, { ingress: inputs.ingress ?? [], egress: inputs.egress ?? [] }, session);
    await retag(id, inputs.tags, {}, session);
    return { id, outputs: { arn: await session.arn("ec2", `security-group/${id}`) } };
  },
  async read(id, _state, session) {
    return (await describe(id, session)) && {};
  },
  async update(id, inputs, state, session) {
    await setRules(id, { ingress: inputs.ingress ?? [], egress: inputs.egress ?? [] }, session);
    await retag(id, inputs.tags, state.tagsAll, session);
    return {};
  },
  async delete() {},
});

type RuleArgs = SecurityGroupIngressRuleArgs & SecurityGroupEgressRuleArgs;

const permissionOf = (inputs: Unwrap<RuleArgs>): IpPermission => ({
  IpProtocol: inputs.ipProtocol,
  FromPort: inputs.fromPort,
  ToPort: inputs.toPort,
  IpRanges: inputs.cidrIpv4 ? [{ CidrIp: inputs.cidrIpv4, Description: inputs.description }] : undefined,
  Ipv6Ranges: inputs.cidrIpv6 ? [{ CidrIpv6: inputs.cidrIpv6, Description: inputs.description }] : undefined,
  PrefixListIds: inputs.prefixListId ? [{ PrefixListId: inputs.prefixListId, Description: inputs.description }] : undefined,
  UserIdGroupPairs: inputs.referencedSecurityGroupId
    ? [{ GroupId: inputs.referencedSecurityGroupId, Description: inputs.description }]
    : undefined,
});

const rule = (direction: "ingress" | "egress"): Handler =>
  handler<RuleArgs>({
    async create(inputs, session) {
      const client = session.client(EC2Client);
      const wanted = { GroupId: inputs.securityGroupId, IpPermissions: [permissionOf(inputs)] };
      const created =
        direction === "ingress"
          ? await client.send(new AuthorizeSecurityGroupIngressCommand(wanted))
          : await client.send(new AuthorizeSecurityGroupEgressCommand(wanted));
      const id = promised(created.SecurityGroupRules?.[0]?.SecurityGroupRuleId, "security group rule id");
      return { id, outputs: { securityGroupRuleId: id, arn: await session.arn("ec2", `security-group-rule/${id}`) } };
    },
    async read(id, state, session) {
      const Filters = [{ Name: "group-id", Values: [state.securityGroupId] }];
      const answer = await unlessGone(session.client(EC2Client).send(new DescribeSecurityGroupRulesCommand({ Filters })));
      return answer?.SecurityGroupRules?.some(({ SecurityGroupRuleId }) => SecurityGroupRuleId === id) ? {} : undefined;
    },
    async update(_id, inputs, state, session) {
      const client = session.client(EC2Client);
      const [from, to] = [state, inputs].map((each) => ({ GroupId: state.securityGroupId, IpPermissions: [permissionOf(each)] }));
      if (direction === "ingress") {
        await client.send(new RevokeSecurityGroupIngressCommand(promised(from, "rule")));
        await client.send(new AuthorizeSecurityGroupIngressCommand(promised(to, "rule")));
      } else {
        await client.send(new RevokeSecurityGroupEgressCommand(promised(from, "rule")));
        await client.send(new AuthorizeSecurityGroupEgressCommand(promised(to, "rule")));
      }
      return {};
    },
    async delete(_id, state, session) {
      const gone = { GroupId: state.securityGroupId, IpPermissions: [permissionOf(state)] };
      const client = session.client(EC2Client);
      await unlessGone(
        direction === "ingress"
          ? client.send(new RevokeSecurityGroupIngressCommand(gone))
          : client.send(new RevokeSecurityGroupEgressCommand(gone)),
      );
    },
  });

export const SECURITY_GROUP: Readonly<Record<string, Handler>> = {
  "aws:ec2/securityGroup:SecurityGroup": securityGroup,
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": defaultSecurityGroup,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule("ingress"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule("egress"),
};
