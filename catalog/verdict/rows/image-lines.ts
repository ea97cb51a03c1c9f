import { lookup } from "../../find/lookup";
import { rowRef } from "../../find/row-ref";
import type { RowRef, Sourced } from "../../sourced";
import { minorOf } from "../../version";
import type { CompatUse } from "../facts";
import { remembered } from "../remembered";
import { CUDA_IMAGE_REQUIREMENTS, requirementsOf } from "./cuda-image-requirements";

interface Requirement {
  /** Several where a tag was built again with another list. */
  readonly value: readonly string[];
  readonly rows: readonly RowRef[];
}

/** What all images of a line have in common, beside the catalog's rows by tag. */
export interface ImageLine extends Sourced {
  /** The key. */
  readonly line: string;
  /** Repositories of the line; Docker Hub names have no registry. */
  readonly repositories: RegExp;
  /** Only tags of this form. */
  readonly tags?: RegExp;
  /** The tag begins with the CUDA version. */
  readonly tagIsCuda?: boolean;
  /** `of-cuda`: the compat package of the image's own CUDA is inside. `false`: none. */
  readonly compat?: "of-cuda" | false;
  /** How the image itself puts it to use; without this it depends on the container toolkit. */
  readonly compatUse?: CompatUse;
  /** Lowest compute capability that the publisher supports. */
  readonly minComputeCapability?: string;
  /** `NVIDIA_REQUIRE_CUDA` of its images, by CUDA. */
  readonly require?: (cuda: string | undefined) => Requirement | undefined;
}

const CHECKED = "2026-11-23";

const requirementOfCudaImage = (cuda: string | undefined): Requirement | undefined =>
  cuda === undefined ? undefined : requirementOfMinor(minorOf(cuda) ?? "");

const requirementOfMinor = remembered((minor: string): Requirement | undefined => {
  const row = lookup(CUDA_IMAGE_REQUIREMENTS, minor);
  return row && { value: requirementsOf(row), rows: [rowRef("cudaImageRequirements", row.cuda, row)] };
});

/** The first line that fits counts. */
export const IMAGE_LINES: readonly ImageLine[] = [
  {
    line: "nvidia-cuda",
    repositories: /^(?:nvcr\.io\/)?nvidia\/cuda$/,
    tagIsCuda: true,
    compat: "of-cuda",
    require: requirementOfCudaImage,
    source: "https://gitlab.com/nvidia/container-images/cuda (dist/<version>/*/base/Dockerfile: NV_CUDA_COMPAT_PACKAGE)",
    checked: CHECKED,
    confidence: "seen",
    note: "the tag begins with the CUDA version; base images install the cuda-compat package of it",
  },
  {
    line: "pytorch-runtime",
    repositories: /^pytorch\/pytorch$/,
    tags: /-runtime$/,
    compat: false,
    require: () => ({ value: [""], rows: [] }),
    source: "pytorch/pytorch:Dockerfile ; pytorch/pytorch:docker.Makefile",
    checked: CHECKED,
    confidence: "seen",
    note: "built on plain Ubuntu with the wheels' own CUDA: no compat package, no NVIDIA_REQUIRE_CUDA, no CUDA_VERSION",
  },
  {
    line: "pytorch-devel",
    repositories: /^pytorch\/pytorch$/,
    tags: /-devel$/,
    compat: "of-cuda",
    require: requirementOfCudaImage,
    source: "pytorch/pytorch:docker.Makefile (BASE_DEVEL = nvidia/cuda)",
    checked: CHECKED,
    confidence: "derived",
    note: "built on nvidia/cuda of the same version, and so with its compat package and requirement",
  },
  {
    line: "vllm",
    repositories: /^vllm\/vllm-openai$/,
    compat: "of-cuda",
    require: requirementOfCudaImage,
    minComputeCapability: "7.0",
    source:
      "vllm-project/vllm:docker/versions.json@6e448d0ea9bf3d88d898b65449ca6dc2aec170ac (FINAL_BASE_IMAGE) ; https://docs.vllm.ai/en/v0.3.3/getting_started/installation.html ; https://docs.vllm.ai/en/v0.14.0/getting_started/installation/gpu/ ; vllm-project/vllm:docs/getting_started/installation/gpu.cuda.inc.md@v0.21.0",
    checked: "2026-11-28",
    confidence: "seen",
    note: "built on nvidia/cuda, and so with its compat package and requirement; vLLM asks for compute capability 7.0 or newer, and from 0.21 for 7.5",
  },
  {
    line: "text-generation-inference",
    repositories: /^ghcr\.io\/huggingface\/text-generation-inference$/,
    compat: "of-cuda",
    require: requirementOfCudaImage,
    source:
      "huggingface/text-generation-inference:Dockerfile@008733313cec1a5e2a38788207cd6ee1d1812a14 (FROM nvidia/cuda:12.1.0-base-ubuntu20.04)",
    checked: "2026-11-28",
    confidence: "seen",
    note: "built on nvidia/cuda, and so with its compat package and requirement",
  },
  {
    line: "ngc",
    repositories: /^nvcr\.io\/nvidia\/(?:pytorch|tensorflow|tritonserver|tensorrt|jax|nemo|modulus|physicsnemo)$/,
    compat: "of-cuda",
    compatUse: "entrypoint",
    require: () => ({ value: ["cuda>=9.0"], rows: [] }),
    source:
      "https://docs.nvidia.com/deploy/cuda-compatibility/forward-compatibility.html ; https://docs.nvidia.com/deeplearning/frameworks/user-guide/index.html ; printed environments of releases 20.06, 23.10 and 23.12",
    checked: CHECKED,
    confidence: "derived",
    note: "NGC framework images bring the compat package of their CUDA, check in their entrypoint whether to use it, and state NVIDIA_REQUIRE_CUDA=cuda>=9.0",
  },
];
