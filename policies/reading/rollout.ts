import { isUnknown, type Unknown } from "../../catalog/unknown";
import { at, isDictionary, listAt, numberAt, textAt } from "./value";

/** GPUs that one pod asks for; `UNKNOWN` where a container's limits are. Shares of GPUs (MIG, time-slices under other names) do not count. */
export function gpusOfPod(spec: unknown): number | Unknown {
  let sum = 0;
  const containers = listAt(spec, "containers");
  if (isUnknown(containers)) return containers;
  for (const container of containers) {
    const resources = at(container, "resources");
    const gpus = numberAt(resources, "limits", "nvidia.com/gpu") ?? numberAt(resources, "requests", "nvidia.com/gpu");
    if (isUnknown(gpus)) return gpus;
    sum += gpus ?? 0;
  }
  return sum;
}

/** How many pods a rolling update may add and take away. */
export interface Rollout {
  readonly replicas: number;
  readonly surge: number;
  readonly unavailable: number;
}

/** The arithmetic of the Deployment controller: a surge rounds up, what may be missing rounds down; 25 % each by default. */
export function rolloutOf(spec: unknown): Rollout | Unknown | undefined {
  if (at(spec, "paused") === true) return undefined;
  const type = textAt(spec, "strategy", "type");
  if (isUnknown(type)) return type;
  if (type === "Recreate") return undefined;
  const replicas = numberAt(spec, "replicas") ?? 1;
  if (isUnknown(replicas)) return replicas;
  const settings = at(spec, "strategy", "rollingUpdate");
  if (isUnknown(settings)) return settings;
  const surge = podsOf(at(settings, "maxSurge"), replicas, Math.ceil);
  const unavailable = podsOf(at(settings, "maxUnavailable"), replicas, Math.floor);
  if (isUnknown(surge)) return surge;
  if (isUnknown(unavailable)) return unavailable;
  return { replicas, surge, unavailable };
}

function podsOf(value: unknown, replicas: number, round: (count: number) => number): number | Unknown {
  if (isUnknown(value)) return value;
  const percent = value === undefined ? 25 : percentOf(value);
  if (percent !== undefined) return round((percent * replicas) / 100);
  return Number(value);
}

/** 25 for `25%`; undefined for a plain number. */
export const percentOf = (value: unknown): number | undefined => {
  const [, digits] = /^(\d+)%$/.exec(typeof value === "string" ? value : "") ?? [];
  return digits === undefined ? undefined : Number(digits);
};

/** The labels of a selector are all among the labels. `undefined` where one of both is not known. */
export function selects(selector: unknown, labels: unknown): boolean | undefined {
  if (isUnknown(selector) || isUnknown(labels)) return undefined;
  if (!isDictionary(selector) || Object.keys(selector).length === 0 || !isDictionary(labels)) return false;
  for (const [key, value] of Object.entries(selector)) {
    const found = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (isUnknown(value) || isUnknown(found)) return undefined;
    if (value !== found) return false;
  }
  return true;
}

/** Namespace of an object; `default` where it names none. */
export const namespaceOf = (props: unknown): string | Unknown => textAt(props, "metadata", "namespace") ?? "default";
