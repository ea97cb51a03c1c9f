import { findToolkitArchitecture } from "../find/gpu";
import { rowRef } from "../find/row-ref";
import { ARCHITECTURES } from "../tables/architectures";
import { DRIVER_BRANCHES } from "../tables/driver-branches";
import { branchOf, compareVersions } from "../version";
import { ARCHITECTURE } from "./draft";
import { cudaMinor, cudaOfDriver, driverSpan, firstDriverOf, majorOf } from "./driver-cuda";
import type { Facts, GpuFacts } from "./facts";
import { type Finding, fail, limits, overPossible, pass, undecided, worst } from "./finding";
import { nightlyWheel } from "./nightly-wheel";
import { OLDEST_TORCH_GPU } from "./rows/older-torch";
import { TEGRA_BINARIES } from "./rows/tegra-binaries";

/** Can PTX be compiled at run time: yes in native and forward mode, no in minor-version mode. */
export type Jit = boolean | undefined;

/** Axis 4: the machine against the AMI, the GPU against what the driver still drives and what the software was compiled for. */
export function architecture(facts: Facts, jit: Jit): Finding {
  const { gpu, amiArchitecture: ami, hostArchitecture: host } = facts;
  if (ami && host && ami.value !== host.value) {
    return fail(`the AMI is built for ${ami.value} and the instance type is ${host.value}: it does not boot`, [...ami.rows, ...host.rows]);
  }
  if (!gpu) {
    const { gpu: recalled } = facts.recalled;
    const reason = recalled ? `the GPU (${recalled.text}) is only recalled` : "the GPU is not known";
    return undecided(`${reason}, so neither driver nor image can be held against it`, ["gpu"], recalled ? [recalled.row] : []);
  }
  const parts = [driven(facts, gpu.value), compiled(facts, gpu.value, jit)].filter((part): part is Finding => part !== undefined);
  if (parts.length === 0) return undecided("neither the driver nor the image is known", ["driver", "image"], gpu.rows);
  const status = worst(parts.map((part) => part.status));
  const decisive = parts.filter((part) => part.status === status);
  return {
    status,
    reason: decisive.map(({ reason }) => reason).join("; "),
    missing: decisive.flatMap(({ missing }) => missing ?? []),
    rows: [...gpu.rows, ...decisive.flatMap(({ rows }) => rows ?? [])],
    assumes: decisive.flatMap(({ assumes }) => assumes ?? []),
  };
}

const nameOf = (gpu: GpuFacts): string =>
  gpu.name ? `${gpu.name} (${gpu.computeCapability})` : `compute capability ${gpu.computeCapability}`;

/** Does the driver drive the GPU at all? */
function driven({ driver }: Facts, gpu: GpuFacts): Finding | undefined {
  if (!driver) return undefined;
  const span = driverSpan(driver.value);
  const at = (exact: string): Finding => drivenBy(exact, driver.value, gpu);
  const findings = span.exact ? [at(span.low)] : [at(span.low), at(span.high)];
  return overPossible(findings, `branch ${driver.value} holds drivers on both sides of what ${nameOf(gpu)} needs`, ["driver"]);
}

function drivenBy(exact: string, shown: string, gpu: GpuFacts): Finding {
  const row = gpu.architecture && ARCHITECTURES[gpu.architecture];
  const rows = row ? [rowRef("architectures", row.architecture, row)] : [];
  const branch = branchOf(exact) ?? exact;
  if (row?.lastDriverBranch && familyOf(branch) > Number(row.lastDriverBranch)) {
    return fail(
      `driver ${shown} no longer drives ${nameOf(gpu)}: ${row.lastDriverBranch} is the last branch for ${row.architecture}`,
      rows,
    );
  }
  const first = findToolkitArchitecture(gpu.computeCapability);
  const own = cudaOfDriver(exact);
  const least = lowestToolkit(gpu.computeCapability);
  if (first && own && least && compareVersions(own.value, least) < 0) {
    return fail(`driver ${shown} (CUDA ${own.value}) is older than ${nameOf(gpu)}, which came with CUDA ${least}`, [
      ...own.rows,
      rowRef("toolkitArchitectures", gpu.computeCapability, first),
    ]);
  }
  // Drivers from before the catalog's branches: older than the branch of the first toolkit for the GPU is too old, whatever CUDA they bring.
  const bringer = least === undefined ? undefined : firstDriverOf(least);
  if (
    bringer &&
    !own &&
    compareVersions(branch, branchOf(bringer.value) ?? bringer.value) < 0 &&
    compareVersions(gpu.computeCapability, "7.5") >= 0
  ) {
    return fail(`driver ${shown} is older than ${nameOf(gpu)}, which came with CUDA ${least} and driver ${bringer.value}`, bringer.rows);
  }
  if (gpu.minDriver && compareVersions(exact, gpu.minDriver) < 0) {
    const reason = `driver ${shown} is older than ${gpu.minDriver}, the first that ${gpu.minDriverRequired ? "is supported for" : "names"} ${nameOf(gpu)}`;
    return gpu.minDriverRequired ? fail(reason) : undecided(`${reason}; whether an older one drives it is not stated`, ["driver"]);
  }
  const ahead = Number(branch.split(".")[0]) - NEWEST_BRANCH;
  if (ahead > FORESEEABLE)
    return undecided(`driver ${shown} is far newer than branch ${NEWEST_BRANCH}, the newest that the catalog knows`, ["driver"], rows);
  const drives = `driver ${shown} drives ${nameOf(gpu)}`;
  if (ahead <= 0) return pass(drives, rows);
  return pass(drives, rows, [{ text: `a branch newer than the catalog's still drives ${nameOf(gpu)}`, missing: "driver" }]);
}

