import * as autoscaling from "@pulumi/aws/autoscaling";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as codebuild from "@pulumi/aws/codebuild";
import * as ebs from "@pulumi/aws/ebs";
import * as ec2 from "@pulumi/aws/ec2";
import * as ecr from "@pulumi/aws/ecr";
import * as efs from "@pulumi/aws/efs";
import * as iam from "@pulumi/aws/iam";
import * as kms from "@pulumi/aws/kms";
import * as lambda from "@pulumi/aws/lambda";
import * as s3 from "@pulumi/aws/s3";
import * as scheduler from "@pulumi/aws/scheduler";
import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as sfn from "@pulumi/aws/sfn";
import * as sns from "@pulumi/aws/sns";
import * as ssm from "@pulumi/aws/ssm";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";

/** What a change of the program changes, for the test that updates everything in place. */
export interface Variant {
  readonly tags: Record<string, string>;
  readonly image: string;
}

const trust = (principal: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: principal }, Action: "sts:AssumeRole" }],
  });
const allow = (Action: string) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });

function network({ tags }: Variant) {
  const net = new ec2.Vpc("net", { cidrBlock: "10.7.0.0/16", enableDnsHostnames: true, tags });
  const subnet = new ec2.Subnet("a", { vpcId: net.id, cidrBlock: "10.7.0.0/20", availabilityZone: "us-west-2a", tags });
  const gateway = new ec2.InternetGateway("out", { vpcId: net.id, tags });
  const table = new ec2.RouteTable("public", { vpcId: net.id, tags });
  new ec2.Route("default", { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id });
  new ec2.RouteTableAssociation("a", { subnetId: subnet.id, routeTableId: table.id });
  const address = new ec2.Eip("nat", { domain: "vpc", tags });
  new ec2.NatGateway("nat", { subnetId: subnet.id, allocationId: address.id, tags });
  new ec2.DefaultSecurityGroup("closed", { vpcId: net.id, tags });
  const group = new ec2.SecurityGroup("host", {
    vpcId: net.id,
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
    tags,
  });
  const bare = new ec2.SecurityGroup("endpoint", { vpcId: net.id, tags });
  const rule = { securityGroupId: bare.id, ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "10.7.0.0/16" };
  new vpc.SecurityGroupIngressRule("https", rule);
  new vpc.SecurityGroupEgressRule("https", rule);
  new ec2.VpcEndpoint("s3", { vpcId: net.id, serviceName: "com.amazonaws.us-west-2.s3", routeTableIds: [table.id], tags });
  new ec2.VpcEndpoint("ssm", {
    vpcId: net.id,
    serviceName: "com.amazonaws.us-west-2.ssm",
    vpcEndpointType: "Interface",
    subnetIds: [subnet.id],
    securityGroupIds: [bare.id],
    privateDnsEnabled: true,
    tags,
  });
  const logs = new cloudwatch.LogGroup("flow", { retentionInDays: 7, tags });
  const role = new iam.Role("flow", { assumeRolePolicy: trust("vpc-flow-logs.amazonaws.com"), tags });
  new ec2.FlowLog("flow", { vpcId: net.id, trafficType: "ALL", logDestination: logs.arn, iamRoleArn: role.arn, tags });
  return { subnet, group };
}

function machine({ tags, image }: Variant, { subnet, group }: ReturnType<typeof network>) {
  const role = new iam.Role("host", { assumeRolePolicy: trust("ec2.amazonaws.com"), tags });
  const policy = new iam.Policy("host", { policy: allow("ecr:GetAuthorizationToken"), tags });
  new iam.RolePolicyAttachment("host", { role: role.name, policyArn: policy.arn });
  new iam.RolePolicy("host", { role: role.name, policy: allow("ec2:DescribeTags") });
  const profile = new iam.InstanceProfile("host", { role: role.name, tags });
  const template = new ec2.LaunchTemplate("host", {
    imageId: image,
    instanceType: "g6.xlarge",
    iamInstanceProfile: { arn: profile.arn },
    vpcSecurityGroupIds: [group.id],
    metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 },
    blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 100, volumeType: "gp3", encrypted: "true" } }],
    tagSpecifications: [{ resourceType: "instance", tags }],
    updateDefaultVersion: true,
    tags,
  });
  const hosts = new autoscaling.Group("host", {
    minSize: 0,
    maxSize: 1,
    desiredCapacity: 1,
    vpcZoneIdentifiers: [subnet.id],
    mixedInstancesPolicy: {
      instancesDistribution: { onDemandPercentageAboveBaseCapacity: 0, spotAllocationStrategy: "price-capacity-optimized" },
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: template.id, version: template.latestVersion.apply(String) },
        overrides: [{ instanceType: "g6.xlarge" }, { instanceType: "g5.xlarge" }],
      },
    },
    tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
  });
  new autoscaling.Tag("boot", { autoscalingGroupName: hosts.name, tag: { key: "boot", value: "unknown", propagateAtLaunch: false } });
  new autoscaling.Policy("busy", {
    autoscalingGroupName: hosts.name,
    policyType: "TargetTrackingScaling",
    targetTrackingConfiguration: {
      targetValue: 70,
      customizedMetricSpecification: {
        namespace: "gpu",
        metricName: "busy",
        statistic: "Average",
        metricDimensions: [{ name: "group", value: hosts.name }],
      },
    },
  });
  new ec2.PlacementGroup("close", { strategy: "cluster", tags });
  new autoscaling.LifecycleHook("boot", {
    autoscalingGroupName: hosts.name,
    lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
    heartbeatTimeout: 600,
    defaultResult: "ABANDON",
  });
  new autoscaling.Schedule("evening", {
    autoscalingGroupName: hosts.name,
    scheduledActionName: "evening",
    recurrence: "0 20 * * *",
    timeZone: "Etc/UTC",
    desiredCapacity: 0,
    minSize: -1,
    maxSize: -1,
  });
  new ebs.Volume("home", { availabilityZone: "us-west-2a", size: 100, type: "gp3", encrypted: true, tags });
  const files = new efs.FileSystem("home", { encrypted: true, tags });
  new efs.AccessPoint("home", { fileSystemId: files.id, posixUser: { uid: 1000, gid: 1000 }, rootDirectory: { path: "/" }, tags });
}

