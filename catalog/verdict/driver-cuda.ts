import { lookup } from "../find/lookup";
import { confidenceOf, rowRef } from "../find/row-ref";
import type { RowRef } from "../sourced";
import { CUDA_FAMILIES, CUDA_TOOLKITS } from "../tables/cuda-toolkits";
import { DRIVER_BRANCHES } from "../tables/driver-branches";
import { branchOf, compareVersions, minorOf } from "../version";
import { remembered } from "./remembered";
import { EARLY_TOOLKITS } from "./rows/early-toolkits";

/** Oldest and newest driver that a text can mean: `535` is its whole branch, `535.161.08` only itself. */
export interface DriverSpan {
  readonly low: string;
  readonly high: string;
  readonly exact: boolean;
}

export function driverSpan(driver: string): DriverSpan {
  const text = driver.trim().replace(/^[rv]/i, "");
  return /^\d+$/.test(text) ? { low: text, high: `${text}.99999.99`, exact: false } : { low: text, high: text, exact: true };
}

/** What a CUDA version can mean: `12` alone is any of its minors, first and last. */
export const cudaSpan = remembered((cuda: string): readonly string[] => {
  const text = cuda.trim().replace(/^v/i, "");
  if (!/^\d+$/.test(text)) return [cuda];
  const minors = [...Object.values(CUDA_TOOLKITS), ...Object.values(EARLY_TOOLKITS).map(({ cuda: version }) => ({ version }))]
    .filter(({ version }) => majorOf(version) === Number(text))
    .map(({ version }) => cudaMinor(version))
    .sort(compareVersions);
  return [...new Set([minors[0] ?? `${text}.0`, minors.at(-1) ?? `${text}.0`])];
});

/** `major.minor` of a CUDA version; a major alone stands for its first minor. */
export const cudaMinor = (cuda: string): string => minorOf(cuda) ?? `${cuda.trim().replace(/^v/i, "")}.0`;
export const majorOf = (version: string): number => Number.parseInt(version.trim().replace(/^v/i, ""), 10);

export interface Known<T> {
  readonly value: T;
  readonly rows: readonly RowRef[];
}

/** CUDA of a driver by its branch row; undefined for a branch without an enforceable row. */
export const cudaOfDriver = remembered((driver: string): Known<string> | undefined => {
  const branch = branchOf(driver);
  const row = branch === undefined ? undefined : lookup(DRIVER_BRANCHES, branch);
  if (!row || confidenceOf(row, "cuda") === "recalled") return undefined;
  return { value: row.cuda, rows: [rowRef("driverBranches", row.branch, row)] };
});

const BRANCHES = Object.values(DRIVER_BRANCHES)
  .filter((row) => confidenceOf(row, "cuda") !== "recalled")
  .sort((a, b) => compareVersions(a.branch, b.branch));

/**
 * Least and most CUDA that a driver can bring: one value for a branch with a row; for the others (551 of Windows, 565) that of the
 * neighbours, because a driver never brings less than an older one. An end without a neighbour is open.
 */
export const cudaRangeOfDriver = remembered((driver: string): { readonly low?: string; readonly high?: string } => {
  const own = cudaOfDriver(driver);
  if (own) return { low: own.value, high: own.value };
  const early = earlyCuda(driver);
  if (early !== undefined) return { low: early, high: early };
  const low = BRANCHES.filter((row) => compareVersions(row.branch, driver) <= 0).at(-1)?.cuda;
  const high = BRANCHES.find((row) => compareVersions(row.branch, driver) > 0)?.cuda;
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
});

/** CUDA of a driver from before the catalog's branches: the newest toolkit whose minimum it reaches. */
function earlyCuda(driver: string): string | undefined {
  const first = BRANCHES[0]?.branch;
  if (first === undefined || compareVersions(driver, first) >= 0) return undefined;
  return Object.values(EARLY_TOOLKITS)
    .filter(({ minDriver }) => compareVersions(driver, minDriver) >= 0)
    .sort((a, b) => compareVersions(a.cuda, b.cuda))
    .at(-1)?.cuda;
}

