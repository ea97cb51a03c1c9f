import { getVpcOutput } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { placeOf } from "../../lib/arn";
import { type CommonArgs, checkCommonArgs } from "../../lib/common-args";
import { Problems } from "../../lib/invalid";
import { checkWayOut, type HostProxy } from "../../lib/way-out";
import type { HostNetwork } from "../host/gpu-instance-args";
import { flowLogs, RETENTION_DAYS } from "./flow-logs";
import { ENDPOINT_SERVICES, type EndpointService, interfaceEndpoints, s3GatewayEndpoint } from "./interface-endpoints";
import { buildVpc, type Nat } from "./new-vpc";
import { planSubnets, type SubnetPlan } from "./subnet-plan";

/** A VPC that is there already. Nothing is made in it but what the other arguments ask for. */
export interface ExistingVpc {
  /** @example "vpc-0123456789abcdef0" */
  vpcId: pulumi.Input<string>;
  /** Where instances go: one a zone, and as many zones as there are, since spot capacity differs by zone. They need a way out, see `interfaceEndpoints`. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Security groups that instances get instead of one of their own.
   * @default a group an instance, without inbound rule
   */
  securityGroupIds?: pulumi.Input<string>[];
  /**
   * Route tables of the subnets; given, they get a gateway endpoint for S3, through which image layers flow. Free. Leave out where the VPC has one.
   * @default none
   */
  routeTableIds?: pulumi.Input<pulumi.Input<string>[]>;
}

/** A VPC made here, with a gateway endpoint for S3, which is free. */
export interface NewVpc {
  /**
   * IPv4 range, a prefix from /16 to /24; each subnet takes a sixteenth.
   * @default "10.0.0.0/16"
   */
  cidr?: string;
  /**
   * A subnet in each. Plain, so that a preview shows every subnet.
   * @example ["us-east-1a", "us-east-1b"]
   */
  availabilityZones: string[];
  /**
   * `public`: instances have an address of their own, reach out for the price of that address, and nothing reaches in: they have no inbound rule.
   * `private`: no address; they reach what `nat`, `interfaceEndpoints` or `proxy` lets them.
   * @default "public"
   */
  subnets?: "public" | "private";
  /**
   * NAT gateways for private subnets. Each is billed by the hour and by the gigabyte, layers of images from outside included: in US East (Ohio)
   * 0.045 USD an hour and 0.045 USD a GB (https://aws.amazon.com/vpc/pricing/, its worked example, read 2026-09-20). `single` also pays for traffic between zones, and ends with
   * its zone; `per-zone` has neither.
   * @default "none"
   */
  nat?: Nat;
}

export interface GpuNetworkArgs extends CommonArgs {
  /**
   * Either this or `newVpc`. Free.
   * @default none
   */
  existing?: ExistingVpc;
  /**
   * Either this or `existing`. Free while it stands idle, but for `nat`.
   * @default none
   */
  newVpc?: NewVpc;
  /**
   * AWS services that are reached inside the VPC. Each is billed by the hour in each zone, used or not, at a price that differs by region, and 0.01 USD a GB for
   * the first PB (https://aws.amazon.com/privatelink/pricing/, read 2026-11-23). Private subnets without NAT and proxy need `ssm` and `ssmmessages` for sessions, `ecr.api` and `ecr.dkr` for
   * images, `ec2` and `autoscaling` for the boot check.
   * @default none
   */
  interfaceEndpoints?: EndpointService[];
  /**
   * Logs every flow of the VPC and keeps it so many days. Billed by the gigabyte that CloudWatch Logs takes in.
   * @default off
   */
  flowLogDays?: number;
  /**
   * Proxy of the instances: cloud-init, the container runtime and the SSM agent get it.
   * @default none
   */
  proxy?: HostProxy;
  /**
   * Certificates in PEM form that the instances trust beside those of the AMI, at most 8192 characters. The text, not a path.
   * @default none
   */
  caBundle?: string;
}

/** The VPC and subnets of GPU instances: those that are there, or new ones. Costs nothing by itself; what costs is named at its argument. */
export class GpuNetwork extends pulumi.ComponentResource {
  /** Id of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Ids of the subnets for instances, known once their ways out are there. */
  readonly subnetIds: pulumi.Output<string[]>;
  /** Where instances go and how they reach out: what `GpuInstance` takes as `network`. */
  readonly network: HostNetwork;

