import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { partitionOf } from "../../lib/partition";
import { type Tags, tagsOf } from "../../lib/tags";

/** What instances call without leaving the VPC. */
export const ENDPOINT_SERVICES = [
  "autoscaling",
  "ec2",
  "ec2messages",
  "ecr.api",
  "ecr.dkr",
  "kms",
  "logs",
  "monitoring",
  "secretsmanager",
  "ssm",
  "ssmmessages",
  "sts",
] as const;

export type EndpointService = (typeof ENDPOINT_SERVICES)[number];

export interface InterfaceEndpointsArgs {
  readonly vpcId: pulumi.Input<string>;
  /** One network interface a subnet; each is billed by the hour. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly region: pulumi.Input<string>;
  /** Range that may call the endpoints. */
  readonly vpcCidr: pulumi.Input<string>;
  readonly services: readonly EndpointService[];
  readonly tags: Tags | undefined;
}

/** Interface endpoints with private DNS, open to the VPC on 443 alone. */
export function interfaceEndpoints(name: string, args: InterfaceEndpointsArgs, opts: pulumi.CustomResourceOptions): ec2.VpcEndpoint[] {
  if (args.services.length === 0) return [];
  const group = new ec2.SecurityGroup(
    `${name}-endpoints`,
    {
      vpcId: args.vpcId,
      description: "HTTPS from the VPC to its interface endpoints",
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [args.vpcCidr], description: "HTTPS from the VPC" }],
      egress: [], // answers are let through anyway
      tags: tagsOf(`${name}-endpoints`, args.tags),
    },
    opts,
  );
  return args.services.map(
    (service) =>
      new ec2.VpcEndpoint(
        `${name}-${service}`,
        {
          vpcId: args.vpcId,
          vpcEndpointType: "Interface",
          serviceName: serviceName(args.region, service),
          subnetIds: args.subnetIds,
          securityGroupIds: [group.id],
          privateDnsEnabled: true,
          tags: tagsOf(`${name}-${service}`, args.tags),
        },
        opts,
      ),
  );
}

/** The free endpoint through which ECR's layers, packages of Amazon Linux and checkpoints in S3 flow. */
export function s3GatewayEndpoint(
  name: string,
  args: {
    vpcId: pulumi.Input<string>;
    region: pulumi.Input<string>;
    routeTableIds: pulumi.Input<pulumi.Input<string>[]>;
    tags: Tags | undefined;
  },
  opts: pulumi.CustomResourceOptions,
): ec2.VpcEndpoint {
  return new ec2.VpcEndpoint(
    `${name}-s3-gateway`,
    {
      vpcId: args.vpcId,
      vpcEndpointType: "Gateway",
      serviceName: serviceName(args.region, "s3"),
      routeTableIds: args.routeTableIds,
      tags: tagsOf(`${name}-s3-gateway`, args.tags),
    },
    opts,
  );
}

/**
 * Services whose endpoints begin with the partition's own name; the others, the gateway of S3 among them, begin with `com.amazonaws` everywhere
 * (aws-cdk, aws-ec2/lib/vpc-endpoint.ts, read 2026-11-28).
 */
const OWN_PREFIX: Readonly<Record<string, { readonly prefix: string; readonly services: readonly string[] }>> = {
  "aws-cn": { prefix: "cn.com.amazonaws", services: ["autoscaling", "ec2", "ecr.api", "ecr.dkr", "monitoring", "sts"] },
  "aws-eusc": { prefix: "eu.amazonaws", services: ["ecr.api", "ecr.dkr"] },
};

const serviceName = (region: pulumi.Input<string>, service: EndpointService | "s3"): pulumi.Output<string> =>
  pulumi.output(region).apply((at) => {
    const own = OWN_PREFIX[partitionOf(at).name];
    return `${own?.services.includes(service) ? own.prefix : "com.amazonaws"}.${at}.${service}`;
  });
