import type { Confidence, Sourced } from "../../sourced";

/** One container image by tag. */
export interface Image extends Sourced {
  /** Full reference with registry and tag, the key: `docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime`. */
  readonly reference: string;
  /** `pytorch` from Docker Hub, `ngc-pytorch`, `triton` with its variants, `tensorrt`; `vllm` and `tgi` by their publishers. */
  readonly line: "pytorch" | "ngc-pytorch" | "triton" | "triton-trtllm" | "triton-vllm" | "tensorrt" | "vllm" | "tgi";
  /** CUDA toolkit of the image. */
  readonly cuda?: string;
  readonly cudaConfidence?: Confidence;
  readonly cudaSource?: string;
  /** Driver that the image's own notes pair with its CUDA (`CUDA_DRIVER_VERSION`): the one its compat package is built from. */
  readonly cudaDriverVersion?: string;
  readonly torch?: string;
  readonly torchConfidence?: Confidence;
  /** What torch was compiled for in the x86_64 image, for example `["7.5", "8.0", "12.0+PTX"]`. Absent: not read. */
  readonly architectures?: readonly string[];
  readonly architecturesConfidence?: Confidence;
  /** Lowest compute capability that the image's notes support. */
  readonly minComputeCapability?: string;
  readonly minComputeCapabilityConfidence?: Confidence;
  /** Digest that a public file states for the tag; whether of the index or of one platform was not read. */
  readonly digest?: string;
}
