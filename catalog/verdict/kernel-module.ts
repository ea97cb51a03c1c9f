import { rowRef } from "../find/row-ref";
import { compareVersions } from "../version";
import { driverSpan } from "./driver-cuda";
import type { Facts } from "./facts";
import { type Assumption, type Finding, fail, notApplicable, pass, undecided } from "./finding";
import { KERNEL_MODULES } from "./rows/kernel-modules";

const ref = (key: keyof typeof KERNEL_MODULES) => rowRef("kernelModules", key, KERNEL_MODULES[key]);
/** "Added beta-quality support for GeForce and Workstation GPUs". */
const FIRST_OPEN_FOR_ALL = "545.23.06";
/** The open module needs the GPU system processor, which came with Turing. */
const FIRST_OPEN_CAPABILITY = "7.5";

/** Axis 5: the flavour of the kernel module against the GPU. */
export function kernelModule(facts: Facts): Finding {
  const { gpu, kernelModule: module, fractional, unlistedFamily } = facts;
  if (fractional?.value) return forFraction(facts);
  if (facts.virtual) return forVirtual(facts);
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
  const needed = needsOpen ? "open" : compareVersions(computeCapability, FIRST_OPEN_CAPABILITY) < 0 ? "proprietary" : undefined;
  const rows = [...gpu.rows, ...(needsOpen ? [ref("openOnly")] : [ref("openFromTuring")])];
  if (!module) {
    if (needed === undefined)
      return architecture
        ? pass(`${shown} runs with either kernel module`, rows)
        : undecided("the architecture of the GPU is not known", ["gpu"]);
    const assumes: Assumption = { text: `the host loads the ${needed} kernel module, which ${shown} needs`, missing: "kernelModule" };
    return pass(`${shown} needs the ${needed} kernel module`, rows, [assumes]);
  }
  const early = module.value === "open" && forEarlyOpen(facts, shown);
  if (early) return { ...early, rows: [...rows, ...module.rows, ...(early.rows ?? [])] };
  if (needed === undefined || module.value === needed)
    return pass(`the ${module.value} kernel module serves ${shown}`, [...rows, ...module.rows]);
  if (module.value === "grid")
    return undecided(`whether the GRID driver serves ${shown} is not known`, ["kernelModule"], [...rows, ...module.rows]);
  return fail(`${shown} needs the ${needed} kernel module, and the host loads the ${module.value} one`, [...rows, ...module.rows]);
}

/** The first open modules were for data-centre GPUs only; a parameter of the module lets them load for the others. */
function forEarlyOpen({ gpu, driver }: Facts, shown: string): Finding | undefined {
  if (!gpu || gpu.value.class === undefined || gpu.value.class === "data-center" || !driver) return undefined;
  if (compareVersions(driverSpan(driver.value).high, FIRST_OPEN_FOR_ALL) >= 0) return undefined;
  return fail(
    `the open kernel module of driver ${driver.value} drives data-centre GPUs only, and ${shown} is none; ${FIRST_OPEN_FOR_ALL} is the first for all`,
    [ref("openForAll")],
    [{ text: "NVreg_OpenRmEnableUnsupportedGpus is not set", missing: "kernelModule" }],
  );
}

/** A virtual GPU is driven by a guest driver of the hypervisor's own vGPU release, which nobody can see from the guest. */
function forVirtual({ kernelModule: module }: Facts): Finding {
  const rows = [ref("virtual"), ...(module?.rows ?? [])];
  if (module?.value === "proprietary") return fail("a virtual GPU needs the GRID guest driver, and the host loads the ordinary one", rows);
  return undecided(
    "a virtual GPU needs the GRID guest driver of a release that its hypervisor accepts, and the hypervisor's is not known",
    [module?.value === "grid" ? "driver" : "kernelModule"],
    rows,
  );
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
