import { rowRef } from "../find/row-ref";
import { compareVersions } from "../version";
import type { Facts } from "./facts";
import { type Assumption, type Finding, fail, notApplicable, pass, undecided } from "./finding";
import { KERNEL_MODULES } from "./rows/kernel-modules";

const ref = (key: keyof typeof KERNEL_MODULES) => rowRef("kernelModules", key, KERNEL_MODULES[key]);
const PROPRIETARY_ONLY = new Set<string | undefined>(["Kepler", "Maxwell", "Pascal", "Volta"]);

/** Axis 5: the flavour of the kernel module against the GPU. */
export function kernelModule(facts: Facts): Finding {
  const { gpu, kernelModule: module, fractional, unlistedFamily } = facts;
  if (fractional?.value) return forFraction(facts);
  if (!gpu)
    return module
      ? undecided(`whether the ${module.value} kernel module fits needs the GPU`, ["gpu"], module.rows)
      : notApplicable("neither module nor GPU is known", [{ text: "the kernel module of the host fits its GPU", missing: "kernelModule" }]);
  const { architecture, name, computeCapability } = gpu.value;
  const shown = name ?? `compute capability ${computeCapability}`;
  if (unlistedFamily && !module) {
    return undecided(`the notes of the AMI do not name ${unlistedFamily.value} instances`, ["kernelModule"], unlistedFamily.rows);
  }
  const needsOpen = gpu.value.openModule === "required" || architecture === "Blackwell" || name === "GH200";
  const needed = needsOpen ? "open" : PROPRIETARY_ONLY.has(architecture) ? "proprietary" : undefined;
  const rows = [...gpu.rows, ...(needsOpen ? [ref("openOnly")] : [ref("openFromTuring")])];
  if (!module) {
    if (needed === undefined)
      return architecture
        ? pass(`${shown} runs with either kernel module`, rows)
        : undecided("the architecture of the GPU is not known", ["gpu"]);
    const assumes: Assumption = { text: `the host loads the ${needed} kernel module, which ${shown} needs`, missing: "kernelModule" };
    return pass(`${shown} needs the ${needed} kernel module`, rows, [assumes]);
  }
  if (needed === undefined || module.value === needed)
    return pass(`the ${module.value} kernel module serves ${shown}`, [...rows, ...module.rows]);
  if (module.value === "grid")
    return undecided(`whether the GRID driver serves ${shown} is not known`, ["kernelModule"], [...rows, ...module.rows]);
  return fail(`${shown} needs the ${needed} kernel module, and the host loads the ${module.value} one`, [...rows, ...module.rows]);
}

/** g6f and gr6f: a share of a GPU by vGPU. */
function forFraction({ kernelModule: module, driver }: Facts): Finding {
  if (driver && compareVersions(driver.value, "595") >= 0) {
    return fail(`driver ${driver.value} must not be used on a fraction of a GPU`, [ref("grid"), ...driver.rows]);
  }
  if (!module)
    return undecided(
      "a fraction of a GPU needs the GRID driver, and the kernel module of the host is not known",
      ["kernelModule"],
      [ref("grid")],
    );
  if (module.value === "grid") return pass("the GRID driver serves the fraction of a GPU", [ref("grid"), ...module.rows]);
  return fail(`a fraction of a GPU needs the GRID driver, and the host loads the ${module.value} kernel module`, [
    ref("grid"),
    ...module.rows,
  ]);
}
