import type { Image } from "./image";

const COMPATIBILITY = "triton-inference-server/server:docs/introduction/compatibility.md";
const NOTES = "https://docs.nvidia.com/deeplearning/frameworks/pytorch-release-notes";
/** The table "NVIDIA PyTorch Container Versions", in a public copy. */
const TABLE = `${NOTES}/rel-24-10.html`;
/** torch builds by container month. */
const BUILDS = "https://docs.nvidia.com/deeplearning/frameworks/install-pytorch-jetson-platform-release-notes/pytorch-jetson-rel.html";
const PUBLIC = `public Dockerfiles or image listings, addresses not recorded; notes: ${NOTES}/`;
/** `PYTORCH_VERSION`, `CUDA_VERSION` and `CUDA_DRIVER_VERSION` of the container, as a report or an image history prints them. */
const PRINTED = `public reports that print the container's variables, addresses not recorded; notes: ${NOTES}/`;

/** The month's Triton is built on this container: wherever both CUDA versions were read they agree. */
const OF_TRITON = { cudaConfidence: "derived", cudaSource: `${COMPATIBILITY} ; triton-inference-server/server:build.py` } as const;

/** The same base container as Triton: Volta left with 25.01. 24.11 and 24.12 were not read. */
const capability = (release: string): Pick<Image, "minComputeCapability" | "minComputeCapabilityConfidence"> =>
  release >= "25.01"
    ? { minComputeCapability: "7.5", minComputeCapabilityConfidence: "derived" }
    : release <= "24.10"
      ? { minComputeCapability: "6.0", minComputeCapabilityConfidence: "derived" }
      : {};

const TO_HOPPER = "5.2 6.0 6.1 7.0 7.2 7.5 8.0 8.6 8.7 9.0+PTX".split(" ");
const TO_BLACKWELL = "7.5 8.0 8.6 9.0 10.0 12.0+PTX".split(" ");
/** Months whose `TORCH_CUDA_ARCH_LIST` was read; the months between two equal lists follow. */
const LISTED = new Set(["23.10", "25.10", "26.07"]);

function compiled(release: string): Pick<Image, "architectures" | "architecturesConfidence"> {
  const architecturesConfidence = LISTED.has(release) ? "seen" : "derived";
  if (release >= "23.10" && release <= "24.04") return { architectures: TO_HOPPER, architecturesConfidence };
  if (release >= "25.10" && release <= "26.07") return { architectures: TO_BLACKWELL, architecturesConfidence };
  return {};
}

const seen = (release: string, torch: string | undefined, cuda: string, source: string, more: Partial<Image> = {}): Image => ({
  reference: `nvcr.io/nvidia/pytorch:${release}-py3`,
  line: "ngc-pytorch",
  cuda,
  ...(torch === undefined ? {} : { torch }),
  ...compiled(release),
  ...capability(release),
  source,
  checked: "2026-11-23",
  confidence: "seen",
  ...more,
});

