import { same } from "./properties";

/**
 * What a change of a property does, and what the emulator lacks: one row a type, so that what a suite proves about replacement can be checked against the provider.
 * A property that is not listed changes in place.
 */
export interface TypeFacts {
  /**
   * Properties whose change replaces the resource: `ForceNew` or `RequiresReplace` in the provider's schema, or what its `CustomizeDiff` forces. A dot leads into
   * an object.
   */
  readonly replaces: readonly string[];
  /** File of github.com/hashicorp/terraform-provider-aws, of which the Pulumi provider is a bridge. */
  readonly source: string;
  /** The old one goes before the new one comes, although its name is not fixed: `DeleteBeforeReplace` in `provider/resources.go` of github.com/pulumi/pulumi-aws. */
  readonly deletesFirst?: true;
  /** When this file's schema was read for this row, in a stored copy: of 2026, and for some files of EC2, Auto Scaling and KMS of 2022 or 2023. */
  readonly read: string;
  /** The emulator has no such API: the resource is a record in the engine's state, and a suite proves nothing about AWS with it. */
  readonly notEmulated?: string;
  /** A part of what the provider does with the type that the emulator lacks; the stand-in leaves it out. */
  readonly partly?: string;
}

const service = (path: string) => `internal/service/${path}`;

const FIRST_READ = "2026-11-23";
const READ = "2026-11-28";

/** Two properties replace nearly everywhere. */
const NAMED = ["name", "namePrefix"] as const;

