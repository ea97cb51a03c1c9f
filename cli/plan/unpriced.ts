import type { PlannedResource } from "../../plan/resource";
import { listOf } from "./gpu-hosts";

/** Types that cost money by existing or by use, and that the catalog has no price of. */
const CHARGED: Readonly<Record<string, string>> = {
  "aws:ec2/natGateway:NatGateway": "NAT gateway, per hour and per GB",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "interface endpoint, per hour and zone and per GB",
  "aws:ec2/eip:Eip": "public IPv4 address, per hour",
  "aws:ebs/volume:Volume": "EBS volume, per GB-month",
  "aws:secretsmanager/secret:Secret": "secret, per month",
  "aws:ecr/repository:Repository": "ECR storage, per GB-month",
  "aws:efs/fileSystem:FileSystem": "EFS storage, per GB-month",
  "aws:fsx/lustreFileSystem:LustreFileSystem": "FSx storage, per GB-month",
  "aws:s3/bucket:Bucket": "S3 storage, per GB-month",
  "aws:eks/cluster:Cluster": "EKS control plane, per hour",
  "aws:codebuild/project:Project": "CodeBuild, per build minute",
  "aws:kms/key:Key": "KMS key, per month",
  "aws:cloudwatch/logGroup:LogGroup": "CloudWatch Logs, per GB",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "CloudWatch alarm, per month",
  "aws:lb/loadBalancer:LoadBalancer": "load balancer, per hour",
};

/** Names what a bill will show beyond the machines. Nothing is estimated. */
export function unpricedParts(resources: readonly PlannedResource[]): string[] {
  const counts = new Map<string, number>();
  const add = (what: string): unknown => counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const { type, props, read } of resources) {
    if (read) continue;
    const what = CHARGED[type];
    // a gateway endpoint is free
    if (what && !(type === "aws:ec2/vpcEndpoint:VpcEndpoint" && (props.vpcEndpointType ?? "Gateway") === "Gateway")) add(what);
    if (type === "aws:ec2/launchTemplate:LaunchTemplate" && listOf(props.blockDeviceMappings).length > 0)
      add("EBS volume of a machine, per GB-month");
  }
  return [...counts]
    .map(([what, count]) => `${count} x ${what}`)
    .sort((a, b) => (a.slice(a.indexOf("x")) < b.slice(b.indexOf("x")) ? -1 : 1));
}
