import { findInstanceType } from "../../catalog";
import type { Problems } from "../../lib/invalid";
import type { CapacityBlockFleet, FleetCapacity } from "./fleet-capacity";
import type { FleetSize, GpuFleetArgs } from "./gpu-fleet-args";

const MARKETS: readonly FleetCapacity["market"][] = ["on-demand", "spot", "capacity-block"];

/** Notes how machines cannot be bought, and what does not go together with how they are. */
export function checkCapacity(args: GpuFleetArgs, size: FleetSize, problems: Problems): void {
  const { capacity } = args;
  if (!MARKETS.includes(capacity.market)) {
    problems.add("capacity.market", `'${String(capacity.market)}' is no market; use ${MARKETS.join(", ")}`);
    return;
  }
  if (capacity.market === "spot") checkSpot(capacity, size, problems);
  if (capacity.market === "on-demand") checkReservation(capacity, size, problems);
  if (capacity.market === "capacity-block") checkBlock(capacity, args, problems);
  checkWarmPool(args, size, problems);
  checkPlacement(args, problems);
}

function checkSpot(capacity: Extract<FleetCapacity, { market: "spot" }>, size: FleetSize, problems: Problems): void {
  const { onDemandBase: base = 0, onDemandPercentage: percentage = 0 } = capacity;
  if (!(Number.isInteger(base) && base >= 0 && base <= size.max))
    problems.add("capacity.onDemandBase", `must be a whole number from 0 to size.max, ${size.max}, got ${base}`);
  if (!(Number.isInteger(percentage) && percentage >= 0 && percentage <= 100))
    problems.add("capacity.onDemandPercentage", `must be a whole number from 0 to 100, got ${percentage}`);
  if ("reservation" in capacity && capacity.reservation !== undefined) {
    problems.add(
      "capacity.reservation",
      "a reservation holds on-demand machines, and spot and on-demand machines of a fleet share one launch template; make a GpuFleet on-demand with the reservation beside this one",
    );
  }
}

function checkReservation({ reservation }: Extract<FleetCapacity, { market: "on-demand" }>, size: FleetSize, problems: Problems): void {
  if (reservation === undefined) return;
  const { id, resourceGroupArn, only, machines } = reservation;
  if (id !== undefined && resourceGroupArn !== undefined)
    problems.add("capacity.reservation", "id and resourceGroupArn exclude each other; put the reservation into the group, or drop one");
  if (typeof id === "string" && !/^cr-[0-9a-f]+$/.test(id))
    problems.add("capacity.reservation.id", `'${id}' is no id of a reservation; it is cr- and hexadecimal characters`);
  if (typeof resourceGroupArn === "string" && !/^arn:[a-z-]+:resource-groups:/.test(resourceGroupArn))
    problems.add("capacity.reservation.resourceGroupArn", "must be the ARN of a resource group, arn:aws:resource-groups:…");
  if (machines !== undefined && !(Number.isInteger(machines) && machines >= 1))
    problems.add("capacity.reservation.machines", `must be a whole number of at least 1, got ${machines}`);
  else if (only && machines !== undefined && size.max > machines)
    problems.add(
      "capacity.reservation.only",
      `the reservation holds ${machines} machines and size.max is ${size.max}: the others would never start; lower size.max, or drop only`,
    );
}

/** EC2 ends the machines of a block this long before the block ends. */
export const BLOCK_TAKEN_MINUTES = 30;

const isUtc = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(text) && !Number.isNaN(Date.parse(text));

function checkBlock(capacity: CapacityBlockFleet, { instanceTypes, network, scaling, size }: GpuFleetArgs, problems: Problems): void {
  const { reservationId, startsAt, endsAt } = capacity;
  if (typeof reservationId === "string" && !/^cr-[0-9a-f]+$/.test(reservationId))
    problems.add("capacity.reservationId", `'${reservationId}' is no id of a reservation; it is cr- and hexadecimal characters`);
  for (const [key, at] of Object.entries({ startsAt, endsAt })) {
    if (at !== undefined && !isUtc(at)) problems.add(`capacity.${key}`, `'${at}' is no time in UTC such as 2026-12-01T11:30:00Z`);
  }
  if (startsAt !== undefined && isUtc(startsAt) && isUtc(endsAt) && Date.parse(startsAt) >= Date.parse(endsAt))
    problems.add("capacity.startsAt", "must be before endsAt");
  if (typeof size !== "number") problems.add("size", "a Capacity Block is paid for all of its machines; give their number");
  if (instanceTypes.length > 1)
    problems.add("instanceTypes", `a Capacity Block holds one type, got ${instanceTypes.length}; make a GpuFleet for each block`);
  for (const [i, type] of instanceTypes.entries()) {
    const row = findInstanceType(type);
    if (row && !row.usageClasses.includes("capacity-block"))
      problems.add(`instanceTypes[${i}]`, `${type} is not sold as a Capacity Block; use capacity.market on-demand or spot`);
  }
  if (scaling?.gpuUtilization !== undefined || scaling?.queue !== undefined || (scaling?.schedule?.length ?? 0) > 0)
    problems.add(
      "scaling",
      "a Capacity Block is paid whether its machines run or not, and its end is a schedule already; leave scaling out",
    );
  oneSubnet(network, "a Capacity Block lies in one zone", problems);
}

function checkWarmPool({ warmPool, capacity, instanceTypes }: GpuFleetArgs, size: FleetSize, problems: Problems): void {
  if (warmPool === undefined) return;
  // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutWarmPool.html
  if (capacity.market === "spot")
    problems.add("warmPool", "AWS keeps no spot machines in a warm pool; use capacity.market on-demand, or leave it out");
  if (capacity.market === "capacity-block")
    problems.add("warmPool", "the machines of a Capacity Block are paid already: let them run; leave it out");
  if (instanceTypes.length > 1)
    problems.add(
      "warmPool",
      `AWS takes no warm pool on a group with several types; name one in instanceTypes, got ${instanceTypes.length}, or leave it out`,
    );
  if (!(Number.isInteger(warmPool.size) && warmPool.size >= 1))
    problems.add("warmPool.size", `must be a whole number of at least 1, got ${warmPool.size}`);
  if (size.min === size.max)
    problems.add("warmPool", `only a fleet that grows draws from it, and this one always has ${size.max}; widen size, or leave it out`);
}

function checkPlacement({ placement, efa, capacity, network }: GpuFleetArgs, problems: Problems): void {
  const reserved = capacity.market === "capacity-block" || (capacity.market === "on-demand" && capacity.reservation !== undefined);
  if (placement === "cluster" && reserved) {
    problems.add(
      "placement",
      "a new cluster placement group and reserved machines exclude each other: the reservation stands where it was made, and a group elsewhere gets part of it or none; name the group that the reservation was made in, or leave placement out",
    );
  }
  if (placement === "cluster") oneSubnet(network, "a cluster placement group lies in one zone", problems);
  if (efa) oneSubnet(network, "EFA traffic does not leave its subnet", problems);
}

function oneSubnet({ subnetIds }: GpuFleetArgs["network"], why: string, problems: Problems): void {
  const reason = `${why}; name one subnet`;
  if (Array.isArray(subnetIds) && subnetIds.length > 1 && !problems.found.some((found) => found.reason.startsWith(reason)))
    problems.add("network.subnetIds", `${reason}, got ${subnetIds.length}`);
}