/**
 * Branches are numbered in fives; the releases for Windows count on from there, and WSL shows their numbers: 570.172.08 of Linux is 573.48
 * of Windows (https://docs.nvidia.com/datacenter/tesla/).
 */
const familyOf = (branch: string): number => Math.floor(Number(branch) / 5) * 5;

const NEWEST_BRANCH = Math.max(...Object.keys(DRIVER_BRANCHES).map(Number));
/** Branches that can have come out since the catalog's date; a number beyond is a slip of the hand. */
const FORESEEABLE = 100;

/** First toolkit that knows an architecture; for Hopper the sources say 11.8 or 12.0, so the older one bounds the driver. */
function lowestToolkit(computeCapability: string): string | undefined {
  const row = findToolkitArchitecture(computeCapability);
  return computeCapability === "9.0" ? "11.8" : row?.minToolkit;
}

/** Does the software hold code for the GPU? */
function compiled(facts: Facts, gpu: GpuFacts, jit: Jit): Finding | undefined {
  const { architectures, cuda, minComputeCapability, torch } = facts;
  const other = /\+(cpu|rocm|xpu)/i.exec(torch?.value ?? "")?.[1];
  if (torch && other) return fail(`torch ${torch.value} is built for ${other.toLowerCase()} and holds no CUDA code`, torch.rows);
  if (architectures) return byList(architectures.value, architectures.rows, gpu, jit);
  if (torch && compareVersions(gpu.computeCapability, OLDEST_TORCH_GPU.minComputeCapability) < 0) {
    return fail(`no public build of PyTorch runs on ${nameOf(gpu)}: it is too old`, [
      ...torch.rows,
      rowRef("olderTorch", "oldest", OLDEST_TORCH_GPU),
    ]);
  }
  const wheels = facts.anyWheel && byList(facts.anyWheel.value, facts.anyWheel.rows, gpu, undefined);
  if (wheels?.status === "fail") {
    return fail(
      `no public wheel of torch ${torch?.value} runs on ${nameOf(gpu)}: they are compiled for ${facts.anyWheel?.value.join(" ")}`,
      wheels.rows,
      [{ text: `torch ${torch?.value} is a public wheel`, missing: "architectures" }],
    );
  }
  const nightly = torch && !facts.anyWheel ? nightlyWheel(torch.value, gpu.computeCapability) : undefined;
  if (nightly) {
    return fail(
      `torch ${torch?.value} is a build for CUDA ${nightly.cuda}, which came before ${nameOf(gpu)}: no such build holds code for it`,
      [...(torch?.rows ?? []), ...nightly.rows],
      [{ text: `torch ${torch?.value} is a public build`, missing: "architectures" }],
    );
  }
  if (minComputeCapability && compareVersions(gpu.computeCapability, minComputeCapability.value) < 0) {
    return fail(
      `the notes of the image support compute capability ${minComputeCapability.value} and newer, and ${nameOf(gpu)} is older`,
      minComputeCapability.rows,
    );
  }
  if (!cuda)
    return facts.image || facts.torch
      ? undecided("what the software was compiled for is not known", ["architectures"])
      : undecided("the CUDA version of the image is not known", ["cuda"]);
  const known = byToolkit(cuda.value, gpu);
  return { ...known, rows: [...(known.rows ?? []), ...cuda.rows] };
}

interface Entry {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  /** Machine code; otherwise only PTX. */
  readonly machine: boolean;
  readonly ptx: boolean;
  /** `9.0a` runs on exactly that GPU. */
  readonly exact: boolean;
}

const read = new WeakMap<readonly string[], readonly Entry[]>();

