import { lookup } from "../find/lookup";
import { rowRef } from "../find/row-ref";
import type { RowRef } from "../sourced";
import { ARCHITECTURES } from "../tables/architectures";
import { DRIVER_BRANCHES } from "../tables/driver-branches";
import {
  FORWARD_COMPATIBILITY,
  FORWARD_COMPATIBILITY_BASES,
  FORWARD_COMPATIBILITY_HARDWARE,
  OLDER_FORWARD_COMPATIBILITY,
} from "../tables/forward-compatibility";
import { branchOf, compareVersions, isVersion } from "../version";
import { cudaOfDriver } from "./driver-cuda";
import type { Facts, GpuFacts } from "./facts";
import { type Assumption, type Finding, fail, type Missing, notApplicable, overPossible, pass, undecided } from "./finding";
import { COMPAT_ACTIVATION } from "./rows/compat-activation";

/** Axis 3 and what it means for axis 1: are the image's compat libraries the ones that load? */
export interface CompatOutcome {
  readonly finding: Finding;
  /** Undefined where a missing fact leaves it open. */
  readonly active: boolean | undefined;
  readonly missing: readonly Missing[];
  readonly openReason: string;
  /** Why it would not serve if it were used. */
  readonly unfit?: string;
  readonly assumes: readonly Assumption[];
}

const settled = (active: boolean, finding: Finding): CompatOutcome => ({
  finding,
  active,
  missing: [],
  openReason: "",
  assumes: finding.assumes ?? [],
});

const NO_COMPAT: Assumption = { text: "the image holds no CUDA compat library", missing: "compat" };

/** Axis 3: compat libraries (`cuda-compat-*`) help an old host, and hurt where the GPU or the host is not eligible. */
export function compat(facts: Facts): CompatOutcome {
  const { compat: library, driver } = facts;
  if (!library) return settled(false, notApplicable("no compat library is known in the image", [NO_COMPAT]));
  if (library.value === false) return settled(false, notApplicable("the image holds no compat library", [], library.rows));
  const version = library.value;
  if (!driver) {
    const reason = `the image holds compat library ${version}, and the driver of the host is not known`;
    return {
      finding: undecided(reason, ["driver"], library.rows),
      active: undefined,
      missing: ["driver"],
      openReason: reason,
      assumes: [],
    };
  }
  const use = whenUsed(facts, version, driver.value);
  const finding = { ...use.finding, rows: [...driver.rows, ...library.rows, ...(use.finding.rows ?? [])] };
  return { ...use, finding };
}

/** Sign of compat library minus host; undefined where a branch alone leaves it open. */
function newer(library: string, host: string): number | undefined {
  const branches = Math.sign(compareVersions(branchOf(library) ?? library, branchOf(host) ?? host));
  if (branches !== 0) return branches;
  const exact = /\./.test(library) && /\./.test(host);
  return exact ? Math.sign(compareVersions(library, host)) : undefined;
}

