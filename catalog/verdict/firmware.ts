import { rowRef } from "../find/row-ref";
import { compareVersions } from "../version";
import type { Facts } from "./facts";
import { type Finding, fail, notApplicable, pass, undecided } from "./finding";
import { GSP_FIRMWARE } from "./rows/gsp-firmware";

const REF = rowRef("gspFirmware", "gsp", GSP_FIRMWARE);
const WITHOUT_GSP = new Set<string | undefined>(["Kepler", "Maxwell", "Pascal", "Volta"]);
const ONLY_GSP = new Set<string | undefined>(["Blackwell"]);

/** Axis 9: the GSP firmware package is of the driver's own version. */
export function firmware({ gspFirmware, driver, gpu, kernelModule }: Facts): Finding {
  const architecture = gpu?.value.architecture;
  if (WITHOUT_GSP.has(architecture)) return notApplicable(`${architecture} has no GSP`, [], [REF]);
  if (!gspFirmware) {
    return notApplicable("nothing is said of the firmware", [
      { text: "the GSP firmware package is of the driver's version", missing: "gspFirmware" },
    ]);
  }
  if (gspFirmware.value === false) {
    if (kernelModule?.value === "open" || ONLY_GSP.has(architecture))
      return fail("the GSP firmware is missing, and the open kernel module does not work without it", [REF]);
    if (kernelModule?.value === "proprietary" && architecture)
      return pass("the proprietary kernel module works without GSP firmware", [REF]);
    return undecided(
      "the GSP firmware is missing, which only the proprietary kernel module forgives",
      [gpu ? "kernelModule" : "gpu"],
      [REF],
    );
  }
  if (!driver || !/\./.test(driver.value))
    return undecided(`GSP firmware ${gspFirmware.value} must match the driver, whose exact version is not known`, ["driver"], [REF]);
  if (compareVersions(gspFirmware.value, driver.value) === 0) return pass(`GSP firmware ${gspFirmware.value} matches the driver`, [REF]);
  return fail(`GSP firmware ${gspFirmware.value} does not match driver ${driver.value}`, [REF]);
}
