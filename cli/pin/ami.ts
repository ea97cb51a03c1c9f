import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { AMI_FAMILIES, amiCandidates, nearest } from "../../catalog";
import type { AmiName } from "../../catalog/question";
import type { AmiFamily } from "../../catalog/tables/amis/ami";
import { amiKey } from "../../lock/lookup";
import { lockPath } from "../../lock/read";
import type { LockedAmi } from "../../lock/schema";
import { updateLock } from "../../lock/update";
import { EXIT, type Io, UsageError } from "../command";
import { displayPath } from "./display-path";
import { type AmiProblem, awsClients, type FoundAmi, findAmiInRegion } from "./find-ami";
import { deprecationWarnings, renderAmiMoved, renderAmiPinned, renderAmiProblems } from "./render-ami";

/** What became of a pin; `moved` and `not-found` wrote nothing. */
export interface AmiPin {
  readonly result: "pinned" | "updated" | "unchanged" | "moved" | "not-found";
  readonly key: string;
  /** The lock file. */
  readonly lock: string;
  readonly before?: LockedAmi;
  readonly now?: LockedAmi;
  readonly found: readonly FoundAmi[];
  readonly problems: readonly AmiProblem[];
}

export async function pinAmi(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      region: { type: "string", multiple: true, default: [] },
      kubernetes: { type: "string" },
      lock: { type: "string" },
      update: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const [familyName, release, ...more] = positionals;
  if (familyName === undefined || release === undefined || more.length > 0) {
    throw new UsageError("give a family and an exact release, such as pin ami dlami-base-oss-al2023 20260901 --region us-east-1");
  }
  const family = knownFamily(familyName);
  const ami = exactName(family, release, values.kubernetes);
  const regions = checkedRegions(values.region);
  const path = values.lock === undefined ? lockPath(io.cwd) : resolve(io.cwd, values.lock);
  const answers = await Promise.all(regions.map(async (region) => findAmiInRegion(family, ami, region, await awsClients(region))));
  const found = answers.filter((answer): answer is FoundAmi => "id" in answer);
  const problems = answers.filter((answer): answer is AmiProblem => "problem" in answer);
  const pin =
    problems.length > 0
      ? { result: "not-found" as const, key: amiKey(ami), lock: path, found, problems }
      : await record(path, ami, found, values.update);
  return report({ ...pin, lock: displayPath(path, io.cwd) }, values.json, io);
}

function report(pin: AmiPin, json: boolean, io: Io): number {
  const good = pin.result !== "moved" && pin.result !== "not-found";
  if (json) io.out(`${JSON.stringify({ version: 1, ...pin }, null, 2)}\n`);
  else if (pin.result === "not-found") io.err(renderAmiProblems(pin));
  else if (pin.result === "moved") io.err(renderAmiMoved(pin));
  else io.out(renderAmiPinned(pin));
  if (good) io.err(deprecationWarnings(pin, new Date()));
  return good ? EXIT.ok : EXIT.fail;
}

function knownFamily(name: string): AmiFamily {
  const family = Object.hasOwn(AMI_FAMILIES, name) ? AMI_FAMILIES[name] : undefined;
  if (!family)
    throw new UsageError(`'${name}' is no AMI family of the catalog; use ${nearest(name, Object.keys(AMI_FAMILIES)).join(", ")}`);
  return family;
}