function whenUsed(facts: Facts, library: string, host: string): CompatOutcome {
  const sign = newer(library, host);
  const sameBranch = branchOf(library) === branchOf(host);
  const onPath = facts.compatUse?.value === "path";
  if (sign === 0) return settled(false, pass(`compat library ${library} is of the host's own driver`));
  if (onPath && sign === undefined) {
    const reason = `compat library ${library} stands first in the loader's path, and the exact driver of the host is not known`;
    return { finding: undecided(reason, ["driver"]), active: undefined, missing: ["driver"], openReason: reason, assumes: [] };
  }
  if (onPath && sign !== undefined && sign < 0) {
    return settled(
      false,
      fail(
        `compat library ${library} is older than driver ${host} and stands first in the loader's path: CUDA answers error 803 (driver mismatch)`,
      ),
    );
  }
  if (sameBranch && !onPath) return settled(false, pass(`compat library ${library} is of the host's branch and stays unused`));
  if (sign !== undefined && sign < 0) {
    const assumes: Assumption[] = facts.compatUse
      ? []
      : [{ text: "the compat library is not first in the loader's path", missing: "compatOnPath" }];
    return settled(false, pass(`driver ${host} is newer than compat library ${library}, which stays unused`, [], assumes));
  }
  const used = activation(facts);
  const ifUsed = eligibility(facts, library, host);
  const entrypoint = facts.compatUse?.value === "entrypoint";
  if (ifUsed.status === "fail" && entrypoint && used.active === true && used.row === ENTRYPOINT) {
    return settled(false, pass(`the image checks before it uses compat library ${library}, and leaves it: ${ifUsed.reason}`, ifUsed.rows));
  }
  const rows = [...(ifUsed.rows ?? []), ...used.rows];
  const unused = notApplicable(`compat library ${library} stays unused: ${used.reason}`, used.assumes, used.rows);
  if (used.active === false) return settled(false, unused);
  if (used.active === true) {
    const assumes = [...(ifUsed.assumes ?? []), ...used.assumes];
    if (ifUsed.status === "undecided") {
      return { finding: { ...ifUsed, rows }, active: undefined, missing: ifUsed.missing ?? [], openReason: ifUsed.reason, assumes };
    }
    return settled(true, { ...ifUsed, rows, assumes });
  }
  const openReason = `whether compat library ${library} is put to use is not known: ${used.reason}`;
  const finding =
    ifUsed.status === "fail"
      ? overPossible([ifUsed, unused], `${openReason}; if it is, ${ifUsed.reason}`, used.missing)
      : ifUsed.status === "pass"
        ? pass(`${openReason}; if it is, ${ifUsed.reason}`, rows)
        : undecided(openReason, used.missing, rows);
  const unfit = ifUsed.status === "fail" ? { unfit: ifUsed.reason } : {};
  return { finding, active: undefined, missing: used.missing, openReason, assumes: [], ...unfit };
}

const ENTRYPOINT = "entrypoint";

interface Activation {
  readonly active: boolean | undefined;
  readonly reason: string;
  readonly missing: readonly Missing[];
  readonly rows: readonly RowRef[];
  readonly assumes: readonly Assumption[];
  readonly row?: string;
}

const ref = (key: keyof typeof COMPAT_ACTIVATION): RowRef => rowRef("compatActivation", key, COMPAT_ACTIVATION[key]);

/** Does anything put a newer compat library before the host's? The image itself, or the container toolkit by version and mode. */
function activation(facts: Facts): Activation {
  const answer = (
    active: boolean | undefined,
    reason: string,
    key: keyof typeof COMPAT_ACTIVATION,
    missing: readonly Missing[] = [],
  ): Activation => ({
    active,
    reason,
    missing,
    rows: [ref(key)],
    assumes: [],
    row: key,
  });
  if (facts.compatUse?.value === "path") return answer(true, "it stands first in the loader's path", "path");
  const toolkit = facts.containerToolkit?.value;
  const mode = facts.injectionMode?.value;
  if (toolkit === false) return answer(false, "no container toolkit runs on the host", "none");
  if (facts.compatUse?.value === "entrypoint") {
    return {
      ...answer(true, "the image's entrypoint puts it to use", "entrypoint"),
      assumes: [{ text: "the image's own entrypoint runs", missing: "compatOnPath" }],
    };
  }
  if (typeof toolkit !== "string" || !isVersion(toolkit))
    return answer(undefined, "the container toolkit's version decides it", "unknown", ["containerToolkit"]);
  if (mode === "csv") return answer(false, "csv mode leaves it alone", "csv");
  if (compareVersions(toolkit, "1.17.4") < 0) {
    if (mode === "cdi") return answer(false, `container toolkit ${toolkit} has no compat hook in CDI mode`, "cdiBefore1175");
    if (mode === "legacy") return answer(true, `container toolkit ${toolkit} mounts it`, "before1174");
    return {
      ...answer(true, `container toolkit ${toolkit} mounts it`, "before1174"),
      assumes: [{ text: "the container toolkit runs in its default mode, legacy", missing: "injectionMode" }],
    };
  }
  if (compareVersions(toolkit, "1.17.5") < 0)
    return answer(false, `container toolkit ${toolkit} does not mount it unless told to`, "v1174");
  if (mode === "cdi") return answer(true, `container toolkit ${toolkit} enables it by a hook`, "hook");
  if (compareVersions(toolkit, "1.17.7") < 0) {
    return answer(undefined, `container toolkit ${toolkit} enables it for the nvidia runtime and not for docker --gpus`, "hook", [
      "injectionMode",
    ]);
  }
  return answer(true, `container toolkit ${toolkit} enables it by a hook`, "hook");
}

