import { DRIVER_BRANCHES, type DriverBranch } from "../tables/driver-branches";
import { type DriverRelease, driverReleases } from "../tables/driver-releases";
import { branchOf } from "../version";
import { lookup } from "./lookup";

/** The branch of a driver version or of a branch's name: `580.159.03`, `580`, `R580`. */
export function findDriverBranch(driver: string): DriverBranch | undefined {
  const branch = branchOf(driver);
  return branch === undefined ? undefined : lookup(DRIVER_BRANCHES, branch);
}

/** An exact driver version that some source names; its absence is no proof that the version does not exist. */
export const findDriverRelease = (driver: string): DriverRelease | undefined => driverReleases().get(driver.trim());
