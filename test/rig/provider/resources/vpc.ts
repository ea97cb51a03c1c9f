import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  type Tenancy,
} from "@aws-sdk/client-ec2";
import type { InternetGatewayArgs, SubnetArgs, VpcArgs } from "@pulumi/aws/ec2";
import { type Handler, handler, promised, unlessGone } from "../handler";
import type { Session } from "../session";
import { retag, tagSpecification } from "./ec2-tags";

/** What every new VPC brings along. */
async function companions(vpcId: string, session: Session) {
  const client = session.client(EC2Client);
  const Filters = [{ Name: "vpc-id", Values: [vpcId] }];
  const tables = await client.send(
    new DescribeRouteTablesCommand({ Filters: [...Filters, { Name: "association.main", Values: ["true"] }] }),
  );
  const groups = await client.send(
    new DescribeSecurityGroupsCommand({ Filters: [...Filters, { Name: "group-name", Values: ["default"] }] }),
  );
  return {
    mainRouteTableId: tables.RouteTables?.[0]?.RouteTableId,
    defaultRouteTableId: tables.RouteTables?.[0]?.RouteTableId,
    defaultSecurityGroupId: groups.SecurityGroups?.[0]?.GroupId,
  };
}

/** EC2 takes one attribute a call. */
async function setDns(vpcId: string, { enableDnsSupport = true, enableDnsHostnames = false }, session: Session): Promise<void> {
  const client = session.client(EC2Client);
  await client.send(new ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsSupport: { Value: enableDnsSupport } }));
  await client.send(new ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsHostnames: { Value: enableDnsHostnames } }));
}

const vpc = handler<VpcArgs>({
  async create(inputs, session) {
    const created = await session.client(EC2Client).send(
      new CreateVpcCommand({
        CidrBlock: inputs.cidrBlock,
        InstanceTenancy: inputs.instanceTenancy as Tenancy | undefined,
        TagSpecifications: tagSpecification("vpc", inputs.tags, session),
      }),
    );
    const id = promised(created.Vpc?.VpcId, "VPC id");
    await setDns(id, inputs, session);
    return {
      id,
      outputs: { arn: await session.arn("ec2", `vpc/${id}`), ownerId: created.Vpc?.OwnerId, ...(await companions(id, session)) },
    };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(EC2Client).send(new DescribeVpcsCommand({ VpcIds: [id] })));
    return answer?.Vpcs?.[0] && { cidrBlock: answer.Vpcs[0].CidrBlock, ...(await companions(id, session)) };
  },
  async update(id, inputs, state, session) {
    await setDns(id, inputs, session);
    await retag(id, inputs.tags, state.tagsAll, session);
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(EC2Client).send(new DeleteVpcCommand({ VpcId: id })));
  },
});

const subnet = handler<SubnetArgs>({
  async create(inputs, session) {
    const client = session.client(EC2Client);
    const created = await client.send(
      new CreateSubnetCommand({
        VpcId: inputs.vpcId,
        CidrBlock: inputs.cidrBlock,
        AvailabilityZone: inputs.availabilityZone,
        AvailabilityZoneId: inputs.availabilityZoneId,
        TagSpecifications: tagSpecification("subnet", inputs.tags, session),
      }),
    );
    const made = promised(created.Subnet, "subnet");
    const id = promised(made.SubnetId, "subnet id");
    await client.send(
      new ModifySubnetAttributeCommand({ SubnetId: id, MapPublicIpOnLaunch: { Value: inputs.mapPublicIpOnLaunch ?? false } }),
    );
    return { id, outputs: { arn: made.SubnetArn, availabilityZone: made.AvailabilityZone, availabilityZoneId: made.AvailabilityZoneId } };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(EC2Client).send(new DescribeSubnetsCommand({ SubnetIds: [id] })));
    return answer?.Subnets?.[0] && { cidrBlock: answer.Subnets[0].CidrBlock, availabilityZone: answer.Subnets[0].AvailabilityZone };
  },
  async update(id, inputs, state, session) {
    const MapPublicIpOnLaunch = { Value: inputs.mapPublicIpOnLaunch ?? false };
    await session.client(EC2Client).send(new ModifySubnetAttributeCommand({ SubnetId: id, MapPublicIpOnLaunch }));
    await retag(id, inputs.tags, state.tagsAll, session);
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(EC2Client).send(new DeleteSubnetCommand({ SubnetId: id })));
  },
});

const internetGateway = handler<InternetGatewayArgs>({
  async create(inputs, session) {
    const client = session.client(EC2Client);
    const TagSpecifications = tagSpecification("internet-gateway", inputs.tags, session);
    const created = await client.send(new CreateInternetGatewayCommand({ TagSpecifications }));
    const id = promised(created.InternetGateway?.InternetGatewayId, "internet gateway id");
    if (inputs.vpcId) await client.send(new AttachInternetGatewayCommand({ InternetGatewayId: id, VpcId: inputs.vpcId }));
    return { id, outputs: { arn: await session.arn("ec2", `internet-gateway/${id}`) } };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(EC2Client).send(new DescribeInternetGatewaysCommand({ InternetGatewayIds: [id] })));
    return answer?.InternetGateways?.[0] && { vpcId: answer.InternetGateways[0].Attachments?.[0]?.VpcId };
  },
  async update(id, inputs, state, session) {
    const client = session.client(EC2Client);
    if (inputs.vpcId !== state.vpcId) {
      if (state.vpcId) await client.send(new DetachInternetGatewayCommand({ InternetGatewayId: id, VpcId: state.vpcId }));
      if (inputs.vpcId) await client.send(new AttachInternetGatewayCommand({ InternetGatewayId: id, VpcId: inputs.vpcId }));
    }
    await retag(id, inputs.tags, state.tagsAll, session);
    return {};
  },
  async delete(id, state, session) {
    const client = session.client(EC2Client);
    if (state.vpcId) await unlessGone(client.send(new DetachInternetGatewayCommand({ InternetGatewayId: id, VpcId: state.vpcId })));
    await unlessGone(client.send(new DeleteInternetGatewayCommand({ InternetGatewayId: id })));
  },
});

export const VPC: Readonly<Record<string, Handler>> = {
  "aws:ec2/vpc:Vpc": vpc,
  "aws:ec2/subnet:Subnet": subnet,
  "aws:ec2/internetGateway:InternetGateway": internetGateway,
};
