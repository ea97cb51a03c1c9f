import type { Plan } from "../../plan/plan";
import { fieldsOf, type GpuHost } from "./gpu-hosts";

/** A host whose data lies on a volume of one zone: what that costs in capacity. A pool is one type in one zone. */
export interface FixedZone {
  /** Pools that the host can start from. */
  readonly pools: number;
  /** Pools of all subnets of its network, where their number is known. */
  readonly outOf?: number;
}

/** Undefined where the host may start in every subnet of its network. */
export function fixedZoneOf({ resources }: Plan, { resource, types }: GpuHost): FixedZone | undefined {
  const parent = resources.find(({ urn }) => urn === resource.parent);
  if (parent?.type !== "gpu:index:GpuWorkstation" || fieldsOf(parent.props.home).ebs === undefined) return undefined;
  const subnets = fieldsOf(parent.props.network).subnetIds;
  return { pools: types.length, ...(Array.isArray(subnets) ? { outOf: types.length * subnets.length } : {}) };
}

/** What a person decides by: EBS or EFS. */
export const fixedZoneLines = ({ pools, outOf }: FixedZone): string[] => [
  `its home, an EBS volume, fixes the zone: ${pools} ${pools === 1 ? "pool" : "pools"} of capacity${outOf === undefined ? "" : `, not ${outOf}`}`,
  "(a type in a zone); while that zone has none, it waits; on EFS it need not",
];
