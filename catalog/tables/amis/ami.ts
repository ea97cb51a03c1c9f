import type { Confidence, Sourced } from "../../sourced";
import type { CpuArchitecture } from "../instance-types";

/** Which kernel module an AMI loads: always one, or chosen at boot by the GPU it finds. */
export type AmiKernelModule = "open" | "proprietary" | "chosen-at-boot";

/** A line of machine images that AWS publishes; a release of it is one image per region. */
export interface AmiFamily extends Sourced {
  /** The key, for example `dlami-base-oss-al2023`. */
  readonly family: string;
  readonly title: string;
  readonly architecture: CpuArchitecture;
  /** One image per Kubernetes version: `AmiName.kubernetes` is needed to name one. */
  readonly kubernetes: boolean;
  /** Owner alias for a name search. */
  readonly owner: "amazon";
  readonly ownerAccount?: string;
  /** Exact image name with `{release}` and `{kubernetes}` to fill in; `{release}` without its `v`. Absent: no exact name is known. */
  readonly namePattern?: string;
  readonly namePatternConfidence?: Confidence;
  /** Public SSM parameter of one exact release; `{release}` without its `v`. Absent where AWS publishes only `latest`. */
  readonly ssmParameter?: string;
  readonly ssmParameterConfidence?: Confidence;
  /** Public SSM parameter that moves with each release: to look up, never to pin. */
  readonly latestSsmParameter?: string;
  /** What runs containers. */
  readonly containerRuntime: "docker" | "containerd";
  /** Shell user of the image; absent where it has none. General knowledge, shown and never enforced. */
  readonly loginUser?: "ec2-user" | "ubuntu";
  readonly kernelModule?: AmiKernelModule;
  readonly kernelModuleConfidence?: Confidence;
  /** EC2 families that the family's own page names; a release's own list wins. Absent: not read. */
  readonly instanceFamilies?: readonly string[];
}

/** One release of a family, for one Kubernetes version where the family has several. */
export interface AmiRelease extends Sourced {
  /** `family@release`, with `/kubernetes` where there is one: the key. */
  readonly key: string;
  readonly family: string;
  readonly release: string;
  readonly kubernetes?: string;
  /** Drivers in the image. Two mean that the image holds both and the choice was not found; none that no source states one. */
  readonly drivers: readonly string[];
  /** NVIDIA Container Toolkit. */
  readonly containerToolkit?: string;
  /** CUDA toolkits under `/usr/local`. */
  readonly cuda?: readonly string[];
  readonly kernel?: string;
  /** EC2 families that the release's notes name. */
  readonly instanceFamilies?: readonly string[];
  /** AMI id by region, only where a source states both. */
  readonly ids?: Readonly<Record<string, string>>;
  /** Version for a managed node group, for example `1.34.9-20260714`. */
  readonly nodegroupVersion?: string;
  /** AWS took the release back. */
  readonly withdrawn?: boolean;
}

/** The key of a release: `family@release` or `family@release/kubernetes`, as the lock writes it. */
export const amiKey = (family: string, release: string, kubernetes?: string): string =>
  `${family}@${release}${kubernetes === undefined ? "" : `/${kubernetes}`}`;
