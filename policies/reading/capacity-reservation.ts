import { isUnknown, type Unknown } from "../../catalog/unknown";
import { at, type Dictionary, listAt, textAt } from "./value";

/** The network interfaces of a template that are Elastic Fabric Adapters. */
export function efaInterfaces(props: Dictionary): number | Unknown {
  const interfaces = listAt(props, "networkInterfaces");
  if (isUnknown(interfaces)) return interfaces;
  const types = interfaces.map((entry) => textAt(entry, "interfaceType"));
  const unknown = types.find(isUnknown);
  return unknown ?? types.filter((type) => type === "efa" || type === "efa-only").length;
}

/** The property by which a template takes its machines from reserved capacity. */
export function reservationPath(props: Dictionary): string | undefined {
  const target = ["capacityReservationSpecification", "capacityReservationTarget"];
  for (const key of ["capacityReservationId", "capacityReservationResourceGroupArn"]) {
    if (at(props, ...target, key) !== undefined) return [...target, key].join(".");
  }
  return textAt(props, "instanceMarketOptions", "marketType") === "capacity-block" ? "instanceMarketOptions.marketType" : undefined;
}

/** The property that puts the machines of a template into a placement group. */
export const placementPath = (props: Dictionary): string | undefined =>
  ["placement.groupName", "placement.groupId"].find((path) => at(props, ...path.split(".")) !== undefined);
