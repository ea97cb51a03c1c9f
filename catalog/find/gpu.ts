import { ARCHITECTURES, type ArchitectureSupport } from "../tables/architectures";
import { GPUS, type Gpu } from "../tables/gpus";
import { TOOLKIT_ARCHITECTURES, type ToolkitArchitecture } from "../tables/toolkit-architectures";
import { lookup } from "./lookup";

/** What is left of a product name without maker, form factor and memory size: `NVIDIA H100 80GB HBM3` and `h100-sxm5-80gb` give `h100`. */
export const gpuNameKey = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\bmig\b.*$/, "")
    .replace(/[\s_/-]+/g, " ")
    .replace(/\b(?:nvidia|tesla|gpu|tensor core|hbm\d\w?|sxm\d?|pcie|\d+ ?gi?b)\b/g, " ")
    .replace(/\s+/g, " ")
    .trim();

let byName: ReadonlyMap<string, Gpu> | undefined;

/** A GPU by model, alias or the product name that `nvidia-smi` prints; case, maker, memory size and a MIG suffix do not matter. */
export function findGpu(name: string): Gpu | undefined {
  byName ??= new Map(Object.values(GPUS).flatMap((row) => [row.gpu, ...row.aliases].map((alias) => [gpuNameKey(alias), row] as const)));
  return byName.get(gpuNameKey(name));
}

/** How long toolkits and drivers carry an architecture, by its name or by a compute capability. */
export function findArchitecture(nameOrCapability: string): ArchitectureSupport | undefined {
  const wanted = nameOrCapability.trim().toLowerCase();
  return Object.values(ARCHITECTURES).find((row) => row.architecture.toLowerCase() === wanted || row.computeCapabilities.includes(wanted));
}

/** The toolkits that compile for a compute capability. */
export const findToolkitArchitecture = (computeCapability: string): ToolkitArchitecture | undefined =>
  lookup(TOOLKIT_ARCHITECTURES, computeCapability.trim());