/** May this library run on this GPU and over this host driver? Judged as if it were in use. */
function eligibility(facts: Facts, library: string, host: string): Finding {
  const hardware = rowRef("forwardCompatibilityHardware", "hardware", FORWARD_COMPATIBILITY_HARDWARE);
  const base = eligibleBase(library, host);
  if (base.status === "fail") return base;
  const gpu = facts.gpu?.value;
  if (!gpu) return undecided(`compat library ${library} needs a data-centre GPU, and the GPU is not known`, ["gpu"], [hardware]);
  const named = gpu.name ?? `the GPU (${gpu.computeCapability})`;
  if (gpu.class === undefined)
    return undecided(`compat library ${library} needs a data-centre GPU, and the class of ${named} is not known`, ["gpu"], [hardware]);
  if (gpu.class === "consumer") {
    return fail(`${named} is no data-centre GPU, so compat library ${library} over driver ${host} ends in error 804`, [hardware]);
  }
  if (gpu.class === "workstation") {
    return undecided(
      `compat library ${library} runs on NGC-ready workstation cards only, and the catalog does not know whether ${named} is one`,
      ["compat"],
      [hardware],
    );
  }
  const dropped = droppedBy(library, gpu);
  if (dropped) return dropped;
  if (base.status !== "pass") return base;
  return pass(`compat library ${library} serves driver ${host} on ${named}`, [hardware, ...(base.rows ?? [])]);
}

function droppedBy(library: string, gpu: GpuFacts): Finding | undefined {
  const row = gpu.architecture && ARCHITECTURES[gpu.architecture];
  const branch = branchOf(library);
  if (!row?.lastDriverBranch || !branch || compareVersions(branch, row.lastDriverBranch) <= 0) return undefined;
  return fail(`compat library ${library} no longer drives ${row.architecture}: the last branch that does is ${row.lastDriverBranch}`, [
    rowRef("architectures", row.architecture, row),
  ]);
}

/** The host's branch as a base: listed in the matrix and no feature branch. */
function eligibleBase(library: string, host: string): Finding {
  const branch = branchOf(host);
  const cuda = cudaOfDriver(library)?.value;
  if (branch === undefined) return undecided(`the branch of driver ${host} cannot be read`, ["driver"]);
  const bases = rowRef("forwardCompatibilityBases", "bases", FORWARD_COMPATIBILITY_BASES);
  const row = cuda === undefined ? undefined : lookup(FORWARD_COMPATIBILITY, cuda);
  const cell = row?.hosts[branch];
  const rows = row ? [rowRef("forwardCompatibility", row.cuda, row), bases] : [bases];
  if (cell === "C" && FORWARD_COMPATIBILITY_BASES.branches.includes(branch))
    return pass(`branch ${branch} is a base for CUDA ${cuda}`, rows);
  const kind = lookup(DRIVER_BRANCHES, branch);
  if (kind?.kind === "NFB") {
    return fail(`driver ${host} is of a new feature branch, which is no base for compat library ${library}: CUDA answers error 803`, [
      ...rows,
      rowRef("driverBranches", branch, kind),
    ]);
  }
  const older = lookup(OLDER_FORWARD_COMPATIBILITY, branch);
  if (older && older.confidence !== "recalled" && cuda !== undefined && compareVersions(cuda, older.upTo) <= 0) {
    return pass(`branch ${branch} was a base for CUDA up to ${older.upTo}`, [rowRef("olderForwardCompatibility", branch, older)]);
  }
  return undecided(`the compat matrix does not say whether branch ${branch} is a base for compat library ${library}`, ["driver"], rows);
}
