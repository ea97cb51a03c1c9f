import { lookup } from "../find/lookup";
import { rowRef } from "../find/row-ref";
import type { Facts } from "./facts";
import { type Finding, fail, notApplicable, pass, undecided } from "./finding";
import { MIG_LIMITS, MIG_PROFILES } from "./rows/mig-profiles";

/** Axis 7: a MIG profile exists per GPU, and a process sees one MIG device. */
export function partition(facts: Facts): Finding {
  const { mig, gpu } = facts;
  if (!mig) return notApplicable("no MIG profile is named", [{ text: "MIG is off", missing: "mig" }]);
  if (mig.value === false) return notApplicable("MIG is off");
  const profile = mig.value.toLowerCase().replace(/[+-].*$/, "");
  const limits = rowRef("migLimits", "limits", MIG_LIMITS);
  if (facts.features?.includes("nccl-multi-gpu")) return fail(`NCCL does not work across MIG devices (${mig.value})`, [limits]);
  if (!gpu) return undecided(`whether MIG profile ${mig.value} exists needs the GPU`, ["gpu"]);
  const { name, computeCapability } = gpu.value;
  const row = name === undefined ? undefined : lookup(MIG_PROFILES, name);
  if (row) {
    const ref = rowRef("migProfiles", row.gpu, row);
    if (row.profiles.includes(profile)) return pass(`${name} has MIG profile ${mig.value}`, [ref]);
    return fail(`${name} has no MIG profile ${mig.value}; it has ${row.profiles.join(", ")}`, [ref]);
  }
  if (name !== undefined && gpu.rows.length > 0) return fail(`${name} cannot be partitioned with MIG`, [...gpu.rows, limits]);
  if (Number(computeCapability.split(".")[0]) < 8) return fail(`compute capability ${computeCapability} is older than MIG`, [limits]);
  return undecided(`whether MIG profile ${mig.value} exists needs the GPU's model`, ["gpu"]);
}

/** Memory of one MIG device in GiB, as its name says. */
export const migMemoryGiB = (profile: string): number | undefined => {
  const match = /(\d+)gb/i.exec(profile);
  return match ? Number(match[1]) : undefined;
};
