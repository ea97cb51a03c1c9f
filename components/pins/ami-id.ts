import { getAmiIdsOutput } from "@pulumi/aws/ec2";
import { getParameterOutput } from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import { type DriverAmi, howToCopy } from "./driver-ami";

/** The id of an AMI: as it stands, or looked up at `up` with the provider that `opts` inherit. */
export function amiId({ id, lookup, key }: DriverAmi, opts: pulumi.InvokeOutputOptions): pulumi.Input<string> {
  if (id !== undefined) return id;
  if (lookup?.by === "parameter") return getParameterOutput({ name: lookup.parameter }, opts).value;
  if (!lookup) throw new Error(`AMI ${key} has neither an id nor a way to find one; make it with driverAmi()`);
  // An owner publishes one image of a name in a region. A deprecated one is left out of the search unless asked for, also for its users.
  const filters = [{ name: "name", values: [literal(lookup.name)] }];
  const found = getAmiIdsOutput({ owners: [lookup.owner], filters, includeDeprecated: true }, opts).ids;
  return found.apply(([first]) => first ?? missing(key, lookup));
}

/** Not in this region, or withdrawn. A `RunError` is printed without a stack trace, which would lead nowhere from here. */
function missing(key: string, { name, owner }: { name: string; owner: string }): never {
  throw new pulumi.RunError(
    `AMI ${key} is not in this region: ${owner} has no image called '${name}' here; move to another release, or, where another region has it, ${howToCopy("<that region>", "<id>", "<this region>")}`,
  );
}

/** In a filter `*` and `?` stand for other signs unless a backslash precedes them. */
const literal = (name: string): string => name.replace(/[\\*?]/g, "\\$&");
