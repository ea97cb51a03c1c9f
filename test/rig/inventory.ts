import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CodeBuildClient, ListProjectsCommand } from "@aws-sdk/client-codebuild";
import * as ec2 from "@aws-sdk/client-ec2";
import { DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { DescribeAccessPointsCommand, DescribeFileSystemsCommand, EFSClient } from "@aws-sdk/client-efs";
import { EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { IAMClient, ListInstanceProfilesCommand, ListPoliciesCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { DescribeParametersCommand, SSMClient } from "@aws-sdk/client-ssm";

/** Where to look: what every AWS client takes. */
export interface Place {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
}

type Ids = readonly (string | undefined)[] | undefined;

/** Network and machines. What AWS makes by itself in an empty account is listed too: compare two inventories. */
async function network(place: Place): Promise<Record<string, Ids>> {
  const client = new ec2.EC2Client(place);
  const alive = (state: string | undefined) => !/^(deleted|terminated|shutting-down|deleting)$/.test(state ?? "");
  return {
    vpc: (await client.send(new ec2.DescribeVpcsCommand({}))).Vpcs?.map(({ VpcId }) => VpcId),
    subnet: (await client.send(new ec2.DescribeSubnetsCommand({}))).Subnets?.map(({ SubnetId }) => SubnetId),
    gateway: (await client.send(new ec2.DescribeInternetGatewaysCommand({}))).InternetGateways?.map((each) => each.InternetGatewayId),
    "route table": (await client.send(new ec2.DescribeRouteTablesCommand({}))).RouteTables?.map(({ RouteTableId }) => RouteTableId),
    "security group": (await client.send(new ec2.DescribeSecurityGroupsCommand({}))).SecurityGroups?.map(({ GroupId }) => GroupId),
    endpoint: (await client.send(new ec2.DescribeVpcEndpointsCommand({}))).VpcEndpoints?.filter(({ State }) => alive(State)).map(
      ({ VpcEndpointId }) => VpcEndpointId,
    ),
    "NAT gateway": (await client.send(new ec2.DescribeNatGatewaysCommand({}))).NatGateways?.filter(({ State }) => alive(State)).map(
      ({ NatGatewayId }) => NatGatewayId,
    ),
    address: (await client.send(new ec2.DescribeAddressesCommand({}))).Addresses?.map(({ AllocationId }) => AllocationId),
    "flow log": (await client.send(new ec2.DescribeFlowLogsCommand({}))).FlowLogs?.map(({ FlowLogId }) => FlowLogId),
    "launch template": (await client.send(new ec2.DescribeLaunchTemplatesCommand({}))).LaunchTemplates?.map(
      (each) => each.LaunchTemplateId,
    ),
    // moto leaves a disk of a machine that ended with its group; it carries no tag.
    volume: (await client.send(new ec2.DescribeVolumesCommand({}))).Volumes?.filter(({ Tags }) => (Tags ?? []).length > 0).map(
      ({ VolumeId }) => VolumeId,
    ),
    instance: (await client.send(new ec2.DescribeInstancesCommand({}))).Reservations?.flatMap(({ Instances }) => Instances ?? [])
      .filter(({ State }) => alive(State?.Name))
      .map(({ InstanceId }) => InstanceId),
  };
}

async function services(place: Place): Promise<Record<string, Ids>> {
  const [iam, groups] = [new IAMClient(place), new AutoScalingClient(place)];
  return {
    role: (await iam.send(new ListRolesCommand({}))).Roles?.map(({ RoleName }) => RoleName),
    policy: (await iam.send(new ListPoliciesCommand({ Scope: "Local" }))).Policies?.map(({ Arn }) => Arn),
    "instance profile": (await iam.send(new ListInstanceProfilesCommand({}))).InstanceProfiles?.map((each) => each.InstanceProfileName),
    "auto scaling group": (await groups.send(new DescribeAutoScalingGroupsCommand({}))).AutoScalingGroups?.map(
      ({ AutoScalingGroupName }) => AutoScalingGroupName,
    ),
    repository: (await new ECRClient(place).send(new DescribeRepositoriesCommand({}))).repositories?.map((each) => each.repositoryName),
    "file system": (await new EFSClient(place).send(new DescribeFileSystemsCommand({}))).FileSystems?.map((each) => each.FileSystemId),
    "access point": (await new EFSClient(place).send(new DescribeAccessPointsCommand({}))).AccessPoints?.map((each) => each.AccessPointId),
    "log group": (await new CloudWatchLogsClient(place).send(new DescribeLogGroupsCommand({}))).logGroups?.map((each) => each.logGroupName),
    rule: (await new EventBridgeClient(place).send(new ListRulesCommand({}))).Rules?.map(({ Name }) => Name),
    schedule: (await new SchedulerClient(place).send(new ListSchedulesCommand({}))).Schedules?.map(({ Name }) => Name),
    "state machine": (await new SFNClient(place).send(new ListStateMachinesCommand({}))).stateMachines?.map(({ name }) => name),
    project: (await new CodeBuildClient(place).send(new ListProjectsCommand({}))).projects,
    bucket: (await new S3Client(place).send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name),
    secret: (await new SecretsManagerClient(place).send(new ListSecretsCommand({}))).SecretList?.map(({ Name }) => Name),
    parameter: (await new SSMClient(place).send(new DescribeParametersCommand({}))).Parameters?.map(({ Name }) => Name),
    topic: (await new SNSClient(place).send(new ListTopicsCommand({}))).Topics?.map(({ TopicArn }) => TopicArn),
  };
}

/** Everything of the services in use, as sorted lines such as `vpc vpc-0123`. Keys are not listed: AWS keeps them for days after their deletion. */
export async function inventory(place: Place): Promise<string[]> {
  const found = { ...(await network(place)), ...(await services(place)) };
  return Object.entries(found)
    .flatMap(([kind, ids]) => (ids ?? []).map((id) => `${kind} ${id}`))
    .sort();
}
