import type { Sourced } from "../../sourced";
import type { CompatUse } from "../facts";

/** What all images of a line have in common, beside the catalog's rows by tag. */
export interface ImageLine extends Sourced {
  /** The key. */
  readonly line: string;
  /** Repositories of the line; Docker Hub names have no registry. */
  readonly repositories: RegExp;
  /** The tag begins with the CUDA version. */
  readonly tagIsCuda?: boolean;
  /** `of-cuda`: the compat package of the image's own CUDA is inside. `false`: none. */
  readonly compat?: "of-cuda" | false;
  /** How the image itself puts it to use; without this it depends on the container toolkit. */
  readonly compatUse?: CompatUse;
  /** `NVIDIA_REQUIRE_CUDA` of its images, by CUDA. */
  readonly require?: (cuda: string | undefined) => string | undefined;
}

const CHECKED = "2026-11-23";

export const IMAGE_LINES: readonly ImageLine[] = [
  {
    line: "nvidia-cuda",
    repositories: /^(?:nvcr\.io\/)?nvidia\/cuda$/,
    tagIsCuda: true,
    compat: "of-cuda",
    source:
      "https://gitlab.com/nvidia/container-images/cuda (dist/*/base/Dockerfile: NV_CUDA_COMPAT_PACKAGE), read in the copy at wordslab-org/wordslab:doc/infra/containers/nvidia-cuda-base-install.sh",
    checked: CHECKED,
    confidence: "seen",
    note: "the tag begins with the CUDA version; base images install cuda-compat of it",
  },
  {
    line: "ngc",
    repositories: /^nvcr\.io\/nvidia\/(?:pytorch|tensorflow|tritonserver|tensorrt|jax|nemo|modulus|physicsnemo|merlin\/.*)$/,
    compat: "of-cuda",
    compatUse: "entrypoint",
    source:
      "https://docs.nvidia.com/deploy/cuda-compatibility/forward-compatibility.html ; https://docs.nvidia.com/deeplearning/frameworks/user-guide/index.html",
    checked: CHECKED,
    confidence: "derived",
    note: "NGC framework images bring the compat package of their CUDA and check in their entrypoint whether to use it",
  },
];
