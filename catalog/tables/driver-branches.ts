import type { Confidence, Sourced } from "../sourced";

/** `NFB` new feature branch (short-lived), `PB` production branch (one year), `LTSB` long-term support branch (three years). */
export type DriverBranchKind = "NFB" | "PB" | "LTSB";

/** One branch of the NVIDIA data-centre driver for Linux. */
export interface DriverBranch extends Sourced {
  /** Number of the branch, the key. */
  readonly branch: string;
  readonly kind: DriverBranchKind;
  /** CUDA that the branch brings natively: what `nvidia-smi` prints as its maximum. */
  readonly cuda: string;
  readonly cudaConfidence: Confidence;
  readonly cudaSource?: string;
  /** ISO date of the first release. */
  readonly firstReleased?: string;
  /** Newest release found. */
  readonly lastRelease: string;
  readonly lastReleased?: string;
  /** ISO date or month. */
  readonly endOfLife?: string;
}

type Cuda = Pick<DriverBranch, "cuda" | "cudaConfidence" | "cudaSource">;

const CHECKED = "2026-11-23";
// Built by endoflife.date from https://docs.nvidia.com/datacenter/tesla/drivers/releases.json.
const EOL = "endoflife-date/endoflife.date:products/nvidia-driver.md";
const FORWARD = "https://docs.nvidia.com/deploy/cuda-compatibility/forward-compatibility.html";
const TOOLKITS = "https://docs.nvidia.com/cuda/cuda-toolkit-release-notes/index.html";

/** The number stands in a source. */
const listed = (cuda: string, cudaSource = FORWARD): Cuda => ({ cuda, cudaConfidence: "seen", cudaSource });

/** The toolkit's table names the branch as its driver. */
const paired = (cuda: string): Cuda => ({ cuda, cudaConfidence: "derived", cudaSource: TOOLKITS });

const branch = (name: string, kind: DriverBranchKind, cuda: Cuda, lastRelease: string, more: Partial<DriverBranch>): DriverBranch => ({
  branch: name,
  kind,
  ...cuda,
  lastRelease,
  source: EOL,
  checked: CHECKED,
  confidence: "seen",
  ...more,
});

