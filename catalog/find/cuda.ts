import { CUDA_FAMILIES, CUDA_TOOLKITS, type CudaFamily, type CudaToolkit } from "../tables/cuda-toolkits";
import { FORWARD_COMPATIBILITY, type ForwardCompatibility } from "../tables/forward-compatibility";
import { compareVersions, isVersion, minorOf } from "../version";
import { lookup } from "./lookup";

const firstThree = (version: string): string => version.split(".").slice(0, 3).map(Number).join(".");

/**
 * The toolkit of a CUDA version: `12.8.1` its own row, `12.8` the newest 12.8.x, `12.8.0.038` the row of 12.8.0.
 * A patch level without a row has none: its driver was not read.
 */
export function findCuda(version: string): CudaToolkit | undefined {
  const text = version.trim().replace(/^v/i, "");
  const exact = lookup(CUDA_TOOLKITS, text);
  if (exact) return exact;
  if (!/^\d+(\.\d+){1,3}$/.test(text)) return undefined;
  if (text.split(".").length > 2) return lookup(CUDA_TOOLKITS, firstThree(text));
  return Object.values(CUDA_TOOLKITS)
    .filter((row) => minorOf(row.version) === minorOf(text) && !row.preview)
    .sort((a, b) => compareVersions(a.version, b.version))
    .at(-1);
}

/** The toolkits of a `major.minor`, oldest first, without previews. */
export const cudaReleases = (minor: string): CudaToolkit[] =>
  Object.values(CUDA_TOOLKITS)
    .filter((row) => minorOf(row.version) === minorOf(minor) && !row.preview)
    .sort((a, b) => compareVersions(a.version, b.version));

/** Minimum driver of a whole CUDA major; CUDA 10 and older have none. Takes `12`, `"12"` or any version of it. */
export function findCudaFamily(version: string | number): CudaFamily | undefined {
  const text = String(version);
  return isVersion(text) ? lookup<CudaFamily>(CUDA_FAMILIES, String(Number.parseInt(text.replace(/^v/i, ""), 10))) : undefined;
}

/** The compat matrix's row of a CUDA version. */
export function findForwardCompatibility(cuda: string): ForwardCompatibility | undefined {
  const minor = minorOf(cuda);
  return minor === undefined ? undefined : lookup(FORWARD_COMPATIBILITY, minor);
}