/** First driver that brings this CUDA in full: the lowest over the releases of its minor. */
export const firstDriverOf = remembered((cuda: string): Known<string> | undefined => {
  const minor = cudaMinor(cuda);
  const early = lookup(EARLY_TOOLKITS, minor);
  if (early) return { value: early.minDriver, rows: [rowRef("earlyToolkits", minor, early)] };
  let best: Known<string> | undefined;
  for (const [key, row] of toolkitsOf(minor)) {
    if (row.fullFunctionalityMinDriver === undefined || row.confidence === "recalled") continue;
    if (!best || compareVersions(row.fullFunctionalityMinDriver, best.value) < 0) {
      best = { value: row.fullFunctionalityMinDriver, rows: [rowRef("cudaToolkits", key, row)] };
    }
  }
  return best;
});

const byMinor = new Map<string, [string, (typeof CUDA_TOOLKITS)[string]][]>();
function toolkitsOf(minor: string) {
  if (byMinor.size === 0) {
    for (const [key, row] of Object.entries(CUDA_TOOLKITS)) {
      const of = cudaMinor(row.version);
      byMinor.set(of, [...(byMinor.get(of) ?? []), [key, row]]);
    }
  }
  return byMinor.get(minor) ?? [];
}

/** The oldest driver that runs any CUDA of this major in minor-version mode; CUDA 10 and older have none. */
const familyMinimum = remembered((cuda: string): Known<string> | undefined => {
  const row = Object.values(CUDA_FAMILIES).find(({ major }) => major === majorOf(cuda));
  return row && { value: row.minDriver, rows: [rowRef("cudaFamilies", String(row.major), row)] };
});

export type VersionMode = "native" | "minor-version" | "impossible" | "unknown";

/** Does the driver bring this CUDA itself? Undefined where neither its branch, nor the toolkit, nor the neighbours say. */
function bringsNatively(
  driver: string,
  cuda: string,
  own: Known<string> | undefined,
  first: Known<string> | undefined,
): boolean | undefined {
  if (own) return compareVersions(own.value, cudaMinor(cuda)) >= 0 || reaches(driver, first);
  if (first) return reaches(driver, first);
  const { low, high } = cudaRangeOfDriver(driver);
  if (low !== undefined && compareVersions(low, cudaMinor(cuda)) >= 0) return true;
  return high !== undefined && compareVersions(high, cudaMinor(cuda)) < 0 ? false : undefined;
}

const modeOf = remembered((pair: string): Known<VersionMode> => {
  const [driver = "", cuda = ""] = pair.split("\n");
  const own = cudaOfDriver(driver);
  const first = firstDriverOf(cuda);
  const family = familyMinimum(cuda);
  const rows = [...(own?.rows ?? []), ...(first?.rows ?? [])];
  const native = bringsNatively(driver, cuda, own, first);
  if (native) return { value: "native", rows };
  if (family && compareVersions(driver, family.value) >= 0) {
    return native === undefined
      ? { value: "unknown", rows: [...rows, ...family.rows] }
      : { value: "minor-version", rows: [...rows, ...family.rows] };
  }
  if (native === undefined) return { value: "unknown", rows };
  return { value: "impossible", rows: [...rows, ...(family?.rows ?? [])] };
});

/** How one exact driver meets a container's CUDA, without compat libraries. Monotone in the driver. */
export const versionMode = (driver: string, cuda: string): Known<VersionMode> => modeOf(`${driver}\n${cuda}`);

const reaches = (driver: string, first: Known<string> | undefined): boolean =>
  first !== undefined && compareVersions(driver, first.value) >= 0;

/** What a container's CUDA asks of a driver, in words: `driver 570.26 or newer (525.60.13 in minor-version mode)`. */
export function minimumText(cuda: string): string | undefined {
  const first = firstDriverOf(cuda);
  const family = familyMinimum(cuda);
  if (first && family && compareVersions(family.value, first.value) < 0) {
    return `driver ${first.value} or newer (${family.value} in minor-version mode)`;
  }
  const least = first ?? family;
  return least && `driver ${least.value} or newer`;
}