const ROWS: readonly DriverBranch[] = [
  branch(
    "450",
    "LTSB",
    listed("11.0", "https://docs.nvidia.com/datacenter/tesla/tesla-release-notes-450-216-04/index.html"),
    "450.248.02",
    { firstReleased: "2020-06-24", lastReleased: "2023-06-26", endOfLife: "2023-07-01" },
  ),
  branch("460", "PB", paired("11.2"), "460.106.00", { firstReleased: "2021-01-07", lastReleased: "2021-10-26", endOfLife: "2022-01-01" }),
  branch("465", "NFB", paired("11.3"), "465.24.02", { firstReleased: "2021-04-19", lastReleased: "2021-04-19", endOfLife: "2022-04-19" }),
  branch("470", "LTSB", listed("11.4", "https://support.huaweicloud.com/intl/en-us/usermanual-cce/cce_10_0846.html"), "470.256.02", {
    firstReleased: "2021-07-19",
    lastReleased: "2024-06-04",
    endOfLife: "2024-07-20",
    note: "Last branch for Kepler (sm_35/37). EOL 2024",
  }),
  branch("495", "NFB", paired("11.5"), "495.46", { firstReleased: "2021-10-26", lastReleased: "2021-12-13", endOfLife: "2022-10-12" }),
  branch("510", "PB", paired("11.6"), "510.108.03", { firstReleased: "2022-01-14", lastReleased: "2022-11-22", endOfLife: "2023-01-01" }),
  branch("515", "PB", paired("11.7"), "515.105.01", { firstReleased: "2022-05-11", lastReleased: "2023-03-30", endOfLife: "2023-05-01" }),
  branch("520", "NFB", paired("11.8"), "520.56.06", { firstReleased: "2022-10-12", lastReleased: "2022-10-07", endOfLife: "2023-10-01" }),
  branch("525", "PB", paired("12.0"), "525.147.05", { firstReleased: "2022-11-10", lastReleased: "2023-10-31", endOfLife: "2023-12-01" }),
  branch("530", "NFB", paired("12.1"), "530.41.03", { firstReleased: "2023-03-23", lastReleased: "2023-03-23", endOfLife: "2023-06-24" }),
  branch("535", "LTSB", listed("12.2"), "535.309.01", {
    firstReleased: "2023-06-14",
    lastReleased: "2026-04-28",
    endOfLife: "2026-06-01",
    source: `${EOL} ; https://docs.nvidia.com/datacenter/tesla/drivers/615/supported-drivers-and-cuda-toolkit-versions.html`,
    note: "LTSB ended in June 2026 (endoflife and the 615 edition of the NVIDIA page agree on the month); Toolkit pairing differs by page: nvidia-smi 12.2; tesla release notes for 535.216.03 say CUDA 12.2.2",
  }),
  branch("545", "NFB", paired("12.3"), "545.29.06", { firstReleased: "2023-10-31", lastReleased: "2023-11-22", endOfLife: "2024-10-01" }),
  branch("550", "PB", paired("12.4"), "550.163.01", {
    firstReleased: "2024-02-23",
    lastReleased: "2025-04-17",
    endOfLife: "2025-04-17",
    note: "endoflife records the date of the last release as EOL (2025-04-17); NVIDIA PB rule is one year",
  }),
  branch("555", "NFB", paired("12.5"), "555.58.02", { firstReleased: "2024-06-04", lastReleased: "2024-07-01", endOfLife: "2025-06-01" }),
  branch("560", "PB", paired("12.6"), "560.35.03", { firstReleased: "2024-08-22", lastReleased: "2024-08-22", endOfLife: "2025-08-22" }),
  branch("565", "PB", { cuda: "12.7", cudaConfidence: "recalled" }, "565.57.01", {
    firstReleased: "2024-10-29",
    lastReleased: "2024-10-29",
    endOfLife: "2025-10-01",
    note: "No public CUDA 12.7 toolkit was released; nvidia-smi still prints 12.7 (recalled)",
  }),
  branch("570", "PB", listed("12.8"), "570.211.01", {
    firstReleased: "2025-01-27",
    lastReleased: "2026-01-13",
    endOfLife: "2026-01-27",
    note: "PB ended 2026-01-27; still the branch of the EKS AMI for Kubernetes 1.28 (templates/al2023/variables-1.28.json). Needed by anything pinned to CUDA 12.8 natively",
  }),
  branch("575", "NFB", paired("12.9"), "575.57.08", { firstReleased: "2025-06-03", lastReleased: "2025-06-03", endOfLife: "2026-06-03" }),
  branch("580", "LTSB", listed("13.0"), "580.178.04", {
    firstReleased: "2025-08-04",
    lastReleased: "2026-08-03",
    endOfLife: "2028-06",
    source: `${EOL} ; https://docs.nvidia.com/datacenter/tesla/drivers/615/supported-drivers-and-cuda-toolkit-versions.html ; https://docs.nvidia.com/datacenter/tesla/drivers/620/supported-drivers-and-cuda-toolkit-versions.html ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html ; https://bottlerocket.dev/en/os/1.68.x/version-information/gpu-drivers/1.68.0/ ; awslabs/amazon-eks-ami:templates/al2023/variables-default.json`,
    note: "Last branch that supports Maxwell, Pascal and Volta (V100, P3 instances). Default branch of the EKS GPU AMI and of Bottlerocket *-nvidia variants; EOL: endoflife and the older NVIDIA page say August 2028 (2028-08-04); the 615 and 620 editions of the NVIDIA page say June 2028. Use June 2028 for policy",
  }),
  branch("590", "NFB", listed("13.1"), "590.48.01", {
    firstReleased: "2025-12-22",
    lastReleased: "2025-12-22",
    endOfLife: "2026-12-22",
    source: `${EOL} ; https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html ; https://docs.nvidia.com/datacenter/tesla/drivers/620/supported-drivers-and-cuda-toolkit-versions.html`,
    note: "Dropped Maxwell, Pascal and Volta. NFB: the 620 edition says NFBs are short-lived, have no EOL date and are not listed. Do not use as a fleet default; computed by endoflife.date as release + 1 year; NVIDIA gives NFBs no end-of-life date",
  }),
  branch("595", "PB", listed("13.2"), "595.91.07", {
    firstReleased: "2026-03-24",
    lastReleased: "2026-08-03",
    endOfLife: "2027-03-24",
    source: `${EOL} ; https://docs.nvidia.com/datacenter/tesla/drivers/620/supported-drivers-and-cuda-toolkit-versions.html ; NVIDIA/gpu-operator:deployments/gpu-operator/values.yaml`,
    note: "PB, to March 2027. Available beside 580 in Bottlerocket aws-k8s-1.37-nvidia. Default driver of the GPU Operator 26.7 chart",
  }),
  branch("610", "NFB", listed("13.3"), "610.57.04", {
    firstReleased: "2026-08-03",
    lastReleased: "2026-08-03",
    endOfLife: "2026-08",
    source: `${EOL} ; https://docs.nvidia.com/datacenter/tesla/drivers/615/supported-drivers-and-cuda-toolkit-versions.html ; https://docs.nvidia.com/datacenter/tesla/drivers/620/supported-drivers-and-cuda-toolkit-versions.html ; https://developer.download.nvidia.com/compute/nvidia-driver/redist/redistrib_610.57.04.json`,
    note: "endoflife computes EOL 2027-08-03 (release + 1 year); the 615 edition of the NVIDIA page says August 2026; the 620 edition lists no NFB at all. Treat as ended",
  }),
  branch("615", "NFB", listed("13.4"), "615.78.08", {
    source:
      "https://docs.nvidia.com/deploy/cuda-compatibility/forward-compatibility.html ; https://docs.nvidia.com/datacenter/tesla/drivers/615/supported-drivers-and-cuda-toolkit-versions.html",
    note: "Paired with CUDA 13.4. First branch for SM 10.7 (Rubin). Superseded by R620; the 620 edition lists no NFB; 615.78.08 is a display release; the cuda-compat example is built from 615.31",
  }),
  branch(
    "620",
    "LTSB",
    listed("13.5", "https://developer.download.nvidia.com/compute/nvidia-driver/redist/redistrib_620.70.06.json"),
    "620.70.06",
    {
      firstReleased: "2026-11-04",
      lastReleased: "2026-11-04",
      endOfLife: "2029-09",
      source:
        "https://docs.nvidia.com/datacenter/tesla/drivers/620/supported-drivers-and-cuda-toolkit-versions.html ; https://developer.download.nvidia.com/compute/nvidia-driver/redist/redistrib_620.70.06.json",
      note: "New LTSB. A CUDA 13.5 toolkit itself was not found, only the driver manifest tag",
    },
  ),
];

/** Key: number of the branch. */
export const DRIVER_BRANCHES: Readonly<Record<string, DriverBranch>> = Object.fromEntries(ROWS.map((row) => [row.branch, row]));
