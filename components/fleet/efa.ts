import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";
import { findInstanceType, INSTANCE_TYPES } from "../../catalog";
import type { Problems } from "../../lib/invalid";
import { type Tags, tagsOf } from "../../lib/tags";

type NetworkInterface = NonNullable<pulumi.Unwrap<ec2.LaunchTemplateArgs["networkInterfaces"]>>[number];

/**
 * Where the interfaces of a machine go. On several cards the first interface is for IP alone, and each EFA device is `efa-only`, which takes no address: as
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html recommends. A type with one card more than it has EFA devices (p6-b300) has
 * none on card 0.
 */
function efaInterfaces(cards: number, devices: number): NetworkInterface[] {
  if (cards === 1) return [{ networkCardIndex: 0, deviceIndex: 0, interfaceType: "efa" }];
  const onFirst = devices === cards ? [{ networkCardIndex: 0, deviceIndex: 1, interfaceType: "efa-only" }] : [];
  const others = Array.from({ length: cards - 1 }, (_, i) => ({ networkCardIndex: i + 1, deviceIndex: 0, interfaceType: "efa-only" }));
  return [{ networkCardIndex: 0, deviceIndex: 0, interfaceType: "interface" }, ...onFirst, ...others];
}

/** Cards and EFA devices of a type; undefined where it has none, or where that is not known. */
function layoutOf(instanceType: string): { cards: number; devices: number } | undefined {
  const row = findInstanceType(instanceType);
  const [cards, devices] = [row?.networkCards ?? 0, row?.efaInterfaces ?? 0];
  return devices > 0 && (devices === cards || devices === cards - 1) ? { cards, devices } : undefined;
}

/** Interfaces that all of these types take; undefined if they do not share a layout. */
export function sharedEfaInterfaces(instanceTypes: readonly string[]): NetworkInterface[] | undefined {
  const layouts = instanceTypes.map(layoutOf);
  const [first] = layouts;
  const same = first !== undefined && layouts.every((one) => one?.cards === first.cards && one.devices === first.devices);
  return same ? efaInterfaces(first.cards, first.devices) : undefined;
}

/** Notes types that have no EFA, or that cannot share one launch template with it. */
export function checkEfaTypes(instanceTypes: readonly string[], problems: Problems): void {
  const without = instanceTypes.filter((type) => layoutOf(type) === undefined);
  instanceTypes.forEach((type, i) => {
    if (!without.includes(type)) return;
    const row = findInstanceType(type);
    const why = row?.efaInterfaces === 0 ? `${type} has no EFA` : `the network cards of ${type} are not known`;
    const sister = Object.values(INSTANCE_TYPES).find((other) => other.family === row?.family && layoutOf(other.instanceType));
    problems.add(
      `instanceTypes[${i}]`,
      `${why}; ${sister ? `use ${sister.instanceType}, or leave out` : "use another type, or leave out"} efa`,
    );
  });
  if (without.length === 0 && instanceTypes.length > 1 && sharedEfaInterfaces(instanceTypes) === undefined) {
    const layouts = instanceTypes.map((type) => `${type} has ${layoutOf(type)?.devices}`).join(", ");
    problems.add(
      "instanceTypes",
      `with efa the launch template names each interface, and these types differ (${layouts}); make one GpuFleet for each`,
    );
  }
}

/**
 * EFA's own traffic is not IP: the group has to allow everything from and to itself, also outbound, where an open rule for addresses does not count.
 * https://docs.aws.amazon.com/pcs/latest/userguide/working-with_networking_efa_create-sg.html
 */
export function efaSecurityGroup(name: string, { vpcId, tags }: { vpcId: pulumi.Input<string>; tags?: Tags }, parent: pulumi.Resource) {
  const all = { protocol: "-1", fromPort: 0, toPort: 0 };
  return new ec2.SecurityGroup(
    `${name}-efa`,
    {
      description: `GPU fleet ${name}: EFA among its machines`,
      vpcId,
      ingress: [{ ...all, self: true, description: "EFA and NCCL among the machines" }],
      egress: [
        { ...all, self: true, description: "EFA and NCCL among the machines" },
        { ...all, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"], description: "registry, logs, SSM" },
      ],
      revokeRulesOnDelete: true,
      tags: tagsOf(`${name}-efa`, tags),
    },
    { parent },
  );
}
