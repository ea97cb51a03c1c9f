import { INSTANCE_TYPES, type InstanceType } from "../tables/instance-types";
import { NVLINKS, type NvlinkCount } from "../tables/nvlinks";
import { VCPU_QUOTAS, type VcpuQuota } from "../tables/quotas";
import { lookup } from "./lookup";

/** An EC2 type of the catalog, for example `g6.xlarge`. */
export const findInstanceType = (name: string): InstanceType | undefined => lookup(INSTANCE_TYPES, name.trim().toLowerCase());

/** How many NVLinks each GPU of a type has, where a source states it. */
export const findNvlinks = (name: string): NvlinkCount | undefined => lookup(NVLINKS, name.trim().toLowerCase());

/** The quota that a machine of a family counts against; undefined where no source states it. */
export const findVcpuQuota = (family: string, market: VcpuQuota["market"]): VcpuQuota | undefined =>
  Object.values(VCPU_QUOTAS).find((row) => row.market === market && row.families.includes(family));
