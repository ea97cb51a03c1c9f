import * as pulumi from "@pulumi/pulumi";
import { AMI_FAMILIES, driverOf, findAmi, type HostDriver, nearest } from "../../catalog";
import type { DeclaredAmi } from "../../catalog/declared";
import type { AmiName } from "../../catalog/question";
import { invalid } from "../../lib/invalid";
import { amiKey, lockedAmi } from "../../lock/lookup";
import type { Lock } from "../../lock/schema";

/** How `up` finds the id where the region has no row: always one exact release, never the newest. */
type AmiLookup =
  | { readonly by: "name"; readonly name: string; readonly owner: string }
  /** The release's own public SSM parameter. */
  | { readonly by: "parameter"; readonly parameter: string };

/** A machine image by exact release, as a plain record: no resource, so that driver and verdict are known at preview. */
export interface DriverAmi {
  /** `family@release[/kubernetes]`, or the id of an AMI of your own. */
  readonly key: string;
  /** Absent for an AMI of your own. */
  readonly name?: AmiName;
  /** AMI id, where lock, catalog or argument state it for the region. */
  readonly id?: string;
  readonly region?: string;
  /** Absent where `id` is known. */
  readonly lookup?: AmiLookup;
  readonly architecture?: "x86_64" | "arm64";
  /** What runs containers on it; absent for an AMI of your own. */
  readonly containerRuntime?: "docker" | "containerd";
  /** Your own facts about it; they win, and are marked `declared` in each answer. */
  readonly declared?: DeclaredAmi;
  /** Driver per instance family as the lock states it, `*` for every other. */
  readonly lockedDrivers?: Readonly<Record<string, string>>;
}

export interface DriverAmiArgs {
  /**
   * A family of the catalog.
   * @default none: then `id` names an AMI of your own
   * @example "dlami-base-oss-al2023"
   */
  family?: string;
  /**
   * Exact release. Needed with `family`.
   * @default none
   * @example "20260519"
   */
  release?: string;
  /**
   * Kubernetes version, for the families that have one image per version.
   * @default none
   */
  kubernetes?: string;
  /**
   * Region to take the id for.
   * @default none: the id is looked up at `up`, by exact name and owner
   */
  region?: string;
  /**
   * AMI id: a copy in your account, or an AMI of your own with its facts in `declared`.
   * @default from the lock's or the catalog's row of the region
   */
  id?: string;
}

export interface DriverAmiOptions {
  /**
   * The project's `gpu.lock.json`, read with `readLock(path)`.
   * @default none
   */
  lock?: Lock;
  /**
   * Facts of your own about the AMI, with `source` and `checked`; the lock's `declared.amis` are read too.
   * @default none
   */
  declared?: Omit<DeclaredAmi, "ami">;
}

/**
 * A driver AMI by exact release. The id comes from the argument, the lock or the catalog for `region`; else `up` finds it by exact name and owner, or by
 * the release's own parameter.
 * @example driverAmi({ family: "dlami-base-oss-al2023", release: "20260519", region: "us-west-2" }, { lock })
 */
export function driverAmi(args: DriverAmiArgs, options: DriverAmiOptions = {}): DriverAmi {
  const { family, release, id } = args;
  if (id !== undefined && !/^ami-[0-9a-f]{8,17}$/.test(id))
    refuse(args, "id", `'${id}' is no AMI id; it is ami- and 8 or 17 hexadecimal digits`);
  if (family === undefined) return ownAmi(args, options);
  if (!Object.hasOwn(AMI_FAMILIES, family)) {
    refuse(
      args,
      "family",
      `'${family}' is no AMI family of the catalog; use ${nearest(family, Object.keys(AMI_FAMILIES)).join(", ")}, or id for an AMI of your own`,
    );
  }
  if (release === undefined || release === "" || release.toLowerCase() === "latest") {
    return refuse(args, "release", "must be one exact release: what 'latest' names moves, and its driver with it");
  }
  return publishedAmi(args, { family, release, ...(args.kubernetes === undefined ? {} : { kubernetes: args.kubernetes }) }, options);
}

