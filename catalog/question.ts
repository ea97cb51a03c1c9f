import type { DeclaredRows } from "./declared";

/** Flavour of the NVIDIA kernel module on a host. `grid` is the vGPU driver of fractional types (g6f, gr6f). */
export type KernelModule = "open" | "proprietary" | "grid";

/** How the NVIDIA Container Toolkit puts the driver into a container. */
export type InjectionMode = "legacy" | "cdi" | "csv";

/** A machine image by family and exact release, as the catalog's AMI table and the lock name it. */
export interface AmiName {
  /** Key of `AMI_FAMILIES`, for example `dlami-base-oss-al2023`, `eks-al2023-nvidia`. */
  readonly family: string;
  /** Exact release, for example `20260901`, `v20260714`, `1.68.0`. Never `latest`. */
  readonly release: string;
  /** Only for Kubernetes families; one release can hold different drivers per version. */
  readonly kubernetes?: string;
}

/** Software needs that go beyond CUDA itself. */
export type Feature = "flash-attention-2" | "flash-attention-3" | "fp8" | "bfloat16" | "nccl-multi-gpu" | "ptx-jit";

/**
 * What is known of a host and of an image. Every field is optional: a missing one is unknown, and is never taken for a pass.
 * Facts that are given win over rows; rows fill in the rest (an instance type brings its GPU, an AMI its driver, an image its CUDA).
 */
export interface Question {
  // --- the host
  /** NVIDIA driver version, for example `580.159.03`. A branch alone (`535`) is accepted where the answer does not depend on the rest. */
  readonly driver?: string;
  readonly ami?: AmiName;
  /** EC2 type, for example `g6.xlarge`. */
  readonly instanceType?: string;
  /** GPU model as in the catalog, for example `L4`, `H100`. Case and vendor prefix are ignored. */
  readonly gpu?: string;
  /** Compute capability, for example `8.9`. */
  readonly computeCapability?: string;
  readonly gpuCount?: number;
  readonly kernelModule?: KernelModule;
  /** Exact version of Fabric Manager; `false` says that it is not installed. */
  readonly fabricManager?: string | false;
  /** NVIDIA Container Toolkit version; `false` says that it is not installed. */
  readonly containerToolkit?: string | false;
  readonly injectionMode?: InjectionMode;
  /** MIG profile, for example `1g.10gb`; `false` says that MIG is off. */
  readonly mig?: string | false;
  /** Version of the GSP firmware package; `false` says that it is missing. */
  readonly gspFirmware?: string | false;
  // --- the image
  /** `registry/repository:tag`, `…@sha256:…`, or both. */
  readonly image?: string;
  /** CUDA toolkit of the container, for example `12.8` or `12.8.1`. */
  readonly cuda?: string;
  /** Value of `NVIDIA_REQUIRE_CUDA`; `""` says that the image has none. */
  readonly require?: string;
  /** `NVIDIA_DISABLE_REQUIRE` is set in the container. */
  readonly disableRequire?: boolean;
  /** Driver version of the `cuda-compat` package in the image; `false` says that there is none. */
  readonly compat?: string | false;
  /** The compat libraries stand first in the loader's path by the image's own doing (LD_LIBRARY_PATH, ld.so.conf). */
  readonly compatOnPath?: boolean;
  /** torch version, for example `2.8.0`, `2.8.0+cu128`. */
  readonly torch?: string;
  /** What the framework was compiled for, for example `["7.5", "8.0", "12.0+PTX"]`. Overrides the framework's row. */
  readonly architectures?: readonly string[];
  readonly features?: readonly Feature[];
  /** GPU memory the model needs, in GiB per GPU. */
  readonly gpuMemoryGiB?: number;
  // --- how to judge
  /** Turns every assumption into `undecided`. Default false. */
  readonly strict?: boolean;
  /** The user's own rows; they enforce, and are marked `declared` in each answer. */
  readonly declared?: DeclaredRows;
}
