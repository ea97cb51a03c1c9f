import type { Sourced } from "../sourced";
import { compareVersions } from "../version";

/** An exact driver version that exists, because a source names it. */
export interface DriverRelease extends Sourced {
  /** The key. */
  readonly version: string;
}

/** Exact driver versions by the source that names them, each version under the first source found. */
const NAMED: readonly (readonly [source: string, versions: string])[] = [
  ["NVIDIA/cloud-native-docs:gpu-operator/platform-support.rst", "570.133.20 580.173.02"],
  [
    "NVIDIA/open-gpu-kernel-modules (git tags)",
    "515.43.04 520.61.07 525.47.04 530.30.02 535.43.02 535.288.01 545.23.06 550.40.07 555.42.02 560.28.03 565.77 570.86.15 575.51.02 575.64.05 580.65.06 580.142 590.44.01 595.44.02 595.45.04",
  ],
  ["NVIDIA/open-gpu-kernel-modules:README.md", "525.53 525.85.05 525.105.17 550.90.07"],
  ["aws/amazon-ecs-ami:CHANGELOG.md", "580.126.16"],
  ["awslabs/amazon-eks-ami:CHANGELOG.md", "550.144.03 570.158.01 580.159.03"],
  [
    "endoflife-date/endoflife.date:products/nvidia-driver.md (built automatically from https://docs.nvidia.com/datacenter/tesla/drivers/releases.json)",
    "450.248.02 460.106.00 465.24.02 470.256.02 495.46 510.108.03 515.105.01 520.56.06 525.147.05 530.41.03 535.309.01 545.29.06 550.163.01 555.58.02 560.35.03 565.57.01 570.211.01 575.57.08 580.178.04 590.48.01 595.91.07 610.57.04",
  ],
  ["https://bottlerocket.dev/en/os/1.16.x/version-information/gpu-drivers/1.16.1/", "470.223.02 535.129.03"],
  ["https://bottlerocket.dev/en/os/1.40.x/version-information/gpu-drivers/1.40.0/", "535.247.01"],
  ["https://bottlerocket.dev/en/os/1.43.x/version-information/gpu-drivers/1.43.0/", "535.261.03"],
  ["https://developer.download.nvidia.com/compute/cuda/13.0.3/local_installers/cuda_13.0.3_580.126.20_linux.run", "580.126.20"],
  ["https://docs.amazonaws.cn/dlami/latest/devguide/aws-deep-learning-ami-base-aml2-2026-01-02.md", "570.195.03"],
  ["https://docs.amazonaws.cn/dlami/latest/devguide/aws-deep-learning-ami-gpubaseoss-al2023-2026-05-20.md", "595.64"],
  ["https://docs.amazonaws.cn/dlami/latest/devguide/aws-deep-learning-ami-gpubasesinglecuda-ul2204-2026-01-02.md", "580.105.08"],
  ["https://docs.amazonaws.cn/dlami/latest/devguide/aws-deep-learning-ami-gpupt210ossarm64-ul2404-2026-06-19.html", "580.167.08"],
  ["https://docs.amazonaws.cn/dlami/latest/devguide/aws-deep-learning-ami-gpupt29oss-ul2404-2026-03-20.md", "580.126.09"],
  ["https://docs.aws.amazon.com/ja_jp/dlami/latest/devguide/aws-deep-learning-ami-gpupt26oss-ul2204-2025-09-30.html", "570.172.08"],
  [
    "https://docs.nvidia.com/cuda/cuda-toolkit-release-notes/index.html",
    "450.51.05 450.51.06 455.23 455.23.05 455.32 455.32.00 460.27.03 460.27.04 460.32.03 465.19.01 470.42.01 470.57.02 470.82.01 495.29.05 510.39.01 510.47.03 515.48.07 515.65.01 520.61.05 525.60.13 525.85.12 535.54.03 535.86.09 535.86.10 535.104.05 545.23.08 550.54.14 550.54.15 555.42.06 560.35.05 570.26 570.86.10 570.124.06 575.51.03 580.82.07 580.95.05 595.58.03 595.71.05",
  ],
  ["https://docs.nvidia.com/datacenter/tesla/drivers/620/supported-drivers-and-cuda-toolkit-versions.html", "620.70.06"],
  ["https://docs.nvidia.com/deploy/cuda-compatibility/forward-compatibility.html", "615.31 615.78.08"],
  ["https://docs.nvidia.com/deploy/cuda-compatibility/minor-version-compatibility.html", "450.80.02"],
  ["spack/spack-packages:repos/spack_repo/builtin/packages/cuda/package.py", "610.43.02"],
];

let decoded: ReadonlyMap<string, DriverRelease> | undefined;

/** Every exact driver version that a source of this catalog names, oldest first; decoded on first use. It is no list of all releases. */
export function driverReleases(): ReadonlyMap<string, DriverRelease> {
  decoded ??= new Map(
    NAMED.flatMap(([source, versions]) =>
      versions.split(" ").map((version): DriverRelease => ({ version, source, checked: "2026-11-23", confidence: "seen" })),
    )
      .sort((a, b) => compareVersions(a.version, b.version))
      .map((row) => [row.version, row]),
  );
  return decoded;
}
