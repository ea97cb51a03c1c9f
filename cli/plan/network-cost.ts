import { type NetworkPart, networkPriceOf } from "../../catalog";
import type { Plan } from "../../plan/plan";
import type { PlannedResource } from "../../plan/resource";
import { regionOf } from "./gpu-hosts";

/** NAT gateways or interface endpoints of one region whose price the catalog has. */
export interface NetworkCost {
  readonly part: NetworkPart;
  readonly region: string;
  /** Gateways; for endpoints, one for each zone of each. */
  readonly count: number;
  /** Of all of them, used or not. */
  readonly usdPerHour: number;
  /** On top, for what passes through. */
  readonly usdPerGb: number;
  readonly source: string;
}

const PARTS: Readonly<Record<string, NetworkPart>> = {
  "aws:ec2/natGateway:NatGateway": "nat-gateway",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "interface-endpoint",
};

/** What the parts of the network cost, and the resources that this leaves without a price. */
export function networkCosts({ resources, config }: Plan): { costs: NetworkCost[]; rest: PlannedResource[] } {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const costs = new Map<string, NetworkCost>();
  const rest = resources.filter((resource) => {
    const part = PARTS[resource.type];
    const region = regionOf(resource, byUrn, config);
    const units = resource.read ? undefined : unitsOf(resource);
    const price = part && region && units ? networkPriceOf(part, region) : undefined;
    if (!part || !region || !units || !price) return true;
    const key = `${part} ${region}`;
    const count = (costs.get(key)?.count ?? 0) + units;
    const usdPerHour = Math.round(count * price.usdPerHour * 1e6) / 1e6;
    costs.set(key, { part, region, count, usdPerHour, usdPerGb: price.usdPerGb, source: price.source });
    return false;
  });
  return { costs: [...costs.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cost]) => cost), rest };
}

/** An endpoint is billed in each zone, that is for each subnet; a gateway endpoint is free. Undefined where the number is not known. */
function unitsOf({ type, props }: PlannedResource): number | undefined {
  if (type !== "aws:ec2/vpcEndpoint:VpcEndpoint") return 1;
  return props.vpcEndpointType === "Interface" && Array.isArray(props.subnetIds) ? props.subnetIds.length : undefined;
}