function events({ tags }: Variant) {
  const role = new iam.Role("events", { assumeRolePolicy: trust("events.amazonaws.com"), tags });
  const definition = JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Succeed" } } });
  const states = new sfn.StateMachine("fallback", { roleArn: role.arn, definition, tags });
  const rule = new cloudwatch.EventRule("spot", { eventPattern: JSON.stringify({ source: ["aws.autoscaling"] }), tags });
  new cloudwatch.EventTarget("spot", { rule: rule.name, arn: states.arn, roleArn: role.arn });
  new scheduler.Schedule("nightly", {
    scheduleExpression: "rate(1 days)",
    flexibleTimeWindow: { mode: "OFF" },
    target: { arn: states.arn, roleArn: role.arn },
  });
  const topic = new sns.Topic("problems", { tags });
  new sns.TopicSubscription("problems", { topic: topic.arn, protocol: "email", endpoint: "team@example.com" });
}

function registry({ tags }: Variant) {
  const key = new kms.Key("images", { enableKeyRotation: true, deletionWindowInDays: 7, tags });
  new kms.Alias("images", { name: "alias/images", targetKeyId: key.id });
  const images = new ecr.Repository("images", {
    imageTagMutability: "IMMUTABLE",
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: key.arn }],
    forceDelete: true,
    tags,
  });
  const selection = { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 };
  const policy = JSON.stringify({ rules: [{ rulePriority: 1, selection, action: { type: "expire" } }] });
  new ecr.LifecyclePolicy("images", { repository: images.name, policy });
  const pull = { Effect: "Allow", Principal: { AWS: "123456789012" }, Action: ["ecr:BatchGetImage"] };
  new ecr.RepositoryPolicy("images", { repository: images.name, policy: JSON.stringify({ Version: "2012-10-17", Statement: [pull] }) });
  new ecr.RepositoryCreationTemplate("quay", { prefix: "quay", appliedFors: ["PULL_THROUGH_CACHE"] });
  new ecr.PullThroughCacheRule("quay", { ecrRepositoryPrefix: "quay", upstreamRegistryUrl: "quay.io" });
  const inlinePolicies = [{ name: "read", policy: allow("ecr:BatchGetImage") }];
  const role = new iam.Role("copy", { assumeRolePolicy: trust("codebuild.amazonaws.com"), inlinePolicies, tags });
  new codebuild.Project("copy", {
    serviceRole: role.arn,
    source: { type: "NO_SOURCE", buildspec: "version: 0.2\nphases: {build: {commands: [true]}}\n" },
    artifacts: { type: "NO_ARTIFACTS" },
    environment: { type: "LINUX_CONTAINER", image: "aws/codebuild/standard:7.0", computeType: "BUILD_GENERAL1_SMALL" },
    tags,
  });
  const code = new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset("export const handler = () => ({});") });
  const start = new lambda.Function("copy", { role: role.arn, runtime: "nodejs24.x", handler: "index.handler", code, tags });
  new lambda.Invocation("copy", { functionName: start.name, input: "{}" });
  const context = new s3.Bucket("context", { forceDestroy: true, tags });
  const closed = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
  new s3.BucketPublicAccessBlock("context", { bucket: context.id, ...closed });
  new s3.BucketObjectv2("context", { bucket: context.id, key: "context.zip", source: code, tags });
  const token = new secretsmanager.Secret("token", { recoveryWindowInDays: 0, tags });
  new secretsmanager.SecretVersion("token", { secretId: token.id, secretString: "not a secret" });
  new ssm.Parameter("boot", { name: "/gpu/boot", type: "String", value: "unknown", tags });
}

/** One resource of each type that the stand-in provider knows. */
export const everyType = (variant: Variant) => async () => {
  machine(variant, network(variant));
  events(variant);
  registry(variant);
};
