import { AMI_FAMILIES } from "../../../catalog";
import { amiKey } from "../../../lock/lookup";
import { findAmiInRegion } from "../../pin/find-ami";
import type { Check } from "../check";
import type { AccountQuestion } from "./question";

export const AMI_ACTIONS = "ssm:GetParameter and ec2:DescribeImages";

/** Does the region have the release? */
export async function ami({ ami: name, clients, region }: AccountQuestion): Promise<Check> {
  if (!name) return { check: "ami", status: "not-applicable", value: "no AMI was named; --ami family@release asks for it" };
  const key = amiKey(name);
  const family = Object.hasOwn(AMI_FAMILIES, name.family) ? AMI_FAMILIES[name.family] : undefined;
  if (!family) {
    return {
      check: "ami",
      status: "fail",
      value: `${name.family} is no AMI family of the catalog`,
      expected: key,
      remedy: `use ${Object.keys(AMI_FAMILIES).join(", ")}`,
    };
  }
  const found = await findAmiInRegion(family, name, region, clients);
  if ("problem" in found) {
    const status = /^(the credentials may not|no AWS credentials|AWS (refused|could not))/.test(found.problem) ? "undecided" : "fail";
    return { check: "ami", status, value: found.problem, expected: `${key} in ${region}` };
  }
  return { check: "ami", status: "pass", value: `${found.id}, ${found.name}`, expected: key };
}
