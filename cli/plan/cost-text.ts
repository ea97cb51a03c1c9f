import type { Cost } from "./cost";
import { fixedZoneLines } from "./fixed-zone";
import { HOURS_PER_MONTH, type ServiceCost } from "./service-cost";

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
  "capacity-block": "Capacity Block",
  unknown: "spot or on-demand, not known",
};

const PARTS = { "interface-endpoint": "endpoint and zone", "nat-gateway": "NAT gateway" };
const SERVICES: Readonly<Record<ServiceCost["part"], string>> = {
  "cloudwatch-logs": "CloudWatch log group",
  "codebuild-minute": "CodeBuild project",
  "ebs-gp3": "EBS gp3 volume",
  ecr: "ECR repository",
  efs: "EFS file system",
  "kms-key": "KMS key",
  "public-ipv4": "public IPv4 address",
  secret: "secret",
};

function serviceLine({ part, region, count, gb, usdPerMonth, use }: ServiceCost): string {
  const what = `${count} x ${SERVICES[part]} in ${region}${gb === undefined ? "" : `, ${gb} GB`}`;
  const prices = [
    ...(usdPerMonth === undefined ? [] : [`$${usdPerMonth.toFixed(2)} a month`]),
    ...(use?.usdPerGb === undefined ? [] : [`${usd(use.usdPerGb)} a GB taken in`]),
    ...(use?.usdPerGbMonth === undefined ? [] : [`${usd(use.usdPerGbMonth)} a GB-month`]),
    ...(use?.usdPerMinute === undefined ? [] : [`${usd(use.usdPerMinute)} a build minute`]),
  ];
  return `  ${what}: ${prices.join(", ")}`;
}

/** Cheapest to dearest, an hour and a month. */
export function costLines(cost: Cost, width: number): string[] {
  const { hosts, network, services, lowUsdPerHour, highUsdPerHour, standingUsdPerMonth: standing, notCounted } = cost;
  if (hosts.length + network.length + services.length + notCounted.length === 0) return [];
  const lines = hosts.flatMap(
    ({ host, region, types, capacity, machines, lowUsdPerHour: low, highUsdPerHour: high, unpriced, fixedZone }) => [
      `  ${host}: ${range(low, high)} an hour`,
      `      ${machines.wanted === machines.most ? machines.most : `${machines.wanted} to ${machines.most}`} x ${types.join(" or ") || "?"}, ${WORDS[capacity]}, ${region ?? "unknown region"}`,
      ...(fixedZone ? fixedZoneLines(fixedZone).map((line) => `      ${line}`) : []),
      ...unpriced.map((what) => `      ${what}: not counted`),
    ],
  );
  const month = (value: number | undefined): number | undefined => (value === undefined ? undefined : value * HOURS_PER_MONTH);
  const [low, high] = hosts.length === 0 ? [0, 0] : [month(lowUsdPerHour), month(highUsdPerHour)];
  const plus = (value: number | undefined): number | undefined => (value === undefined ? undefined : value + standing);
  const total = `  machines: ${range(lowUsdPerHour, highUsdPerHour)} an hour; ${range(low, high)} a month of ${HOURS_PER_MONTH} h`;
  const networkLines = network.map(
    ({ part, region, count, usdPerHour, usdPerGb }) =>
      `  ${count} x ${PARTS[part]} in ${region}: ${usd(usdPerHour)} an hour, ${usd(usdPerHour * HOURS_PER_MONTH)} a month, and ${usd(usdPerGb)} a GB`,
  );
  return [
    ...lines,
    ...(hosts.length > 0 ? [total, "  spot prices are samples of 2026 and no promise"] : []),
    ...networkLines,
    ...services.map(serviceLine),
    ...(standing > 0
      ? [`  ${hosts.length > 0 ? "with the machines" : "all of it"}: ${range(plus(low), plus(high))} a month, and what is used`]
      : []),
    ...(notCounted.length > 0 ? ["  charged too, with no price in the catalog:", ...notCounted.map((part) => `    ${part}`)] : []),
  ].map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
}