const TYPES: Readonly<Record<string, TypeFacts>> = {
  "aws:autoscaling/group:Group": {
    replaces: [...NAMED, "initialLifecycleHooks"],
    source: service("autoscaling/group.go"),
    read: READ,
    partly:
      "moto 5.2.5 has no StartInstanceRefresh: where the provider replaces the machine after a change of launchTemplate or mixedInstancesPolicy, here the old one runs on",
  },
  "aws:autoscaling/lifecycleHook:LifecycleHook": {
    replaces: ["name"],
    source: service("autoscaling/lifecycle_hook.go"),
    read: READ,
  },
  "aws:autoscaling/policy:Policy": { replaces: ["autoscalingGroupName", "name"], source: service("autoscaling/policy.go"), read: READ },
  "aws:autoscaling/schedule:Schedule": {
    replaces: ["autoscalingGroupName", "scheduledActionName"],
    source: service("autoscaling/schedule.go"),
    read: READ,
    partly: "moto 5.2.5 keeps the action and never carries it out",
  },
  "aws:autoscaling/tag:Tag": { replaces: ["autoscalingGroupName", "tag.key"], source: service("autoscaling/group_tag.go"), read: READ },
  "aws:cloudwatch/eventRule:EventRule": {
    replaces: [...NAMED, "eventBusName"],
    source: service("events/rule.go"),
    read: READ,
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    replaces: ["rule", "targetId", "eventBusName"],
    source: service("events/target.go"),
    read: FIRST_READ,
  },
  "aws:cloudwatch/logGroup:LogGroup": { replaces: [...NAMED, "logGroupClass"], source: service("logs/group.go"), read: FIRST_READ },
  "aws:codebuild/project:Project": {
    replaces: ["name"],
    source: service("codebuild/project.go"),
    read: READ,
    partly: "moto 5.2.5 has no UpdateProject: a change deletes the project and makes it again under its name; no build runs a container",
  },
  "aws:ebs/volume:Volume": {
    replaces: ["availabilityZone", "encrypted", "kmsKeyId", "multiAttachEnabled", "outpostArn", "snapshotId"],
    source: service("ec2/ebs_volume.go"),
    read: READ,
    partly: "the provider waits until a last snapshot is complete; moto's is at once",
  },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    replaces: ["vpcId"],
    source: service("ec2/vpc_default_security_group.go"),
    read: READ,
  },
  "aws:ec2/eip:Eip": {
    replaces: ["address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"],
    source: service("ec2/ec2_eip.go"),
    read: READ,
  },
  "aws:ec2/flowLog:FlowLog": {
    replaces: [
      "vpcId",
      "subnetId",
      "eniId",
      "trafficType",
      "logDestination",
      "logDestinationType",
      "logFormat",
      "iamRoleArn",
      "maxAggregationInterval",
    ],
    source: service("ec2/vpc_flow_log.go"),
    read: FIRST_READ,
  },
  "aws:ec2/internetGateway:InternetGateway": { replaces: [], source: service("ec2/vpc_internet_gateway.go"), read: READ },
  "aws:ec2/launchTemplate:LaunchTemplate": { replaces: NAMED, source: service("ec2/ec2_launch_template.go"), read: FIRST_READ },
  "aws:ec2/natGateway:NatGateway": {
    replaces: ["subnetId", "allocationId", "connectivityType", "privateIp", "secondaryPrivateIpAddressCount"],
    source: service("ec2/vpc_nat_gateway.go"),
    read: READ,
  },
  "aws:ec2/placementGroup:PlacementGroup": {
    replaces: ["name", "partitionCount", "spreadLevel", "strategy"],
    source: service("ec2/ec2_placement_group.go"),
    read: READ,
    notEmulated: "moto 5.2.5 has no placement groups",
  },
  "aws:ec2/route:Route": {
    replaces: ["routeTableId", "destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"],
    source: service("ec2/vpc_route.go"),
    read: READ,
  },
  "aws:ec2/routeTable:RouteTable": { replaces: ["vpcId"], source: service("ec2/vpc_route_table.go"), read: READ },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    replaces: ["subnetId", "gatewayId"],
    source: service("ec2/vpc_route_table_association.go"),
    read: READ,
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    replaces: [...NAMED, "description", "vpcId"],
    source: service("ec2/vpc_security_group.go"),
    read: FIRST_READ,
  },
  "aws:ec2/subnet:Subnet": {
    replaces: ["vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId", "ipv6Native", "outpostArn"],
    source: service("ec2/vpc_subnet.go"),
    read: FIRST_READ,
  },
  "aws:ec2/vpc:Vpc": {
    replaces: ["cidrBlock", "instanceTenancy", "ipv4IpamPoolId", "ipv4NetmaskLength"],
    source: service("ec2/vpc_.go"),
    read: READ,
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    replaces: ["vpcId", "serviceName", "vpcEndpointType", "serviceRegion"],
    source: service("ec2/vpc_endpoint.go"),
    read: FIRST_READ,
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    replaces: ["repository", "policy"],
    deletesFirst: true,
    source: service("ecr/lifecycle_policy.go"),
    read: READ,
  },
  "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": {
    replaces: ["ecrRepositoryPrefix", "upstreamRegistryUrl", "upstreamRepositoryPrefix"],
    source: service("ecr/pull_through_cache_rule.go"),
    read: READ,
    notEmulated: "moto 5.2.5 answers CreatePullThroughCacheRule with an error",
  },
  "aws:ecr/repository:Repository": {
    replaces: ["name", "encryptionConfigurations"],
    source: service("ecr/repository.go"),
    read: FIRST_READ,
  },
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": {
    replaces: ["prefix"],
    source: service("ecr/repository_creation_template.go"),
    read: READ,
    notEmulated: "moto 5.2.5 has no CreateRepositoryCreationTemplate",
  },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": {
    replaces: ["repository"],
    source: service("ecr/repository_policy.go"),
    read: READ,
  },
  "aws:efs/accessPoint:AccessPoint": {
    replaces: ["fileSystemId", "posixUser", "rootDirectory"],
    source: service("efs/access_point.go"),
    read: READ,
  },
  "aws:efs/fileSystem:FileSystem": {
    replaces: ["availabilityZoneName", "creationToken", "encrypted", "kmsKeyId", "performanceMode"],
    source: service("efs/file_system.go"),
    read: READ,
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    replaces: [...NAMED, "path"],
    source: service("iam/instance_profile.go"),
    read: FIRST_READ,
  },
  "aws:iam/policy:Policy": { replaces: [...NAMED, "path", "description"], source: service("iam/policy.go"), read: READ },
  "aws:iam/role:Role": { replaces: [...NAMED, "path"], source: service("iam/role.go"), read: FIRST_READ },
  "aws:iam/rolePolicy:RolePolicy": { replaces: [...NAMED, "role"], source: service("iam/role_policy.go"), read: READ },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    replaces: ["role", "policyArn"],
    source: service("iam/role_policy_attachment.go"),
    read: FIRST_READ,
  },
  "aws:kms/alias:Alias": { replaces: NAMED, source: service("kms/alias.go"), read: READ },
  "aws:kms/key:Key": {
    replaces: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
    source: service("kms/key.go"),
    read: READ,
  },
  "aws:lambda/function:Function": {
    replaces: ["name", "packageType", "tenancyConfig"],
    source: service("lambda/function.go"),
    read: READ,
    notEmulated: "moto runs functions in Docker only; the stand-in keeps the function's text",
  },
  "aws:lambda/invocation:Invocation": {
    replaces: ["functionName", "qualifier", "triggers", "input"],
    source: service("lambda/invocation.go"),
    read: READ,
    notEmulated:
      "moto runs functions in Docker only: the stand-in runs the function's text itself, with real calls to moto's CodeBuild and ECR; the build runs no container, so the stand-in pushes an image under the digest or the tag that the build was told",
  },
  "aws:s3/bucket:Bucket": {
    replaces: ["bucket", "bucketPrefix", "objectLockEnabled"],
    source: service("s3/bucket.go"),
    read: READ,
  },
  "aws:s3/bucketObjectv2:BucketObjectv2": {
    replaces: ["bucket", "key"],
    source: service("s3/object.go"),
    read: READ,
    partly: "an archive is stored as the list of its names",
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    replaces: ["bucket"],
    source: service("s3/bucket_public_access_block.go"),
    read: READ,
  },
  "aws:scheduler/schedule:Schedule": {
    replaces: [...NAMED, "groupName"],
    source: service("scheduler/schedule.go"),
    read: READ,
  },
  "aws:secretsmanager/secret:Secret": { replaces: NAMED, source: service("secretsmanager/secret.go"), read: READ },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    replaces: ["secretId", "secretBinary", "secretString", "secretStringWoVersion"],
    source: service("secretsmanager/secret_version.go"),
    read: READ,
  },
  "aws:sfn/stateMachine:StateMachine": { replaces: [...NAMED, "type"], source: service("sfn/state_machine.go"), read: FIRST_READ },
  "aws:sns/topic:Topic": { replaces: [...NAMED, "fifoTopic"], source: service("sns/topic.go"), read: READ },
  "aws:sns/topicSubscription:TopicSubscription": {
    replaces: ["topic", "protocol", "endpoint"],
    source: service("sns/topic_subscription.go"),
    read: READ,
  },
  "aws:ssm/parameter:Parameter": { replaces: ["name", "dataType"], source: service("ssm/parameter.go"), read: READ },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    replaces: ["securityGroupId"],
    source: service("ec2/vpc_security_group_egress_rule.go"),
    read: READ,
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    replaces: ["securityGroupId"],
    source: service("ec2/vpc_security_group_ingress_rule.go"),
    read: READ,
  },
};

/** The row of a type; a type without one cannot be judged, so it is an error. */
export function factsOf(type: string): TypeFacts {
  const facts = TYPES[type];
  if (facts === undefined) throw new Error(`no row says what a change of ${type} does; add one in test/rig/provider/replaces.ts`);
  return facts;
}

export const knownTypes = (): string[] => Object.keys(TYPES);

/** Whether a changed property of a type replaces the resource; where a part of it does, that part must have changed. */
export const replacing = (type: string, property: string, before: unknown, after: unknown): boolean =>
  factsOf(type).replaces.some((path) => {
    const [first, ...inside] = path.split(".");
    return first === property && (inside.length === 0 || !same(at(before, inside), at(after, inside)));
  });

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner !== null && typeof inner === "object" ? Reflect.get(inner, key) : undefined), value);
