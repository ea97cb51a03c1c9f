import { type Cost, HOURS_PER_MONTH } from "./cost";

const usd = (value: number): string => `$${value.toFixed(value < 1 ? 3 : 2)}`;
const range = (low: number | undefined, high: number | undefined): string =>
  low === undefined && high === undefined
    ? "not known"
    : low === undefined
      ? `at most ${usd(high ?? 0)}`
      : high === undefined
        ? `from ${usd(low)}, ceiling not known`
        : low === high
          ? usd(low)
          : `${usd(low)} to ${usd(high)}`;

const WORDS = {
  spot: "spot",
  "on-demand": "on-demand",
  "spot-then-on-demand": "spot, then on-demand",
  unknown: "spot or on-demand, not known",
};

const PARTS = { "interface-endpoint": "endpoint and zone", "nat-gateway": "NAT gateway" };

/** Cheapest to dearest, an hour and a month. */
export function costLines({ hosts, network, lowUsdPerHour, highUsdPerHour, notCounted }: Cost, width: number): string[] {
  if (hosts.length === 0 && network.length === 0 && notCounted.length === 0) return [];
  const lines = hosts.flatMap(({ host, region, types, capacity, machines, lowUsdPerHour: low, highUsdPerHour: high, unpriced }) => [
    `  ${host}: ${range(low, high)} an hour`,
    `      ${machines.wanted === machines.most ? machines.most : `${machines.wanted} to ${machines.most}`} x ${types.join(" or ") || "?"}, ${WORDS[capacity]}, ${region ?? "unknown region"}`,
    ...unpriced.map((what) => `      ${what}: not counted`),
  ]);
  const month = (value: number | undefined): number | undefined => (value === undefined ? undefined : value * HOURS_PER_MONTH);
  const total = `  machines: ${range(lowUsdPerHour, highUsdPerHour)} an hour; ${range(month(lowUsdPerHour), month(highUsdPerHour))} a month of ${HOURS_PER_MONTH} h`;
  const networkLines = network.map(
    ({ part, region, count, usdPerHour, usdPerGb }) =>
      `  ${count} x ${PARTS[part]} in ${region}: ${usd(usdPerHour)} an hour, ${usd(usdPerHour * HOURS_PER_MONTH)} a month, and ${usd(usdPerGb)} a GB`,
  );
  return [
    ...lines,
    ...(hosts.length > 0 ? [total, "  spot prices are samples of 2026 and no promise"] : []),
    ...networkLines,
    ...(notCounted.length > 0 ? ["  charged too, with no price in the catalog:", ...notCounted.map((part) => `    ${part}`)] : []),
  ].map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
}
