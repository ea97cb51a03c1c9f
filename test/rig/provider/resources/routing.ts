import {
  AllocateAddressCommand,
  AssociateRouteTableCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  DeleteNatGatewayCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DescribeAddressesCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DisassociateRouteTableCommand,
  EC2Client,
  ReleaseAddressCommand,
  ReplaceRouteCommand,
} from "@aws-sdk/client-ec2";
import type { EipArgs, NatGatewayArgs, RouteArgs, RouteTableArgs, RouteTableAssociationArgs } from "@pulumi/aws/ec2";
import type { Unwrap } from "@pulumi/pulumi";
import { type Handler, handler, promised, unlessGone } from "../handler";
import type { Session } from "../session";
import { retag, tagSpecification } from "./ec2-tags";

const describeTable = async (id: string, session: Session) => {
  const answer = await unlessGone(session.client(EC2Client).send(new DescribeRouteTablesCommand({ RouteTableIds: [id] })));
  return answer?.RouteTables?.[0];
};

const routeTable = handler<RouteTableArgs>({
  async create(inputs, session) {
    if (inputs.routes) throw new Error("the stand-in provider takes routes as resources of their own, not inline");
    const TagSpecifications = tagSpecification("route-table", inputs.tags, session);
    const created = await session.client(EC2Client).send(new CreateRouteTableCommand({ VpcId: inputs.vpcId, TagSpecifications }));
    const id = promised(created.RouteTable?.RouteTableId, "route table id");
    return { id, outputs: { arn: await session.arn("ec2", `route-table/${id}`) } };
  },
  async read(id, _state, session) {
    return (await describeTable(id, session)) && {};
  },
  async update(id, inputs, state, session) {
    await retag(id, inputs.tags, state.tagsAll, session);
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(EC2Client).send(new DeleteRouteTableCommand({ RouteTableId: id })));
  },
});

const routeOf = (inputs: Unwrap<RouteArgs>) => ({
  RouteTableId: inputs.routeTableId,
  DestinationCidrBlock: inputs.destinationCidrBlock,
  GatewayId: inputs.gatewayId,
  NatGatewayId: inputs.natGatewayId,
});

const route = handler<RouteArgs>({
  async create(inputs, session) {
    await session.client(EC2Client).send(new CreateRouteCommand(routeOf(inputs)));
    return { id: `${inputs.routeTableId}_${inputs.destinationCidrBlock}`, outputs: { state: "active" } };
  },
  async read(_id, state, session) {
    const table = await describeTable(state.routeTableId, session);
    return table?.Routes?.some(({ DestinationCidrBlock }) => DestinationCidrBlock === state.destinationCidrBlock) ? {} : undefined;
  },
  async update(_id, inputs, _state, session) {
    await session.client(EC2Client).send(new ReplaceRouteCommand(routeOf(inputs)));
    return {};
  },
  async delete(_id, state, session) {
    const gone = { RouteTableId: state.routeTableId, DestinationCidrBlock: state.destinationCidrBlock };
    await unlessGone(session.client(EC2Client).send(new DeleteRouteCommand(gone)));
  },
});

const association = handler<RouteTableAssociationArgs>({
  async create(inputs, session) {
    const wanted = { RouteTableId: inputs.routeTableId, SubnetId: inputs.subnetId, GatewayId: inputs.gatewayId };
    const created = await session.client(EC2Client).send(new AssociateRouteTableCommand(wanted));
    return { id: promised(created.AssociationId, "association id"), outputs: {} };
  },
  async read(id, state, session) {
    const table = await describeTable(state.routeTableId, session);
    return table?.Associations?.some(({ RouteTableAssociationId }) => RouteTableAssociationId === id) ? {} : undefined;
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(EC2Client).send(new DisassociateRouteTableCommand({ AssociationId: id })));
  },
});

const eip = handler<EipArgs>({
  async create(inputs, session) {
    const TagSpecifications = tagSpecification("elastic-ip", inputs.tags, session);
    const created = await session.client(EC2Client).send(new AllocateAddressCommand({ Domain: "vpc", TagSpecifications }));
    const id = promised(created.AllocationId, "allocation id");
    return { id, outputs: { allocationId: id, publicIp: created.PublicIp } };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(EC2Client).send(new DescribeAddressesCommand({ AllocationIds: [id] })));
    return answer?.Addresses?.[0] && { publicIp: answer.Addresses[0].PublicIp };
  },
  async update(id, inputs, state, session) {
    await retag(id, inputs.tags, state.tagsAll, session);
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(EC2Client).send(new ReleaseAddressCommand({ AllocationId: id })));
  },
});

const natGateway = handler<NatGatewayArgs>({
  async create(inputs, session) {
    const created = await session.client(EC2Client).send(
      new CreateNatGatewayCommand({
        SubnetId: inputs.subnetId,
        AllocationId: inputs.allocationId,
        TagSpecifications: tagSpecification("natgateway", inputs.tags, session),
      }),
    );
    return { id: promised(created.NatGateway?.NatGatewayId, "NAT gateway id"), outputs: {} };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(EC2Client).send(new DescribeNatGatewaysCommand({ NatGatewayIds: [id] })));
    const found = answer?.NatGateways?.[0];
    return found && found.State !== "deleted" ? {} : undefined;
  },
  async update(id, inputs, state, session) {
    await retag(id, inputs.tags, state.tagsAll, session);
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(EC2Client).send(new DeleteNatGatewayCommand({ NatGatewayId: id })));
  },
});

export const ROUTING: Readonly<Record<string, Handler>> = {
  "aws:ec2/routeTable:RouteTable": routeTable,
  "aws:ec2/route:Route": route,
  "aws:ec2/routeTableAssociation:RouteTableAssociation": association,
  "aws:ec2/eip:Eip": eip,
  "aws:ec2/natGateway:NatGateway": natGateway,
};
