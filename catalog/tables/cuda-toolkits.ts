import type { Sourced } from "../sourced";

/** One CUDA toolkit release, Linux x86_64. */
export interface CudaToolkit extends Sourced {
  /** Full version, the key. `13.5` has no third part: only its driver was found. */
  readonly version: string;
  /** Driver from which the toolkit works in full. A branch alone (`615`) where no exact release was read; absent for a preview. */
  readonly fullFunctionalityMinDriver?: string;
  /** Driver from which same-major code runs with a limited feature set. */
  readonly minorCompatMinDriver: string;
  /** Driver inside the Linux runfile; can be newer than the table's minimum. None from 13.4 on. */
  readonly runfileDriver?: string;
  /** Month of release. */
  readonly released?: string;
  /** A developer preview, superseded by the release. */
  readonly preview?: boolean;
}

/** Minor-version compatibility opens per major version. */
export interface CudaFamily extends Sourced {
  readonly major: number;
  /** Driver from which every toolkit of this major runs at least in minor-version mode. */
  readonly minDriver: string;
}

const CHECKED = "2026-11-23";
const FAMILY = {
  source:
    "https://docs.nvidia.com/deploy/cuda-compatibility/minor-version-compatibility.html ; https://docs.nvidia.com/cuda/cuda-toolkit-release-notes/index.html",
  checked: CHECKED,
  confidence: "seen",
} as const;

/** Key: major version. CUDA 10 and older have no minor-version compatibility, so they have no row. */
export const CUDA_FAMILIES = {
  "11": {
    major: 11,
    minDriver: "450.80.02",
    ...FAMILY,
    note: "CUDA 11.0 shipped with an earlier driver; 450.80.02 is the stated upgrade that opens minor-version compatibility for all 11.x",
  },
  "12": {
    major: 12,
    minDriver: "525.60.13",
    ...FAMILY,
    note: '525.60.13 is the 12.0 GA driver and is quoted in the Forward Compatibility page as "the minimum required driver version for the 12.x toolkits"',
  },
  "13": {
    major: 13,
    minDriver: "580.65.06",
    ...FAMILY,
    note: 'The table says only ">= 580"; 580.65.06 is the first 580 data-centre release (13.0 GA)',
  },
} as const satisfies Readonly<Record<string, CudaFamily>>;

// The table "CUDA Toolkit and Corresponding Driver Versions", 13.2 Update 2 edition, and spack, which names each runfile with its driver.
const RUNFILE = "spack/spack-packages:repos/spack_repo/builtin/packages/cuda/package.py";
const ARCHIVE = "https://developer.nvidia.com/cuda-toolkit-archive";
const TABLE = `https://docs.nvidia.com/cuda/cuda-toolkit-release-notes/index.html ; ${RUNFILE}`;
const TABLE_AND_ARCHIVE = `${TABLE} ; ${ARCHIVE}`;
const RUNFILE_AND_ARCHIVE = `${RUNFILE} ; ${ARCHIVE}`;
const NO_TABLE_ROW = "no row read in the driver table; the value is the driver in the runfile name";

/** The runfile carries the minimum driver itself unless the row says otherwise; from 13.4 on it carries none. */
function toolkit(version: string, full: string | undefined, source: string, more: Partial<CudaToolkit> = {}): CudaToolkit {
  const family = version.split(".", 1)[0] as keyof typeof CUDA_FAMILIES;
  return {
    version,
    ...(full === undefined ? {} : { fullFunctionalityMinDriver: full }),
    ...(full?.includes(".") ? { runfileDriver: full } : {}),
    minorCompatMinDriver: CUDA_FAMILIES[family].minDriver,
    source,
    checked: CHECKED,
    confidence: "seen",
    ...more,
  };
}

