import { INSTANCE_TYPES, type InstanceType } from "../tables/instance-types";
import { NVLINKS, type NvlinkCount } from "../tables/nvlinks";
import { lookup } from "./lookup";

/** An EC2 type of the catalog, for example `g6.xlarge`. */
export const findInstanceType = (name: string): InstanceType | undefined => lookup(INSTANCE_TYPES, name.trim().toLowerCase());

/** How many NVLinks each GPU of a type has, where a source states it. */
export const findNvlinks = (name: string): NvlinkCount | undefined => lookup(NVLINKS, name.trim().toLowerCase());
