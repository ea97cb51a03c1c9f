import { type ServicePart, servicePriceOf } from "../../catalog";
import type { Plan } from "../../plan/plan";
import type { PlannedResource } from "../../plan/resource";
import { fieldsOf, type GpuHost, listOf, regionOf } from "./gpu-hosts";

/** AWS bills by the second; a month is counted as AWS's own calculator does. */
export const HOURS_PER_MONTH = 730;

/** Parts of one kind in one region whose price the catalog has. */
export interface ServiceCost {
  readonly part: ServicePart;
  readonly region: string;
  readonly count: number;
  /** Provisioned storage of volumes. */
  readonly gb?: number;
  /** Of all of them, used or not; absent where only use is charged. */
  readonly usdPerMonth?: number;
  /** What use costs: each GB taken in, each GB kept for a month, each build minute. */
  readonly use?: { readonly usdPerGb?: number; readonly usdPerGbMonth?: number; readonly usdPerMinute?: number };
  readonly source: string;
}

export interface ServiceCosts {
  readonly costs: readonly ServiceCost[];
  /** Resources that this leaves without a price; a template stays while one of its volumes does. */
  readonly rest: readonly PlannedResource[];
}

const PARTS: Readonly<Record<string, ServicePart>> = {
  "aws:cloudwatch/logGroup:LogGroup": "cloudwatch-logs",
  "aws:codebuild/project:Project": "codebuild-minute",
  "aws:ec2/eip:Eip": "public-ipv4",
  "aws:ebs/volume:Volume": "ebs-gp3",
  "aws:ecr/repository:Repository": "ecr",
  "aws:efs/fileSystem:FileSystem": "efs",
  "aws:kms/key:Key": "kms-key",
  "aws:secretsmanager/secret:Secret": "secret",
};

/** A host and the most machines that run of it at once. */
type Machines = readonly (readonly [host: GpuHost, most: number])[];

/** What stands beside the machines: volumes, keys, secrets, addresses by the month; logs, images and builds by use. */
export function serviceCosts({ config, ...plan }: Plan, resources: readonly PlannedResource[], machines: Machines): ServiceCosts {
  const byUrn = new Map(plan.resources.map((resource) => [resource.urn, resource]));
  const costs = new Map<string, ServiceCost>();
  const add = (cost: ServiceCost): void => {
    const key = `${cost.part} ${cost.region} ${cost.use?.usdPerMinute ?? ""}`;
    const before = costs.get(key);
    const sum = (field: "count" | "gb" | "usdPerMonth"): object => {
      const values = [before?.[field], cost[field]].filter((value) => value !== undefined);
      return values.length === 0 ? {} : { [field]: Math.round(values.reduce((total, value) => total + value, 0) * 1e6) / 1e6 };
    };
    costs.set(key, { ...cost, ...sum("count"), ...sum("gb"), ...sum("usdPerMonth") });
  };
  const most = new Map(machines.map(([host, count]) => [host.resource.urn, count]));
  const rest = resources.filter((resource) => {
    const { type, props, read, urn } = resource;
    const region = regionOf(resource, byUrn, config);
    if (read || region === undefined) return true;
    const count = most.get(urn);
    const disks = count === undefined ? [] : listOf(props.blockDeviceMappings).map((mapping) => fieldsOf(fieldsOf(mapping).ebs));
    if (count !== undefined && disks.length > 0) {
      const priced = disks.map((disk) => volume(region, disk.volumeType, disk.volumeSize, disk.iops, disk.throughput));
      if (priced.some((cost) => cost === undefined)) return true;
      for (const cost of priced) if (cost) add(times(cost, count));
      return false;
    }
    const part = PARTS[type];
    if (!part) return true;
    const cost = part === "ebs-gp3" ? volume(region, props.type, props.size, props.iops, props.throughput) : standing(part, region, props);
    if (cost) add(cost);
    return cost === undefined;
  });
  return { costs: [...costs.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cost]) => cost), rest };
}

const times = (cost: ServiceCost, count: number): ServiceCost => ({
  ...cost,
  count,
  ...(cost.gb === undefined ? {} : { gb: cost.gb * count }),
  ...(cost.usdPerMonth === undefined ? {} : { usdPerMonth: cost.usdPerMonth * count }),
});

/** A gp3 volume; undefined for another type, or where its size is not known. */
function volume(region: string, type: unknown, size: unknown, iops: unknown, throughput: unknown): ServiceCost | undefined {
  const price = servicePriceOf("ebs-gp3", region);
  if (!price || type !== "gp3" || typeof size !== "number") return undefined;
  const above = (value: unknown, free: number): number | undefined =>
    value === undefined || value === null ? 0 : typeof value === "number" ? Math.max(0, value - free) : undefined;
  const [moreIops, moreMbps] = [above(iops, 3000), above(throughput, 125)];
  if (moreIops === undefined || moreMbps === undefined) return undefined;
  const { usdPerGbMonth = 0, usdPerIopsMonth = 0, usdPerMbpsMonth = 0 } = price;
  const usdPerMonth = size * usdPerGbMonth + moreIops * usdPerIopsMonth + moreMbps * usdPerMbpsMonth;
  return { part: "ebs-gp3", region, count: 1, gb: size, usdPerMonth, source: price.source };
}

function standing(part: ServicePart, region: string, props: PlannedResource["props"]): ServiceCost | undefined {
  const price = servicePriceOf(part, region);
  if (!price) return undefined;
  // the price of one zone was not read
  if (part === "efs" && props.availabilityZoneName !== undefined) return undefined;
  const { type, computeType } = fieldsOf(props.environment);
  const minute = type === "LINUX_CONTAINER" && typeof computeType === "string" ? price.usdPerMinute?.[computeType] : undefined;
  if (part === "codebuild-minute" && minute === undefined) return undefined;
  const month = price.usdPerMonth ?? (price.usdPerHour === undefined ? undefined : price.usdPerHour * HOURS_PER_MONTH);
  const { usdPerGb, usdPerGbMonth } = price;
  const use = {
    ...(usdPerGb === undefined ? {} : { usdPerGb }),
    ...(usdPerGbMonth === undefined ? {} : { usdPerGbMonth }),
    ...(minute === undefined ? {} : { usdPerMinute: minute }),
  };
  return {
    part,
    region,
    count: 1,
    ...(month === undefined ? {} : { usdPerMonth: month }),
    ...(Object.keys(use).length === 0 ? {} : { use }),
    source: price.source,
  };
}