/** `8.6`, `sm_86`, `9.0a`, `12.0+PTX`, `compute_90` in one form. */
function entries(list: readonly string[]): readonly Entry[] {
  const before = read.get(list);
  if (before) return before;
  const found = list.flatMap((entry): Entry[] => {
    const text = entry.trim();
    const match = ARCHITECTURE.exec(text);
    if (!match) return [];
    const [, , compute, whole, fraction, major, minor, suffix, ptx] = match;
    return [
      {
        text,
        major: Number(whole ?? major),
        minor: Number(fraction ?? minor),
        machine: compute === undefined,
        ptx: ptx !== undefined || compute !== undefined,
        exact: suffix?.toLowerCase() === "a",
      },
    ];
  });
  read.set(list, found);
  return found;
}

const MOST_SHOWN = 20;
const TEGRA = new Set(TEGRA_BINARIES.computeCapabilities);
const TEGRA_REF = rowRef("tegraBinaries", "tegra", TEGRA_BINARIES);

function byList(list: readonly string[], rows: Finding["rows"], gpu: GpuFacts, jit: Jit): Finding {
  const [major = 0, minor = 0] = gpu.computeCapability.split(".").map(Number);
  const known = entries(list);
  const shown = list.length > MOST_SHOWN ? `${list.slice(0, MOST_SHOWN).join(" ")} ...` : list.join(" ");
  // Plain machine code runs on the same major with an equal or higher minor.
  const fitting = known.filter(
    (entry) => entry.machine && entry.major === major && (entry.exact ? entry.minor === minor : entry.minor <= minor),
  );
  const tegra = TEGRA.has(gpu.computeCapability);
  const machine = fitting.find((entry) => !tegra || entry.minor === minor);
  if (!machine && fitting[0] && !known.some((entry) => entry.ptx))
    return fail(
      `code for ${fitting[0].text} is of the same family as ${nameOf(gpu)}, and there is no binary compatibility with Tegra: no kernel image is available`,
      [...(rows ?? []), TEGRA_REF],
    );
  if (machine) return pass(`code for ${machine.text} runs on ${nameOf(gpu)}`, rows);
  const ptx = known.find((entry) => entry.ptx && (entry.major < major || (entry.major === major && entry.minor <= minor)));
  if (!ptx) return fail(`the software is compiled for ${shown}, and ${nameOf(gpu)} runs none of it: no kernel image is available`, rows);
  if (jit === true)
    return limits(`only PTX (${ptx.text}) fits ${nameOf(gpu)}: it is compiled at first start, which can take minutes`, rows);
  if (jit === false)
    return fail(`only PTX (${ptx.text}) fits ${nameOf(gpu)}, and minor-version mode cannot compile PTX of a newer CUDA`, rows);
  return undecided(
    `only PTX (${ptx.text}) fits ${nameOf(gpu)}, and whether the driver can compile it is not known`,
    ["driver", "cuda"],
    rows,
  );
}

function byToolkit(cuda: string, gpu: GpuFacts): Finding {
  const row = findToolkitArchitecture(gpu.computeCapability);
  const minor = cudaMinor(cuda);
  const arch = gpu.architecture && ARCHITECTURES[gpu.architecture];
  const rows = row
    ? [rowRef("toolkitArchitectures", gpu.computeCapability, row)]
    : arch
      ? [rowRef("architectures", arch.architecture, arch)]
      : [];
  const tooNew =
    row?.maxToolkit !== undefined
      ? compareVersions(minor, row.maxToolkit) > 0
      : arch?.lastToolkitMajor !== undefined && majorOf(minor) > arch.lastToolkitMajor;
  if (tooNew)
    return fail(
      `CUDA ${minor} no longer compiles for ${nameOf(gpu)}: ${row?.maxToolkit ?? `${arch?.lastToolkitMajor}.x`} is the last that does`,
      rows,
    );
  const first = row?.minToolkit ?? arch?.firstToolkit;
  if (first === undefined) return undecided(`the catalog does not know which CUDA compiles for ${nameOf(gpu)}`, ["architectures"], rows);
  if (compareVersions(minor, first) >= 0) {
    return pass(`CUDA ${minor} compiles for ${nameOf(gpu)}`, rows, [
      { text: `what runs was compiled for ${nameOf(gpu)}`, missing: "architectures" },
    ]);
  }
  const sameMajor =
    gpu.computeCapability === "8.9" ||
    gpu.computeCapability === "8.6" ||
    gpu.computeCapability === "10.3" ||
    gpu.computeCapability === "12.1";
  const base = sameMajor ? findToolkitArchitecture(`${gpu.computeCapability.split(".")[0]}.0`) : undefined;
  if (base && compareVersions(minor, base.minToolkit) >= 0) {
    return pass(`CUDA ${minor} is older than ${nameOf(gpu)}, whose code for ${base.computeCapability} runs there`, rows, [
      { text: `what runs was compiled for ${base.computeCapability}`, missing: "architectures" },
    ]);
  }
  return undecided(
    `CUDA ${minor} is older than ${nameOf(gpu)} (CUDA ${first}): only PTX in the software can run there`,
    ["architectures"],
    rows,
  );
}
