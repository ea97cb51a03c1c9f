import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";
import { type Tags, tagsOf } from "../../lib/tags";
import type { SubnetPlan } from "./subnet-plan";

export type Nat = "none" | "single" | "per-zone";

export interface NewVpcPlan {
  readonly cidr: string;
  readonly subnets: "public" | "private";
  readonly nat: Nat;
  readonly layout: SubnetPlan;
  readonly tags: Tags | undefined;
}

export interface BuiltVpc {
  readonly vpc: ec2.Vpc;
  /** Where instances go. */
  readonly subnets: readonly ec2.Subnet[];
  readonly routeTableIds: readonly pulumi.Output<string>[];
  /** What has to be there before a machine in the subnets reaches the outside. */
  readonly waysOut: readonly pulumi.CustomResource[];
}

/** A VPC, its subnets and its routes. Every resource is known at preview: nothing here waits for a value. */
export function buildVpc(name: string, plan: NewVpcPlan, opts: pulumi.CustomResourceOptions): BuiltVpc {
  const tags = (suffix: string) => tagsOf(`${name}${suffix}`, plan.tags);
  const vpc = new ec2.Vpc(
    name,
    { cidrBlock: plan.cidr, enableDnsSupport: true, enableDnsHostnames: true, tags: tags("") }, // interface endpoints need both
    opts,
  );
  // A VPC comes with a group that lets its members reach each other. Adopted without rules, it admits nothing, should something be started without a
  // group of its own. Only in a VPC made here: in an existing one others may live by that group. A destroy leaves it to the VPC, which takes it along.
  new ec2.DefaultSecurityGroup(`${name}-default`, { vpcId: vpc.id, tags: tags("-default") }, opts);

  const waysOut: pulumi.CustomResource[] = [];
  const natZones = plan.nat === "single" ? plan.layout.public.slice(0, 1) : plan.nat === "per-zone" ? plan.layout.public : [];
  const open = plan.subnets === "public" ? plan.layout.public : natZones;
  const publicSubnets = open.map(({ zone, cidr }) => subnet("public", zone, cidr, plan.subnets === "public"));
  const publicTable = open.length > 0 ? internetRoutes() : undefined;
  if (publicTable) publicSubnets.forEach((made, index) => void associate("public", open[index]?.zone ?? "", made, publicTable.table));
  if (plan.subnets === "public") return { vpc, subnets: publicSubnets, routeTableIds: publicTable ? [publicTable.table.id] : [], waysOut };

  const gateways = natZones.map(({ zone }, index) => natGateway(zone, publicSubnets[index]));
  const closed = plan.layout.private.map(({ zone, cidr }, index) => {
    const made = subnet("private", zone, cidr, false);
    const table = new ec2.RouteTable(`${name}-private-${zone}`, { vpcId: vpc.id, tags: tags(`-private-${zone}`) }, opts);
    associate("private", zone, made, table);
    const gateway = plan.nat === "single" ? gateways[0] : gateways[index];
    if (gateway)
      waysOut.push(
        new ec2.Route(
          `${name}-private-${zone}`,
          { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: gateway.id },
          opts,
        ),
      );
    return { made, table };
  });
  return { vpc, subnets: closed.map(({ made }) => made), routeTableIds: closed.map(({ table }) => table.id), waysOut };

  function subnet(kind: "public" | "private", zone: string, cidrBlock: string, mapPublicIpOnLaunch: boolean): ec2.Subnet {
    return new ec2.Subnet(
      `${name}-${kind}-${zone}`,
      { vpcId: vpc.id, availabilityZone: zone, cidrBlock, mapPublicIpOnLaunch, tags: tags(`-${kind}-${zone}`) },
      opts,
    );
  }

  function internetRoutes(): { table: ec2.RouteTable; gateway: ec2.InternetGateway } {
    const gateway = new ec2.InternetGateway(name, { vpcId: vpc.id, tags: tags("") }, opts);
    const table = new ec2.RouteTable(`${name}-public`, { vpcId: vpc.id, tags: tags("-public") }, opts);
    waysOut.push(
      new ec2.Route(`${name}-public`, { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id }, opts),
    );
    return { table, gateway };
  }

  function associate(kind: "public" | "private", zone: string, made: ec2.Subnet, table: ec2.RouteTable): void {
    waysOut.push(new ec2.RouteTableAssociation(`${name}-${kind}-${zone}`, { subnetId: made.id, routeTableId: table.id }, opts));
  }

  function natGateway(zone: string, place: ec2.Subnet | undefined): ec2.NatGateway {
    // Neither names the internet gateway, but AWS refuses a NAT gateway in a VPC that has none yet.
    const attached = { ...opts, dependsOn: publicTable ? [publicTable.gateway] : [] };
    const address = new ec2.Eip(`${name}-nat-${zone}`, { domain: "vpc", tags: tags(`-nat-${zone}`) }, attached);
    return new ec2.NatGateway(`${name}-${zone}`, { subnetId: place?.id, allocationId: address.id, tags: tags(`-${zone}`) }, attached);
  }
}
