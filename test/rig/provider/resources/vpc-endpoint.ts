import {
  CreateFlowLogsCommand,
  CreateVpcEndpointCommand,
  DeleteFlowLogsCommand,
  DeleteVpcEndpointsCommand,
  DescribeFlowLogsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  type LogDestinationType,
  ModifyVpcEndpointCommand,
  type TrafficType,
  type VpcEndpointType,
} from "@aws-sdk/client-ec2";
import type { FlowLogArgs, VpcEndpointArgs } from "@pulumi/aws/ec2";
import { type Handler, handler, promised, unlessGone } from "../handler";
import { retag, tagSpecification } from "./ec2-tags";

const text = (document: unknown) => (document === undefined || typeof document === "string" ? document : JSON.stringify(document));
const minus = (left: readonly string[] = [], right: readonly string[] = []) => left.filter((each) => !right.includes(each));

const endpoint = handler<VpcEndpointArgs>({
  async create(inputs, session) {
    const created = await session.client(EC2Client).send(
      new CreateVpcEndpointCommand({
        VpcId: inputs.vpcId,
        ServiceName: inputs.serviceName,
        VpcEndpointType: (inputs.vpcEndpointType ?? "Gateway") as VpcEndpointType,
        PrivateDnsEnabled: inputs.privateDnsEnabled,
        PolicyDocument: text(inputs.policy),
        RouteTableIds: inputs.routeTableIds,
        SubnetIds: inputs.subnetIds,
        SecurityGroupIds: inputs.securityGroupIds,
        TagSpecifications: tagSpecification("vpc-endpoint", inputs.tags, session),
      }),
    );
    const id = promised(created.VpcEndpoint?.VpcEndpointId, "endpoint id");
    return { id, outputs: { arn: await session.arn("ec2", `vpc-endpoint/${id}`), state: created.VpcEndpoint?.State } };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(EC2Client).send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] })));
    const found = answer?.VpcEndpoints?.[0];
    return found && !/delet/i.test(found.State ?? "") ? { state: found.State } : undefined;
  },
  async update(id, inputs, state, session) {
    await session.client(EC2Client).send(
      new ModifyVpcEndpointCommand({
        VpcEndpointId: id,
        PolicyDocument: text(inputs.policy),
        AddRouteTableIds: minus(inputs.routeTableIds, state.routeTableIds),
        RemoveRouteTableIds: minus(state.routeTableIds, inputs.routeTableIds),
        AddSubnetIds: minus(inputs.subnetIds, state.subnetIds),
        RemoveSubnetIds: minus(state.subnetIds, inputs.subnetIds),
      }),
    );
    await retag(id, inputs.tags, state.tagsAll, session);
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(EC2Client).send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] })));
  },
});

const flowLog = handler<FlowLogArgs>({
  async create(inputs, session) {
    const created = await session.client(EC2Client).send(
      new CreateFlowLogsCommand({
        ResourceIds: [promised(inputs.vpcId ?? inputs.subnetId, "vpcId or subnetId")],
        ResourceType: inputs.vpcId ? "VPC" : "Subnet",
        TrafficType: inputs.trafficType as TrafficType | undefined,
        LogDestinationType: inputs.logDestinationType as LogDestinationType | undefined,
        LogDestination: inputs.logDestination,
        DeliverLogsPermissionArn: inputs.iamRoleArn,
        MaxAggregationInterval: inputs.maxAggregationInterval,
        TagSpecifications: tagSpecification("vpc-flow-log", inputs.tags, session),
      }),
    );
    const failure = created.Unsuccessful?.[0]?.Error;
    if (failure) throw new Error(`${failure.Code}: ${failure.Message}`);
    return { id: promised(created.FlowLogIds?.[0], "flow log id"), outputs: {} };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(EC2Client).send(new DescribeFlowLogsCommand({ FlowLogIds: [id] })));
    return answer?.FlowLogs?.[0] && {};
  },
  async update(id, inputs, state, session) {
    await retag(id, inputs.tags, state.tagsAll, session);
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(EC2Client).send(new DeleteFlowLogsCommand({ FlowLogIds: [id] })));
  },
});

export const VPC_ENDPOINT: Readonly<Record<string, Handler>> = {
  "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
  "aws:ec2/flowLog:FlowLog": flowLog,
};
