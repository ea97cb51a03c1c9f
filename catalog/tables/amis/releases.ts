import type { AmiRelease } from "./ami";
import { bottlerocketReleases } from "./bottlerocket";
import { deepLearningReleases } from "./deep-learning";
import { ecsReleases } from "./ecs";
import { eksReleases } from "./eks";

let decoded: ReadonlyMap<string, readonly AmiRelease[]> | undefined;

/** Every release by family; decoded on first use, because most questions name no AMI. */
export function amiReleases(): ReadonlyMap<string, readonly AmiRelease[]> {
  if (decoded) return decoded;
  const byFamily = new Map<string, AmiRelease[]>();
  for (const row of [...deepLearningReleases(), ...eksReleases(), ...bottlerocketReleases(), ...ecsReleases()]) {
    const rows = byFamily.get(row.family);
    if (rows) rows.push(row);
    else byFamily.set(row.family, [row]);
  }
  decoded = byFamily;
  return decoded;
}