/** The name in the catalog's spelling of the release, so that `20260714` and `v20260714` are one row. */
function exactName(family: AmiFamily, release: string, kubernetes: string | undefined): AmiName {
  if (release.toLowerCase() === "latest" || release.toLowerCase() === "recommended") {
    throw new UsageError(`'${release}' is a different image every week, with another driver; name one release of ${family.family}`);
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(release))
    throw new UsageError(`'${release}' is no release; use letters, digits, '.', '_' and '-'`);
  if (family.kubernetes && kubernetes === undefined) {
    throw new UsageError(`${family.family} has one image per Kubernetes version, with its own driver; add --kubernetes, such as 1.34`);
  }
  if (!family.kubernetes && kubernetes !== undefined)
    throw new UsageError(`${family.family} is the same for every Kubernetes version; drop --kubernetes`);
  if (kubernetes !== undefined && !/^\d+\.\d+$/.test(kubernetes))
    throw new UsageError(`'${kubernetes}' is no Kubernetes version; write 1.34`);
  const [known] = amiCandidates({ family: family.family, release, ...(kubernetes === undefined ? {} : { kubernetes }) });
  return { family: family.family, release: known?.release ?? release, ...(kubernetes === undefined ? {} : { kubernetes }) };
}

function checkedRegions(values: readonly string[]): string[] {
  const regions = [...new Set(values.flatMap((value) => value.split(",")).map((region) => region.trim()))].filter(
    (region) => region !== "",
  );
  if (regions.length === 0) throw new UsageError("name at least one region: --region us-east-1,us-west-2; an AMI has another id in each");
  const wrong = regions.filter((region) => !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region));
  if (wrong.length > 0) throw new UsageError(`${wrong.map((region) => `'${region}'`).join(", ")} is no region; write us-east-1`);
  return regions;
}

/** Compares with what is locked while no other `pin` writes, and records the ids unless one of them is another than before. */
async function record(path: string, ami: AmiName, found: readonly FoundAmi[], update: boolean): Promise<AmiPin> {
  const key = amiKey(ami);
  const [first] = found;
  let pin: AmiPin = { result: "pinned", key, lock: path, found, problems: [] };
  await updateLock(path, (lock) => {
    const before = Object.hasOwn(lock.amis, key) ? lock.amis[key] : undefined;
    const moved = found.some(({ region, id }) => {
      const locked = before?.regions[region];
      return locked !== undefined && locked.id !== id;
    });
    if (moved && !update) {
      pin = { ...pin, result: "moved", before };
      return lock;
    }
    const fresh = Object.fromEntries(found.map(({ region, id, deprecation }) => [region, { id, ...(deprecation ? { deprecation } : {}) }]));
    const row: LockedAmi = {
      ...ami,
      ...(first ? { name: first.name, owner: first.owner } : {}),
      regions: { ...before?.regions, ...fresh },
      ...drivers(ami, before),
      source: mergeSources(before?.source, found),
      checked: new Date().toISOString().slice(0, 10),
    };
    const result = before === undefined ? "pinned" : sameAmi(before, row) ? "unchanged" : "updated";
    pin = { ...pin, result, ...(before ? { before } : {}), now: result === "unchanged" ? before : row };
    return result === "unchanged" ? lock : { ...lock, amis: { ...lock.amis, [key]: row } };
  });
  return pin;
}

/** What the row says already stays; else the catalog's driver, where it states exactly one. */
function drivers(ami: AmiName, before: LockedAmi | undefined): Pick<LockedAmi, "drivers"> {
  if (before?.drivers) return { drivers: before.drivers };
  const rows = amiCandidates(ami);
  const [driver, ...others] = rows.length === 1 ? (rows[0]?.drivers ?? []) : [];
  return driver !== undefined && others.length === 0 ? { drivers: { "*": driver } } : {};
}

/** Each fact keeps where it came from: the driver of a release note, the ids of AWS's answer. */
function mergeSources(before: string | undefined, found: readonly FoundAmi[]): string {
  const fresh = [...new Set(found.map(({ source }) => source))];
  const kept = (before ?? "").split("; ").filter((source) => source !== "" && !fresh.includes(source));
  return [...kept, ...fresh].join("; ");
}

const sameAmi = (a: LockedAmi, b: LockedAmi): boolean => canonical(a) === canonical(b);
const canonical = ({ name, owner, regions, drivers: known = {} }: LockedAmi): string =>
  JSON.stringify([name, owner, Object.entries(regions).sort(), Object.entries(known).sort()]);