/** NVIDIA's PyTorch containers, by month. Few before 23.10 were read; 25.07 was not published (recalled), 26.10 was not found. */
export const ngcPytorchImages = (): Image[] => [
  seen("21.12", "1.11.0a0+b6df043", "11.5.0.029", PRINTED, {
    architectures: "5.2 6.0 6.1 7.0 7.5 8.0 8.6+PTX".split(" "),
    architecturesConfidence: "seen",
  }),
  seen("22.12", "1.14.0a0+410ce96", "11.8", PRINTED),
  seen("23.08", "2.1.0a0+29c30b1", "12.2.1", "https://github.com/vllm-project/vllm/issues/1682"),
  seen("23.09", "2.1.0a0+32f93b1", "12.2.1", PRINTED),
  seen("23.10", "2.1.0a0+32f93b1", "12.2.2.009", PRINTED, { cudaDriverVersion: "535.104.05" }),
  seen("23.11", "2.2.0a0+6a974bec", "12.3.0", BUILDS, OF_TRITON),
  seen("23.12", "2.2.0a0+81ea7a4", "12.3.2", BUILDS, OF_TRITON),
  seen("24.01", "2.2.0a0+81ea7a4", "12.3.2", BUILDS, OF_TRITON),
  seen("24.02", "2.3.0a0+ebedce2", "12.3.2", TABLE),
  seen("24.03", "2.3.0a0+40ec155e58", "12.4.0.41", TABLE),
  seen("24.04", "2.3.0a0+6ddf5cf85e", "12.4.1", TABLE),
  seen("24.05", "2.4.0a0+07cecf4168", "12.4.1", TABLE),
  seen("24.06", "2.4.0a0+f70bd71a48", "12.5.0.23", TABLE),
  seen("24.07", "2.4.0a0+3bcc3cddb5", "12.5.1", TABLE),
  seen("24.08", "2.5.0a0+872d972e41", "12.6.0", TABLE, { note: "the table says 12.6: the container was published with 12.6.0" }),
  seen("24.09", "2.5.0a0+b465a5843b", "12.6.1", TABLE),
  seen("24.10", "2.5.0a0+e000cf0ad9", "12.6.2", TABLE),
  seen("24.11", "2.6.0a0+df5bbc09d1", "12.6.3", COMPATIBILITY, { note: "another page writes the same commit as df5bbc0" }),
  seen("24.12", "2.6.0a0+df5bbc09d1", "12.6.3", BUILDS, OF_TRITON),
  seen("25.01", "2.6.0a0+ecf3bae40a", "12.8.0.038", COMPATIBILITY, {
    cudaDriverVersion: "570.86.10",
    digest: "sha256:96990c82825613c3bdeebb66675c7c91b0123f64a5895623316dc5b824e0d7a9",
  }),
  seen("25.02", "2.7.0a0+6c54963f75", "12.8.0", BUILDS, OF_TRITON),
  seen("25.03", "2.7.0a0+7c8ec84dab", "12.8.1", COMPATIBILITY, { note: "pip constraint file in the image since 25.03" }),
  seen("25.04", "2.7.0a0+79aa17489c", "12.9.0", COMPATIBILITY),
  seen("25.05", "2.8.0a0+5228986c39", "12.9.0", COMPATIBILITY),
  seen("25.06", "2.8.0a0+5228986c39", "12.9.1", COMPATIBILITY),
  seen("25.08", "2.8.0a0+34c6371d24", "13.0.0", PUBLIC, {
    digest: "sha256:ace9a848c0ae543317e3c4763b6b4248961c47902625abfe3c77a0fb931c50fb",
  }),
  seen("25.09", "2.9.0a0+50eac811a6", "13.0.1", BUILDS, {
    ...OF_TRITON,
    note: "RAPIDS left the image from 25.09 (seen in the 25.12 release notes)",
  }),
  seen("25.10", "2.9.0a0+145a3a7bda", "13.0.2", COMPATIBILITY),
  seen("25.11", "2.10.0a0+b558c986e8", "13.0.2.006", PRINTED),
  seen("25.12", "2.10.0a0+b4e4ee81d3", "13.1.0", `${NOTES}/rel-25-12.html ; ${COMPATIBILITY}`),
  seen("26.01", "2.10.0a0+a36e1d39eb", "13.1.1", PRINTED, OF_TRITON),
  seen("26.02", "2.11.0a0+eb65b36914", "13.1.1", PUBLIC),
  seen("26.03", "2.11.0a0+a6c236b9fd", "13.2.0.046", PRINTED, {
    cudaSource: "https://docs.nvidia.com/deeplearning/frameworks/cuda-dl-release-notes/rel-26-03.html",
    cudaConfidence: "derived",
  }),
  seen("26.04", "2.12.0a0+0291f960b6", "13.2.1", PUBLIC),
  seen("26.05", undefined, "13.3.0", PUBLIC, {
    cudaConfidence: "derived",
    cudaSource:
      "triton-inference-server/server:build.py@r26.06 ; https://docs.nvidia.com/deeplearning/triton-inference-server/release-notes/rel-26-06.html",
    digest: "sha256:222d8b18e671be5c3ef91cb41727a2572a0b23f59ded6c39f373a96946f6f2ba",
    note: "CUDA is that of Triton 26.06, which is built on this container; torch was not found",
  }),
  seen("26.06", "2.13.0a0+8145d630e8", "13.3.0", PUBLIC),
  seen("26.07", "2.13.0a0+9186a08", "13.3.1.008", PRINTED, { cudaDriverVersion: "610.43.02" }),
  seen("26.08", "2.14.0a0+4fdf77b940", "13.4.1", PUBLIC),
  seen("26.09", "2.14.0a0+b2c75dd062", "13.4.1", PUBLIC),
];
