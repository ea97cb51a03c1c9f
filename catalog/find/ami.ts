import type { AmiName, KernelModule } from "../question";
import { type AmiFamily, type AmiRelease, amiKey } from "../tables/amis/ami";
import { AMI_FAMILIES } from "../tables/amis/families";
import { amiReleases } from "../tables/amis/releases";
import { findInstanceType } from "./instance-type";
import { lookup } from "./lookup";

export const findAmiFamily = (family: string): AmiFamily | undefined => lookup(AMI_FAMILIES, family.trim());

/** `v20260714` and `20260714` name the same release. */
const plain = (release: string): string => release.trim().replace(/^v(?=\d)/, "");

/** Every row that a name can mean: one, or one per Kubernetes version when that is not given. */
export function amiCandidates({ family, release, kubernetes }: AmiName): AmiRelease[] {
  const rows = amiReleases().get(family.trim()) ?? [];
  return rows.filter(
    (row) =>
      plain(row.release) === plain(release) && (kubernetes === undefined || row.kubernetes === undefined || row.kubernetes === kubernetes),
  );
}

/** The one release that a name means; undefined when it is unknown, or when the Kubernetes version is needed and not given. */
export function findAmi(name: AmiName): AmiRelease | undefined {
  const [row, ...others] = amiCandidates(name);
  return others.length === 0 ? row : undefined;
}

/** The driver of a host, or why it is not known. */
export interface HostDriver {
  readonly driver?: string;
  /** Why there is no single driver; lower case, no final period. */
  readonly reason?: string;
  /** The drivers that the host can have, when the name alone does not decide. */
  readonly candidates: readonly string[];
  /** The rows that were read. */
  readonly rows: readonly AmiRelease[];
  /** False when the release's notes, or its family's page, name their EC2 families and this one is not among them. Absent: not read. */
  readonly listed?: boolean;
}

/** Driver of a host: a function of AMI family, release, Kubernetes version and instance family. */
export function driverOf(ami: AmiName, instanceType?: string): HostDriver {
  const family = findAmiFamily(ami.family);
  if (!family) return { reason: `'${ami.family}' is no AMI family of the catalog`, candidates: [], rows: [] };
  const rows = amiCandidates(ami);
  if (rows.length === 0) {
    const key = amiKey(ami.family, ami.release, ami.kubernetes);
    return { reason: `release ${key} is not in the catalog`, candidates: [], rows };
  }
  const named = rows.length === 1 ? (rows[0]?.instanceFamilies ?? family.instanceFamilies) : family.instanceFamilies;
  const ec2Family = instanceType?.trim().toLowerCase().split(".", 1)[0];
  const listed = named && ec2Family ? { listed: named.includes(ec2Family) } : {};
  const candidates = [...new Set(rows.flatMap((row) => row.drivers))];
  if (rows.some((row) => row.drivers.length === 0)) {
    return { reason: `no source states the driver of ${ami.family}@${ami.release}`, candidates, rows, ...listed };
  }
  const [driver, ...others] = candidates;
  if (others.length === 0) return { ...(driver === undefined ? {} : { driver }), candidates, rows, ...listed };
  const reason =
    rows.length > 1
      ? `${ami.family}@${ami.release} has different drivers by Kubernetes version (${candidates.join(", ")}); name the version`
      : `${rows[0]?.key} holds ${candidates.join(" and ")}; which one a host loads was not found`;
  return { reason, candidates, rows, ...listed };
}

/** EC2 families on which the images of EKS and ECS load the proprietary module although the GPU could take the open one. */
const PROPRIETARY_AT_BOOT: readonly string[] = ["g4dn", "g5", "g5g", "p3", "p3dn"];

/** Kernel module that a host loads; undefined where no source says. */
export function kernelModuleOf(ami: AmiName, instanceType: string): KernelModule | undefined {
  const module = findAmiFamily(ami.family)?.kernelModule;
  const type = findInstanceType(instanceType);
  if (module === undefined || !type) return undefined;
  if (module !== "chosen-at-boot") return type.fractional ? undefined : module;
  if (type.fractional) return "grid";
  // A driver's list of supported devices decides; a 580 image was seen to load the proprietary module on g7.
  if (type.family === "g7") return undefined;
  return PROPRIETARY_AT_BOOT.includes(type.family) ? "proprietary" : "open";
}
