import type { DeclaredRows } from "../declared";
import type { KernelModule } from "../question";
import type { Gpu } from "../tables/gpus";
import { findGpu } from "./gpu";
import { findInstanceType, findNvlinks } from "./instance-type";

/** What a machine of a type must show; what no source states is absent. */
export interface ExpectedGpus {
  readonly instanceType: string;
  /** A share of a GPU is one device. */
  readonly count: number;
  /** Names of the model. */
  readonly models?: readonly string[];
  /** The only flavours that the GPU runs with. */
  readonly kernelModules?: readonly KernelModule[];
  readonly nvswitch?: boolean;
  /** NVLinks of each GPU. */
  readonly nvlinks?: number;
}

/** What a machine of this type must show; a row of the project's own wins. */
export function expectedGpus(instanceType: string, declared?: DeclaredRows): ExpectedGpus {
  const own = declared?.instanceTypes?.find((row) => row.instanceType === instanceType);
  const row = own ? undefined : findInstanceType(instanceType);
  const gpu = findGpu((own ?? row)?.gpu ?? "");
  const nvlinks = findNvlinks(instanceType);
  return {
    instanceType,
    count: Math.max(1, Math.floor((own ?? row)?.gpuCount ?? 1)),
    ...(gpu ? { models: [gpu.gpu, ...gpu.aliases] } : {}),
    ...kernelModules(gpu, row?.fractional ?? false),
    ...(row?.nvswitch === undefined ? {} : { nvswitch: row.nvswitch }),
    ...(nvlinks === undefined ? {} : { nvlinks: nvlinks.linksPerGpu }),
  };
}

/** Where both flavours run, or nobody states it, none is expected. */
function kernelModules(gpu: Gpu | undefined, fractional: boolean): Pick<ExpectedGpus, "kernelModules"> {
  if (fractional) return { kernelModules: ["grid"] };
  if (gpu === undefined || gpu.openKernelModuleConfidence === "recalled" || gpu.openKernelModule === "supported") return {};
  return { kernelModules: [gpu.openKernelModule === "required" ? "open" : "proprietary"] };
}
