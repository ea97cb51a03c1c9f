import { INSTANCE_TYPES, type InstanceType } from "../tables/instance-types";
import { lookup } from "./lookup";

/** An EC2 type of the catalog, for example `g6.xlarge`. */
export const findInstanceType = (name: string): InstanceType | undefined => lookup(INSTANCE_TYPES, name.trim().toLowerCase());