const ROWS: readonly CudaToolkit[] = [
  toolkit("11.0.2", "450.51.05", TABLE, { released: "2020-07" }),
  toolkit("11.0.3", "450.51.06", TABLE),
  toolkit("11.1.0", "455.23", TABLE, { runfileDriver: "455.23.05" }),
  toolkit("11.1.1", "455.32", TABLE, { runfileDriver: "455.32.00" }),
  toolkit("11.2.0", "460.27.03", TABLE, { runfileDriver: "460.27.04", note: "table says >=460.27.03 but the runfile bundles 460.27.04" }),
  toolkit("11.2.1", "460.32.03", TABLE),
  toolkit("11.2.2", "460.32.03", TABLE),
  toolkit("11.3.0", "465.19.01", TABLE),
  toolkit("11.3.1", "465.19.01", TABLE),
  toolkit("11.4.0", "470.42.01", TABLE),
  toolkit("11.4.1", "470.57.02", TABLE),
  toolkit("11.4.2", "470.57.02", TABLE),
  toolkit("11.4.3", "470.82.01", TABLE),
  toolkit("11.4.4", "470.82.01", TABLE),
  toolkit("11.5.0", "495.29.05", TABLE),
  toolkit("11.5.1", "495.29.05", TABLE),
  toolkit("11.5.2", "495.29.05", TABLE),
  toolkit("11.6.0", "510.39.01", TABLE),
  toolkit("11.6.1", "510.47.03", TABLE),
  toolkit("11.6.2", "510.47.03", TABLE),
  toolkit("11.7.0", "515.43.04", TABLE),
  toolkit("11.7.1", "515.48.07", TABLE, { runfileDriver: "515.65.01", note: "table says >=515.48.07 but the runfile bundles 515.65.01" }),
  toolkit("11.8.0", "520.61.05", TABLE),
  toolkit("12.0.0", "525.60.13", TABLE),
  toolkit("12.0.1", "525.85.12", TABLE),
  toolkit("12.1.0", "530.30.02", TABLE),
  toolkit("12.1.1", "530.30.02", TABLE),
  toolkit("12.2.0", "535.54.03", TABLE),
  toolkit("12.2.1", "535.86.09", TABLE, { runfileDriver: "535.86.10", note: "table says >=535.86.09 but the runfile bundles 535.86.10" }),
  toolkit("12.2.2", "535.104.05", TABLE),
  toolkit("12.3.0", "545.23.06", TABLE),
  toolkit("12.3.1", "545.23.08", TABLE_AND_ARCHIVE, { released: "2023-11" }),
  toolkit("12.3.2", "545.23.08", RUNFILE_AND_ARCHIVE, { released: "2024-01", note: NO_TABLE_ROW }),
  toolkit("12.4.0", "550.54.14", TABLE_AND_ARCHIVE, { released: "2024-03" }),
  toolkit("12.4.1", "550.54.15", TABLE_AND_ARCHIVE, { released: "2024-04" }),
  toolkit("12.5.0", "555.42.02", TABLE_AND_ARCHIVE, { released: "2024-05" }),
  toolkit("12.5.1", "555.42.06", TABLE_AND_ARCHIVE, { released: "2024-07" }),
  toolkit("12.6.0", "560.28.03", TABLE_AND_ARCHIVE, { released: "2024-08" }),
  toolkit("12.6.1", "560.35.03", TABLE_AND_ARCHIVE, { released: "2024-08" }),
  toolkit("12.6.2", "560.35.03", TABLE_AND_ARCHIVE, { released: "2024-10" }),
  toolkit("12.6.3", "560.35.05", TABLE_AND_ARCHIVE, { released: "2024-11" }),
  toolkit("12.8.0", "570.26", TABLE_AND_ARCHIVE, {
    runfileDriver: "570.86.10",
    released: "2025-01",
    note: "table says >=570.26 but the runfile bundles 570.86.10",
  }),
  toolkit("12.8.1", "570.124.06", TABLE_AND_ARCHIVE, { released: "2025-03" }),
  toolkit(
    "12.8.2",
    "570.211.01",
    "https://developer.download.nvidia.com/compute/cuda/12.8.2/local_installers/cuda_12.8.2_570.211.01_linux.run",
    { note: NO_TABLE_ROW },
  ),
  toolkit("12.9.0", "575.51.03", TABLE_AND_ARCHIVE, { released: "2025-05" }),
  toolkit("12.9.1", "575.57.08", TABLE_AND_ARCHIVE, { released: "2025-06" }),
  toolkit(
    "12.9.2",
    "575.57.08",
    "https://developer.download.nvidia.com/compute/cuda/12.9.2/local_installers/cuda_12.9.2_575.57.08_linux.run",
    { note: NO_TABLE_ROW },
  ),
  toolkit("13.0.0", "580.65.06", TABLE_AND_ARCHIVE, { released: "2025-08" }),
  toolkit("13.0.1", "580.82.07", TABLE_AND_ARCHIVE, { released: "2025-09" }),
  toolkit("13.0.2", "580.95.05", TABLE_AND_ARCHIVE, { released: "2025-10" }),
  toolkit(
    "13.0.3",
    "580.126.20",
    "https://developer.download.nvidia.com/compute/cuda/13.0.3/local_installers/cuda_13.0.3_580.126.20_linux.run",
    { note: NO_TABLE_ROW },
  ),
  toolkit("13.1.0", "590.44.01", TABLE_AND_ARCHIVE, { released: "2025-12" }),
  toolkit("13.1.1", "590.48.01", TABLE),
  toolkit("13.1.2", "590.48.01", RUNFILE, { note: NO_TABLE_ROW }),
  toolkit("13.2.0", "595.45.04", TABLE),
  toolkit("13.2.1", "595.58.03", TABLE),
  toolkit(
    "13.2.2",
    "595.71.05",
    "https://docs.nvidia.com/cuda/cuda-toolkit-release-notes/index.html (13.2 Update 2 edition) ; https://developer.download.nvidia.com/compute/cuda/13.2.2/local_installers/cuda_13.2.2_595.71.05_linux.run",
  ),
  toolkit("13.3.0", "610.43.02", RUNFILE, { note: NO_TABLE_ROW }),
  toolkit(
    "13.3.1",
    "610.43.02",
    "https://docs.nvidia.com/cuda/cuda-toolkit-release-notes/index.html (13.3 Update 1 edition, quoted in a public runbook dated 2026-07-19) ; https://developer.download.nvidia.com/compute/cuda/13.3.1/local_installers/cuda_13.3.1_610.43.02_linux.run",
  ),
  toolkit(
    "13.4.0",
    undefined,
    "https://docs.nvidia.com/cuda/developer-preview/13.4/cuda-toolkit-release-notes/ (via a public runbook dated 2026-07-19)",
    {
      preview: true,
      note: 'Developer preview only; superseded by 13.4.1. A public runbook records the preview note as "unbundles the Linux driver (R616, >=616.00)"',
    },
  ),
  toolkit(
    "13.4.1",
    "615",
    "https://docs.nvidia.com/cuda/archive/13.4.1/cuda-toolkit-release-notes/index.html ; https://docs.nvidia.com/deploy/cuda-compatibility/forward-compatibility.html (615+ = CUDA 13.4) ; https://developer.download.nvidia.com/compute/cuda/13.4.1/local_installers/cuda_13.4.1_linux.run",
    {
      note: "The Linux runfile no longer carries a driver (file name is cuda_13.4.1_linux.run). 13.4.1 IS the GA; the third digit is a build number. Paired driver branch is R615 (exact minimum point release not read). SM 10.7 (Rubin) needs R615+",
    },
  ),
  toolkit("13.4.2", "615", "https://docs.nvidia.com/cuda/archive/13.4.2/cuda-toolkit-release-notes/index.html", {
    note: "Release notes exist; driver row not read. Pairing with R615 inferred from the 13.4 family",
  }),
  toolkit("13.4.3", "615", "https://docs.nvidia.com/deeplearning/triton-inference-server/release-notes/rel-26-10.html", {
    note: "Known only as the base of the 26.10 Triton container (13.4.3.001)",
  }),
  toolkit("13.5", "620", "https://developer.download.nvidia.com/compute/nvidia-driver/redist/redistrib_620.70.06.json", {
    note: "No toolkit release notes found. Known from driver 620.70.06 (2026-11-04), whose cuda_compat component is tagged cuda13.5",
  }),
];

/** Key: full version. There is no CUDA 12.7 toolkit. */
export const CUDA_TOOLKITS: Readonly<Record<string, CudaToolkit>> = Object.fromEntries(ROWS.map((row) => [row.version, row]));
