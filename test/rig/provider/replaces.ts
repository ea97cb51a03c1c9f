/**
 * What a change of a property does, and what the emulator lacks: one row a type, so that what a suite proves about replacement can be checked against the provider.
 * A property that is not listed changes in place.
 */
export interface TypeFacts {
  /** Properties whose change replaces the resource (`ForceNew` in the provider's schema). */
  readonly replaces: readonly string[];
  /** File of github.com/hashicorp/terraform-provider-aws, of which the Pulumi provider is a bridge. */
  readonly source: string;
  /** `read`: this file's schema was read for this row. `recalled`: written from general knowledge, to be read before a suite leans on it. */
  readonly confidence: "read" | "recalled";
  /** The emulator has no such API: the resource is a record in the engine's state, and a suite proves nothing about AWS with it. */
  readonly notEmulated?: string;
  /** A part of what the provider does with the type that the emulator lacks; the stand-in leaves it out. */
  readonly partly?: string;
}

const service = (path: string) => `internal/service/${path}`;

/** Two properties replace nearly everywhere. */
const NAMED = ["name", "namePrefix"] as const;

const TYPES: Readonly<Record<string, TypeFacts>> = {
  "aws:autoscaling/group:Group": {
    replaces: NAMED,
    source: service("autoscaling/group.go"),
    confidence: "recalled",
    partly:
      "moto 5.2.5 has no StartInstanceRefresh: where the provider replaces the machine after a change of launchTemplate or mixedInstancesPolicy, here the old one runs on",
  },
  "aws:autoscaling/lifecycleHook:LifecycleHook": {
    replaces: ["name", "autoscalingGroupName"],
    source: service("autoscaling/lifecycle_hook.go"),
    confidence: "recalled",
  },
  "aws:autoscaling/tag:Tag": { replaces: ["autoscalingGroupName"], source: service("autoscaling/group_tag.go"), confidence: "recalled" },
  "aws:cloudwatch/eventRule:EventRule": {
    replaces: [...NAMED, "eventBusName"],
    source: service("events/rule.go"),
    confidence: "recalled",
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    replaces: ["rule", "targetId", "eventBusName"],
    source: service("events/target.go"),
    confidence: "read",
  },
  "aws:cloudwatch/logGroup:LogGroup": { replaces: [...NAMED, "logGroupClass"], source: service("logs/group.go"), confidence: "read" },
  "aws:codebuild/project:Project": {
    replaces: ["name"],
    source: service("codebuild/project.go"),
    confidence: "recalled",
    partly: "moto 5.2.5 has no UpdateProject: a change deletes the project and makes it again under its name; no build runs a container",
  },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    replaces: ["vpcId"],
    source: service("ec2/vpc_default_security_group.go"),
    confidence: "recalled",
  },
  "aws:ec2/eip:Eip": { replaces: ["domain", "publicIpv4Pool"], source: service("ec2/ec2_eip.go"), confidence: "recalled" },
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
    confidence: "read",
  },
  "aws:ec2/internetGateway:InternetGateway": { replaces: [], source: service("ec2/vpc_internet_gateway.go"), confidence: "recalled" },
  "aws:ec2/launchTemplate:LaunchTemplate": { replaces: NAMED, source: service("ec2/ec2_launch_template.go"), confidence: "read" },
  "aws:ec2/natGateway:NatGateway": {
    replaces: ["subnetId", "allocationId", "connectivityType"],
    source: service("ec2/vpc_nat_gateway.go"),
    confidence: "recalled",
  },
  "aws:ec2/route:Route": {
    replaces: ["routeTableId", "destinationCidrBlock"],
    source: service("ec2/vpc_route.go"),
    confidence: "recalled",
  },
  "aws:ec2/routeTable:RouteTable": { replaces: ["vpcId"], source: service("ec2/vpc_route_table.go"), confidence: "recalled" },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    replaces: ["subnetId", "gatewayId", "routeTableId"],
    source: service("ec2/vpc_route_table_association.go"),
    confidence: "recalled",
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    replaces: [...NAMED, "description", "vpcId"],
    source: service("ec2/vpc_security_group.go"),
    confidence: "read",
  },
  "aws:ec2/subnet:Subnet": {
    replaces: ["vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId", "ipv6Native", "outpostArn"],
    source: service("ec2/vpc_subnet.go"),
    confidence: "read",
  },
  "aws:ec2/vpc:Vpc": { replaces: ["cidrBlock", "ipv4IpamPoolId"], source: service("ec2/vpc_.go"), confidence: "recalled" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    replaces: ["vpcId", "serviceName", "vpcEndpointType", "serviceRegion"],
    source: service("ec2/vpc_endpoint.go"),
    confidence: "read",
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    replaces: ["repository"],
    source: service("ecr/lifecycle_policy.go"),
    confidence: "recalled",
  },
  "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": {
    replaces: ["ecrRepositoryPrefix", "upstreamRegistryUrl"],
    source: service("ecr/pull_through_cache_rule.go"),
    confidence: "recalled",
    notEmulated: "moto 5.2.5 answers CreatePullThroughCacheRule with an error",
  },
  "aws:ecr/repository:Repository": {
    replaces: ["name", "encryptionConfigurations"],
    source: service("ecr/repository.go"),
    confidence: "read",
  },
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": {
    replaces: ["prefix"],
    source: service("ecr/repository_creation_template.go"),
    confidence: "recalled",
    notEmulated: "moto 5.2.5 has no CreateRepositoryCreationTemplate",
  },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": {
    replaces: ["repository"],
    source: service("ecr/repository_policy.go"),
    confidence: "recalled",
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    replaces: [...NAMED, "path"],
    source: service("iam/instance_profile.go"),
    confidence: "read",
  },
  "aws:iam/policy:Policy": { replaces: [...NAMED, "path", "description"], source: service("iam/policy.go"), confidence: "recalled" },
  "aws:iam/role:Role": { replaces: [...NAMED, "path"], source: service("iam/role.go"), confidence: "read" },
  "aws:iam/rolePolicy:RolePolicy": { replaces: [...NAMED, "role"], source: service("iam/role_policy.go"), confidence: "recalled" },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    replaces: ["role", "policyArn"],
    source: service("iam/role_policy_attachment.go"),
    confidence: "read",
  },
  "aws:kms/alias:Alias": { replaces: NAMED, source: service("kms/alias.go"), confidence: "recalled" },
  "aws:kms/key:Key": {
    replaces: ["customerMasterKeySpec", "keyUsage", "multiRegion"],
    source: service("kms/key.go"),
    confidence: "recalled",
  },
  "aws:lambda/function:Function": {
    replaces: ["name", "packageType"],
    source: service("lambda/function.go"),
    confidence: "recalled",
    notEmulated: "moto runs functions in Docker only",
  },
  "aws:lambda/invocation:Invocation": {
    replaces: ["functionName", "input", "qualifier", "terraformKey", "triggers"],
    source: service("lambda/invocation.go"),
    confidence: "recalled",
    notEmulated: "moto runs functions in Docker only; the answer repeats the digest that was asked for, and proves no copy",
  },
  "aws:scheduler/schedule:Schedule": {
    replaces: [...NAMED, "groupName"],
    source: service("scheduler/schedule.go"),
    confidence: "recalled",
  },
  "aws:secretsmanager/secret:Secret": { replaces: NAMED, source: service("secretsmanager/secret.go"), confidence: "recalled" },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    replaces: ["secretId", "secretString", "secretBinary"],
    source: service("secretsmanager/secret_version.go"),
    confidence: "recalled",
  },
  "aws:sfn/stateMachine:StateMachine": { replaces: [...NAMED, "type"], source: service("sfn/state_machine.go"), confidence: "read" },
  "aws:sns/topic:Topic": { replaces: [...NAMED, "fifoTopic"], source: service("sns/topic.go"), confidence: "recalled" },
  "aws:sns/topicSubscription:TopicSubscription": {
    replaces: ["topic", "protocol", "endpoint"],
    source: service("sns/topic_subscription.go"),
    confidence: "recalled",
  },
  "aws:ssm/parameter:Parameter": { replaces: ["name"], source: service("ssm/parameter.go"), confidence: "recalled" },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    replaces: ["securityGroupId"],
    source: service("ec2/vpc_security_group_egress_rule.go"),
    confidence: "recalled",
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    replaces: ["securityGroupId"],
    source: service("ec2/vpc_security_group_ingress_rule.go"),
    confidence: "recalled",
  },
};

/** The row of a type; a type without one cannot be judged, so it is an error. */
export function factsOf(type: string): TypeFacts {
  const facts = TYPES[type];
  if (facts === undefined) throw new Error(`no row says what a change of ${type} does; add one in test/rig/provider/replaces.ts`);
  return facts;
}

export const knownTypes = (): string[] => Object.keys(TYPES);

/** Whether a changed property of a type replaces the resource. */
export const replacing = (type: string, property: string): boolean => factsOf(type).replaces.includes(property);