function publishedAmi(args: DriverAmiArgs, name: AmiName, { lock, declared }: DriverAmiOptions): DriverAmi {
  const family = AMI_FAMILIES[name.family];
  if (!family) return refuse(args, "family", `'${name.family}' is no AMI family of the catalog`);
  if (family.kubernetes && name.kubernetes === undefined) {
    return refuse(args, "kubernetes", `${name.family} has one image per Kubernetes version, with its own driver; name the version`);
  }
  const key = amiKey(name);
  const row = findAmi(name);
  const locked = lock && (args.region === undefined ? withoutRegion(lock, key) : lockedAmi(lock, name, args.region));
  const id = args.id ?? locked?.id ?? (args.region === undefined ? undefined : row?.ids?.[args.region]);
  const own = declaredAmi([key, id], lock, declared);
  const lookup = id === undefined ? lookupOf(name, locked?.row) : undefined;
  if (id === undefined && !lookup) {
    return refuse(
      args,
      "release",
      `${key} has no id, exact name or parameter in lock or catalog; run pulumi-gpu pin ami ${name.family} ${name.release} --region <region>, or give its id`,
    );
  }
  if (locked?.deprecation !== undefined && locked.deprecation.slice(0, 10) <= new Date().toISOString().slice(0, 10)) {
    warn(
      `AMI ${key} is deprecated since ${locked.deprecation.slice(0, 10)}: AWS can withdraw it at any time; to keep it, ${howToCopy(args.region, id)}`,
    );
  }
  if (row?.withdrawn)
    warn(
      `AMI ${key} was withdrawn by AWS and may not be found; where it still is, ${howToCopy(args.region, id)}, or move to another release`,
    );
  return {
    key,
    name,
    ...(id === undefined ? {} : { id }),
    ...(args.region === undefined ? {} : { region: args.region }),
    ...(lookup ? { lookup } : {}),
    architecture: own?.architecture ?? family.architecture,
    containerRuntime: family.containerRuntime,
    ...(own ? { declared: own } : {}),
    ...(locked?.row.drivers ? { lockedDrivers: locked.row.drivers } : {}),
  };
}

/** An AMI of the user's own: nobody else can say what is in it. */
function ownAmi(args: DriverAmiArgs, { lock, declared }: DriverAmiOptions): DriverAmi {
  const { id, region } = args;
  if (id === undefined)
    return refuse(
      args,
      "family",
      `needs a family and a release, or the id of an AMI of your own; families are ${Object.keys(AMI_FAMILIES).join(", ")}`,
    );
  const own = declaredAmi([id], lock, declared);
  if (!own)
    return refuse(
      args,
      "id",
      `nothing is known of ${id}; declare its driver, with source and checked, in declared or in the lock's declared.amis`,
    );
  return {
    key: id,
    id,
    ...(region === undefined ? {} : { region }),
    ...(own.architecture === undefined ? {} : { architecture: own.architecture }),
    declared: own,
  };
}

function declaredAmi(
  names: readonly (string | undefined)[],
  lock: Lock | undefined,
  given: DriverAmiOptions["declared"],
): DeclaredAmi | undefined {
  const [key = ""] = names;
  return given ? { ...given, ami: key } : lock?.declared.amis?.find(({ ami }) => names.includes(ami));
}

const withoutRegion = (lock: Lock, key: string): ReturnType<typeof lockedAmi> => {
  const row = Object.hasOwn(lock.amis, key) ? lock.amis[key] : undefined;
  return row && { row };
};

function lookupOf(name: AmiName, locked: { owner?: string; name?: string } | undefined): AmiLookup | undefined {
  const family = AMI_FAMILIES[name.family];
  const filled = (pattern: string) =>
    pattern.replaceAll("{release}", name.release.replace(/^v(?=\d)/, "")).replaceAll("{kubernetes}", name.kubernetes ?? "");
  if (locked?.name !== undefined) return { by: "name", name: locked.name, owner: locked.owner ?? family?.owner ?? "amazon" };
  // What is only recalled may help a person and never picks the machine's image.
  if (family?.ssmParameter && (family.ssmParameterConfidence ?? family.confidence) !== "recalled")
    return { by: "parameter", parameter: filled(family.ssmParameter) };
  if (family?.namePattern && (family.namePatternConfidence ?? family.confidence) !== "recalled") {
    return { by: "name", name: filled(family.namePattern), owner: family.owner };
  }
  return undefined;
}

/** Driver that a machine of this type gets: the user's own fact, else the lock's, else the catalog's. */
export function driverFor(ami: DriverAmi, instanceType: string): Pick<HostDriver, "driver" | "reason"> {
  const family = instanceType.split(".", 1)[0] ?? "";
  const own = ami.declared?.driver;
  const driver = typeof own === "string" ? own : (own?.[family] ?? own?.["*"] ?? ami.lockedDrivers?.[family] ?? ami.lockedDrivers?.["*"]);
  if (driver !== undefined) return { driver };
  return ami.name ? driverOf(ami.name, instanceType) : { reason: `no source states the driver of ${ami.key} on ${instanceType}` };
}

/** The way out for an AMI that is not where it is needed, or may not stay there. */
export const howToCopy = (from = "<region>", id = "<id>", to = from): string =>
  `run aws ec2 copy-image --source-region ${from} --source-image-id ${id} --region ${to} --name <name> and give the copy's id to driverAmi`;

function warn(message: string): void {
  void pulumi.log.warn(message);
}

function refuse(args: DriverAmiArgs, propertyPath: string, reason: string): never {
  throw invalid(`driverAmi '${args.family ?? args.id ?? ""}'`, [{ propertyPath, reason }]);
}
