import type { Check } from "../check";
import type { AccountQuestion } from "./question";

export const OFFERING_ACTIONS = "ec2:DescribeInstanceTypeOfferings";

/** The zones of the region that have the type at all; says nothing about free capacity. */
export async function offering({ clients, region, type }: AccountQuestion): Promise<Check> {
  const { DescribeInstanceTypeOfferingsCommand } = await import("@aws-sdk/client-ec2");
  const { InstanceTypeOfferings = [] } = await clients.ec2.send(
    new DescribeInstanceTypeOfferingsCommand({
      LocationType: "availability-zone",
      Filters: [{ Name: "instance-type", Values: [type.instanceType] }],
    }),
  );
  const zones = InstanceTypeOfferings.flatMap(({ Location }) => Location ?? []).sort();
  if (zones.length > 0) return { check: "offering", status: "pass", value: zones.join(", ") };
  const elsewhere = type.offeredIn?.filter((other) => other !== region);
  return {
    check: "offering",
    status: "fail",
    value: `no zone of ${region} offers ${type.instanceType}`,
    expected: "one zone or more",
    remedy: elsewhere?.length ? `the catalog knows it in ${elsewhere.join(", ")}` : "choose another region or type",
  };
}
