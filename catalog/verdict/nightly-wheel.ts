import { findToolkitArchitecture } from "../find/gpu";
import { rowRef } from "../find/row-ref";
import type { RowRef } from "../sourced";
import { FRAMEWORK_ARCHITECTURES } from "../tables/framework-architectures";
import { compareVersions } from "../version";

/**
 * A nightly or patched build that no row names, `2.6.0.dev20241112+cu121`, for a GPU that came after its CUDA. Of the public wheels for that
 * CUDA none holds PTX, so none runs there; undefined where that does not hold, or where the GPU is not newer.
 */
export function nightlyWheel(
  torch: string,
  computeCapability: string,
): { readonly cuda: string; readonly rows: readonly RowRef[] } | undefined {
  const tag = /^v?\d+\.\d+\.\d+[.a-z]*\d*\+cu(\d{1,2})(\d)$/.exec(torch);
  const first = findToolkitArchitecture(computeCapability);
  if (!tag || !first) return undefined;
  const cuda = `${tag[1]}.${tag[2]}`;
  const [major = "", minor = ""] = computeCapability.split(".");
  // code of the first GPU of the family runs on the later ones
  const base = minor === "0" ? first : findToolkitArchitecture(`${major}.0`);
  if (!base || compareVersions(cuda, first.minToolkit) >= 0 || compareVersions(cuda, base.minToolkit) >= 0) return undefined;
  const wheels = Object.values(FRAMEWORK_ARCHITECTURES).filter((wheel) => wheel.cuda === cuda && wheel.platform === "x86_64");
  if (wheels.length === 0 || wheels.some(({ architectures }) => architectures.some((entry) => /ptx/i.test(entry)))) return undefined;
  return {
    cuda,
    rows: [
      rowRef("toolkitArchitectures", computeCapability, first),
      ...wheels.map((wheel) => rowRef("frameworkArchitectures", wheel.key, wheel)),
    ],
  };
}
