import type { BootAddition } from "../../boot/addition";
import { Problems } from "../../lib/invalid";
import { type Graces, gracesOf } from "../host/graces";
import { announce, type HostSettings, hostSettings } from "../host/resolve";
import { checkCapacity } from "./check-capacity";
import { checkScaling } from "./check-scaling";
import { checkEfaTypes } from "./efa";
import type { FleetSize, GpuFleetArgs } from "./gpu-fleet-args";
import { checkInterruption, interruptionAddition } from "./interruption";
import { metricsAddition } from "./metrics";
import { refreshPlan } from "./refresh";
import { metricsSettings } from "./scaling";

/** The arguments with every default filled in, after all of them were found good. */
export interface FleetSettings {
  readonly host: HostSettings;
  readonly size: Required<FleetSize>;
  readonly graces: Graces;
  readonly refresh: { readonly minHealthyPercentage: number; readonly maxHealthyPercentage: number };
  readonly addition: BootAddition;
}

/** Reports every bad argument at once, or fills in the defaults. */
export function fleetSettings(name: string, args: GpuFleetArgs): FleetSettings {
  const problems = new Problems();
  const { capacity, interruption = {}, scaling = {}, efa = false, container = {}, update = {} } = args;
  const size = sizeOf(args);
  const addition = additionOf(args);
  const host = hostSettings({ ...args, capacity: capacity.market === "spot" ? "spot" : "on-demand", size: 1 }, problems, addition);
  checkSize(args.size, problems);
  checkCapacity(args, size, problems);
  checkInterruption(interruption, problems);
  if (capacity.market !== "capacity-block") checkScaling(scaling, size, problems);
  if (efa) {
    checkEfaTypes(args.instanceTypes, problems);
    if (!container.usesInstanceRole) {
      problems.add(
        "container.usesInstanceRole",
        "with efa the container shares the machine's network, and so reaches its role; set it to true, or leave out efa",
      );
    }
    if (container.ports !== undefined && container.ports.length > 0)
      problems.add("container.ports", "with efa the container listens on the machine's own network; leave the ports out");
  }
  const graces = gracesOf({
    instanceTypes: args.instanceTypes,
    imageBytes: args.image.sizeBytes,
    rootVolumeGiB: host.rootVolumeGiB,
    modelGiB: args.modelGiB,
  });
  if (graces.tooLong !== undefined) problems.add("image", graces.tooLong);
  if (args.modelGiB !== undefined && !(args.modelGiB >= 0)) problems.add("modelGiB", `must be 0 or more, got ${args.modelGiB}`);
  const refresh = refreshOf(args, size, update, problems);
  problems.throwIfAny(`GpuFleet '${name}'`);
  announce(`GpuFleet '${name}'`, args, host.judged);
  return { host, size, graces, refresh, addition };
}

function sizeOf({ size, capacity }: GpuFleetArgs): Required<FleetSize> {
  if (typeof size !== "number") return { desired: size.min, ...size };
  // The machines of a block end before the block does.
  return { min: capacity.market === "capacity-block" ? 0 : size, max: size, desired: size };
}

/** EFA's devices in the container, on the machine's own network: NCCL finds its peers by address, and pins memory. */
const EFA_SETTINGS = "RUN_ARGS+=(--network host --device /dev/infiniband --ulimit memlock=-1:-1)";

function additionOf({ interruption = {}, scaling = {}, efa = false }: GpuFleetArgs): BootAddition {
  const metrics = metricsSettings(scaling);
  const parts = [interruptionAddition(interruption), ...(metrics ? [metricsAddition(metrics)] : [])];
  return {
    scripts: parts.flatMap(({ scripts = [] }) => scripts),
    units: parts.flatMap(({ units = [] }) => units),
    startUnits: parts.flatMap(({ startUnits = [] }) => startUnits),
    settings: [...parts.flatMap(({ settings = [] }) => settings), ...(efa ? [EFA_SETTINGS] : [])],
  };
}

function checkSize(size: GpuFleetArgs["size"], problems: Problems): void {
  const whole = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 1000;
  if (typeof size === "number") {
    if (!whole(size)) problems.add("size", `must be a whole number from 0 to 1000, got ${size}`);
    return;
  }
  for (const key of ["min", "max", "desired"] as const) {
    const value = size[key];
    if (value !== undefined && !whole(value)) problems.add(`size.${key}`, `must be a whole number from 0 to 1000, got ${value}`);
  }
  if (size.min > size.max) problems.add("size.min", `must be at most size.max, ${size.max}, got ${size.min}`);
  const { desired } = size;
  if (desired !== undefined && (desired < size.min || desired > size.max))
    problems.add("size.desired", `must be from size.min to size.max, ${size.min} to ${size.max}, got ${desired}`);
}

function refreshOf({ capacity }: GpuFleetArgs, size: FleetSize, update: NonNullable<GpuFleetArgs["update"]>, problems: Problems) {
  for (const key of ["spare", "mayStop"] as const) {
    const value = update[key];
    if (value !== undefined && !(Number.isInteger(value) && value >= 0))
      problems.add(`update.${key}`, `must be a whole number of 0 or more, got ${value}`);
  }
  const reserved = capacity.market === "on-demand" ? capacity.reservation?.machines : undefined;
  const spare = update.spare ?? Math.max(0, (reserved ?? size.max) - size.max);
  // A block has all of its machines, or none and nothing to update.
  const sizes = capacity.market === "capacity-block" ? { min: size.max, max: size.max } : size;
  const plan = refreshPlan({ size: sizes, spare, mayStop: update.mayStop });
  if (!("refused" in plan)) return plan;
  problems.add("update", plan.refused);
  return { minHealthyPercentage: 0, maxHealthyPercentage: 100 };
}
