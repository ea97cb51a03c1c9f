import type { Problems } from "../../lib/invalid";

/** One subnet of a VPC that is made here. */
interface PlannedSubnet {
  readonly zone: string;
  readonly cidr: string;
}

export interface SubnetPlan {
  readonly region: string;
  readonly public: readonly PlannedSubnet[];
  readonly private: readonly PlannedSubnet[];
}

/** A sixteenth of the VPC a subnet: the first eight are public, the last eight private. */
const SLOTS = 16;
const SMALLEST_VPC = 24;
const LARGEST_VPC = 16;

/**
 * Lays the subnets out. A zone's place follows from its letter (`us-east-1a` is the first), never from its place in the list: adding, removing or
 * reordering zones leaves the other subnets, and what runs in them, where they are.
 */
export function planSubnets(cidr: string, zones: readonly string[], problems: Problems): SubnetPlan {
  const network = parseCidr(cidr, problems);
  const regions = new Set<string>();
  const found: { zone: string; slot: number }[] = [];
  if (zones.length === 0)
    problems.add("newVpc.availabilityZones", "name at least one zone, such as us-east-1a; two or more find spot capacity sooner");
  for (const [index, zone] of zones.entries()) {
    const path = `newVpc.availabilityZones[${index}]`;
    const [, region, letter] = /^([a-z]{2,4}(?:-[a-z]+)+-\d)([a-h])$/.exec(zone) ?? [];
    if (region === undefined || letter === undefined) {
      problems.add(path, `'${zone}' is no availability zone name such as us-east-1a; for local and wavelength zones pass 'existing'`);
    } else if (zones.indexOf(zone) !== index) {
      problems.add(path, `'${zone}' is named twice; name each zone once`);
    } else {
      regions.add(region);
      found.push({ zone, slot: letter.charCodeAt(0) - "a".charCodeAt(0) });
    }
  }
  if (regions.size > 1) problems.add("newVpc.availabilityZones", `a VPC lies in one region, got zones of ${[...regions].join(" and ")}`);
  const at = (first: number) => (network ? found.map(({ zone, slot }) => ({ zone, cidr: network.slot(first + slot) })) : []);
  return { region: [...regions][0] ?? "", public: at(0), private: at(SLOTS / 2) };
}

function parseCidr(cidr: string, problems: Problems): { slot(index: number): string } | undefined {
  const [, address = "", length = ""] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(cidr) ?? [];
  const octets = address.split(".").map(Number);
  const prefix = Number(length);
  if (length === "" || octets.some((octet) => octet > 255)) {
    problems.add("newVpc.cidr", `'${cidr}' is no IPv4 range such as 10.0.0.0/16`);
    return undefined;
  }
  if (prefix < LARGEST_VPC || prefix > SMALLEST_VPC) {
    problems.add(
      "newVpc.cidr",
      `a VPC has a prefix from /${LARGEST_VPC}, so that sixteen subnets fit, to /${SMALLEST_VPC}; got /${prefix}`,
    );
    return undefined;
  }
  const start = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - prefix);
  if (start % size !== 0) {
    problems.add("newVpc.cidr", `'${cidr}' does not begin at a /${prefix} boundary; use ${dotted(start - (start % size))}/${prefix}`);
    return undefined;
  }
  return { slot: (index) => `${dotted(start + (index * size) / SLOTS)}/${prefix + Math.log2(SLOTS)}` };
}

const dotted = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