  constructor(name: string, args: GpuNetworkArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { plan, endpoints } = resolve(name, args); // before super: an invalid network is never registered
    super("gpu:index:GpuNetwork", name, { ...args }, opts);
    const child = { parent: this };

    const place = plan ? create(name, args, plan, child) : adopt(name, args, child);
    const reachable = interfaceEndpoints(name, { ...place, services: endpoints, tags: args.tags }, child);
    if (args.flowLogDays !== undefined) flowLogs(name, place.vpcId, args.flowLogDays, args, child);

    this.vpcId = pulumi.output(place.vpcId);
    // Whoever launches in a subnet waits for its routes and endpoints: a machine that boots before them cannot pull, and counts as failed.
    const reached = pulumi.all([...place.waysOut, ...reachable].map(({ id }) => id));
    this.subnetIds = pulumi.all([pulumi.output(place.subnetIds), reached]).apply(([subnetIds]) => subnetIds);
    this.network = {
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      securityGroupIds: args.existing?.securityGroupIds,
      proxy: args.proxy,
      caBundle: args.caBundle,
    };
    this.registerOutputs({ vpcId: this.vpcId, subnetIds: this.subnetIds });
  }
}

interface Place {
  readonly vpcId: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly region: pulumi.Input<string>;
  readonly vpcCidr: pulumi.Input<string>;
  readonly waysOut: readonly pulumi.CustomResource[];
}

interface VpcPlan {
  readonly cidr: string;
  readonly subnets: "public" | "private";
  readonly nat: Nat;
  readonly layout: SubnetPlan;
}

function create(name: string, args: GpuNetworkArgs, plan: VpcPlan, child: pulumi.CustomResourceOptions): Place {
  const { vpc, subnets, routeTableIds, waysOut } = buildVpc(name, { ...plan, tags: args.tags }, child);
  const region = plan.layout.region;
  const s3 = s3GatewayEndpoint(name, { vpcId: vpc.id, region, routeTableIds: [...routeTableIds], tags: args.tags }, child);
  return { vpcId: vpc.id, subnetIds: subnets.map(({ id }) => id), region, vpcCidr: plan.cidr, waysOut: [...waysOut, s3] };
}

function adopt(name: string, args: GpuNetworkArgs, child: pulumi.CustomResourceOptions): Place {
  const { vpcId, subnetIds, routeTableIds } = args.existing ?? { vpcId: "", subnetIds: [] };
  const wantsValues = routeTableIds !== undefined || (args.interfaceEndpoints ?? []).length > 0;
  // Values, never shape: which resources exist does not wait for this answer.
  const found = wantsValues ? getVpcOutput({ id: vpcId }, child) : undefined;
  const region = found ? found.arn.apply((arn) => placeOf(arn).region) : "";
  const s3 = routeTableIds && s3GatewayEndpoint(name, { vpcId, region, routeTableIds, tags: args.tags }, child);
  return { vpcId, subnetIds, region, vpcCidr: found?.cidrBlock ?? "", waysOut: s3 ? [s3] : [] };
}

function resolve(name: string, args: GpuNetworkArgs): { plan?: VpcPlan; endpoints: EndpointService[] } {
  const problems = new Problems();
  const { existing, newVpc, interfaceEndpoints: endpoints = [], flowLogDays } = args;
  if (existing && newVpc) problems.add("newVpc", "existing and newVpc exclude each other; drop newVpc to use the VPC that is there");
  if (!existing && !newVpc)
    problems.add("existing", "name the VPC: existing { vpcId, subnetIds }, or newVpc { availabilityZones } to make one");
  if (Array.isArray(existing?.subnetIds) && existing.subnetIds.length === 0) problems.add("existing.subnetIds", "name at least one subnet");
  endpoints.forEach((service, index) => {
    if (!ENDPOINT_SERVICES.includes(service))
      problems.add(`interfaceEndpoints[${index}]`, `'${String(service)}' is none of ${ENDPOINT_SERVICES.join(", ")}`);
    else if (endpoints.indexOf(service) !== index) problems.add(`interfaceEndpoints[${index}]`, `'${service}' is named twice; each costs`);
  });
  if (flowLogDays !== undefined && !RETENTION_DAYS.includes(flowLogDays))
    problems.add("flowLogDays", `CloudWatch Logs keeps for ${RETENTION_DAYS.join(", ")} days, got ${flowLogDays}`);
  checkWayOut(args, problems);
  checkCommonArgs(args, problems);
  const plan = newVpc && resolveVpc(newVpc, endpoints, args.proxy !== undefined, problems);
  problems.throwIfAny(`GpuNetwork '${name}'`);
  return { plan, endpoints };
}

function resolveVpc(newVpc: NewVpc, endpoints: EndpointService[], proxied: boolean, problems: Problems): VpcPlan {
  const { cidr = "10.0.0.0/16", availabilityZones, subnets = "public", nat = "none" } = newVpc;
  const layout = planSubnets(cidr, availabilityZones, problems);
  if (nat !== "none" && subnets === "public")
    problems.add("newVpc.nat", "public subnets reach out by themselves; drop nat, or set subnets to 'private'");
  const missing = (["ssm", "ssmmessages"] as const).filter((service) => !endpoints.includes(service));
  if (subnets === "private" && nat === "none" && !proxied && missing.length > 0)
    problems.add(
      "newVpc.subnets",
      `private subnets without nat, proxy and the interface endpoints ${missing.join(" and ")} admit no session; add one of the three`,
    );
  return { cidr, subnets, nat, layout };
}
