import type { Check } from "../check";
import type { AccountQuestion } from "./question";

export const RESERVATION_ACTIONS = "ec2:DescribeCapacityReservations";

/** Capacity that the account pays for already. Open ones are taken by any machine that matches; targeted ones must be named. */
export async function reservations({ clients, region, type, market }: AccountQuestion): Promise<Check> {
  const { paginateDescribeCapacityReservations } = await import("@aws-sdk/client-ec2");
  const filters = [
    { Name: "instance-type", Values: [type.instanceType] },
    { Name: "state", Values: ["active"] },
  ];
  const found: string[] = [];
  for await (const { CapacityReservations = [] } of paginateDescribeCapacityReservations({ client: clients.ec2 }, { Filters: filters })) {
    for (const one of CapacityReservations) {
      const { CapacityReservationId, AvailabilityZone, AvailableInstanceCount = 0, TotalInstanceCount = 0, InstanceMatchCriteria } = one;
      found.push(
        `${CapacityReservationId} (${InstanceMatchCriteria}, ${AvailabilityZone}): ${AvailableInstanceCount} of ${TotalInstanceCount} free`,
      );
    }
  }
  if (found.length === 0) {
    return {
      check: "reservations",
      status: "not-applicable",
      value: `the account has no reservation of ${type.instanceType} in ${region}`,
    };
  }
  return {
    check: "reservations",
    status: "pass",
    value: found.join(", "),
    ...(market === "spot" ? { remedy: "spot machines never use a reservation; drop --spot to use it" } : {}),
  };
}
