import { rowRef } from "../find/row-ref";
import { compareVersions } from "../version";
import type { Facts } from "./facts";
import { type Assumption, type Finding, fail, notApplicable, pass, undecided } from "./finding";
import { FABRIC_MANAGER, ON_NVSWITCH_BOARDS } from "./rows/fabric-manager";

const ref = (key: keyof typeof FABRIC_MANAGER) => rowRef("fabricManager", key, FABRIC_MANAGER[key]);
const E802 = "CUDA answers error 802 (system not yet initialized)";

/** Axis 6: NVSwitch machines need Fabric Manager of exactly the driver's version. */
export function fabric(facts: Facts): Finding {
  const { nvswitch, gpu, fabricManager: manager, recalled } = facts;
  if (nvswitch?.value === false) return notApplicable("the machine has no NVSwitch", [], nvswitch.rows);
  if (nvswitch?.value === true) return onNvswitch(facts);
  const name = gpu?.value.name;
  const board = name !== undefined && ON_NVSWITCH_BOARDS.includes(name);
  if (
    typeof manager?.value === "string" &&
    facts.driver &&
    /\./.test(facts.driver.value) &&
    compareVersions(manager.value, facts.driver.value) !== 0 &&
    board
  ) {
    return fail(`Fabric Manager ${manager.value} does not match driver ${facts.driver.value}: it does not start, and ${E802}`, [
      ref("exactVersion"),
    ]);
  }
  if (!board)
    return gpu
      ? notApplicable(`${name ?? "the GPU"} stands on no NVSwitch board`)
      : notApplicable("the GPU is not known", [{ text: "the machine has no NVSwitch", missing: "instanceType" }]);
  if (manager?.value === false && facts.sxm && (facts.gpuCount?.value ?? 1) >= 8) {
    return fail(`${facts.gpuCount?.value} ${name} in SXM form stand on an NVSwitch board, and no Fabric Manager is installed: ${E802}`, [
      ref("missing"),
    ]);
  }
  if (manager?.value === false) {
    return undecided(
      `${name} needs Fabric Manager on an NVSwitch board and none on PCIe, and the machine is not known`,
      ["instanceType"],
      [ref("missing")],
    );
  }
  if (!manager && (facts.gpuCount?.value ?? 1) >= 8) {
    return undecided(
      `eight ${name} mostly stand on an NVSwitch board, and whether Fabric Manager runs is not known`,
      ["fabricManager"],
      [ref("missing")],
    );
  }
  if (recalled.nvswitch) return undecided("whether the machine has NVSwitch is only recalled", ["fabricManager"], [recalled.nvswitch.row]);
  const assumes: Assumption = manager
    ? { text: `Fabric Manager ${manager.value} is what the machine needs`, missing: "instanceType" }
    : { text: `the ${name} stands on no NVSwitch board, or Fabric Manager of the driver's version runs`, missing: "fabricManager" };
  return notApplicable("no machine with NVSwitch is named", [assumes]);
}

function onNvswitch({ fabricManager: manager, driver, knownAmi, gpu, nvswitch }: Facts): Finding {
  const rows = nvswitch?.rows ?? [];
  const nvlsm: Assumption[] =
    gpu?.value.architecture === "Blackwell"
      ? [{ text: "NVLSM runs beside Fabric Manager, as HGX B200 and newer need", missing: "fabricManager" }]
      : [];
  if (manager?.value === false) return fail(`the machine has NVSwitch and no Fabric Manager: ${E802}`, [...rows, ref("missing")]);
  if (!manager) {
    if (!knownAmi)
      return undecided(
        "the machine has NVSwitch, and whether Fabric Manager of the driver's version runs is not known",
        ["fabricManager"],
        [...rows, ref("exactVersion")],
      );
    return pass("the machine has NVSwitch, and the AMI brings Fabric Manager", rows, [
      { text: "the AMI starts Fabric Manager in exactly the driver's version", missing: "fabricManager" },
      ...nvlsm,
    ]);
  }
  if (!driver || !/\./.test(driver.value))
    return undecided(`Fabric Manager ${manager.value} must match the driver, whose exact version is not known`, ["driver"], rows);
  if (compareVersions(manager.value, driver.value) !== 0) {
    return fail(`Fabric Manager ${manager.value} does not match driver ${driver.value}: it does not start, and ${E802}`, [
      ...rows,
      ref("exactVersion"),
    ]);
  }
  return pass(`Fabric Manager ${manager.value} matches the driver`, [...rows, ref("exactVersion")], nvlsm);
}
