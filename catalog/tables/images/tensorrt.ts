import type { Image } from "./image";

/** Only the digests that public files state; CUDA was not read. */
export const tensorrtImages = (): Image[] => [
  {
    reference: "nvcr.io/nvidia/tensorrt:24.09-py3",
    line: "tensorrt",
    digest: "sha256:832dd68095a66693aafe6d854c9c8a8e7046965ea4df40ecfa571ee0fefe59e1",
    source: "public Dockerfile, address not recorded; repository: https://catalog.ngc.nvidia.com/orgs/nvidia/containers/tensorrt",
    checked: "2026-11-23",
    confidence: "seen",
  },
  {
    reference: "nvcr.io/nvidia/tensorrt:26.06-py3",
    line: "tensorrt",
    digest: "sha256:7cd94ee931d2b5b85ad1c5af723d485b2625f6ce167e1e4abe577850b96ceac3",
    source: "public Dockerfile, address not recorded; repository: https://catalog.ngc.nvidia.com/orgs/nvidia/containers/tensorrt",
    checked: "2026-11-23",
    confidence: "seen",
    note: "another file states sha256:2a5a0a9a32ec5ddc1c384c15ddcf3b89ddc4f8647e7ee7ae708d844210183a1e; one may be an index, the other a platform",
  },
];
