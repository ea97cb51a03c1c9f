import type { Handler } from "../handler";
import { LAUNCH_TEMPLATE } from "./launch-template";
import { ROUTING } from "./routing";
import { SECURITY_GROUP } from "./security-group";
import { VPC } from "./vpc";
import { VPC_ENDPOINT } from "./vpc-endpoint";

export const EC2: Readonly<Record<string, Handler>> = { ...VPC, ...ROUTING, ...SECURITY_GROUP, ...VPC_ENDPOINT, ...LAUNCH_TEMPLATE };
