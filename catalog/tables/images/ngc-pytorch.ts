import type { Image } from "./image";

const CHECKED = "2026-11-23";
const COMPATIBILITY = "triton-inference-server/server:docs/introduction/compatibility.md";
const TRITON = "triton-inference-server/server:docs/introduction/compatibility.md ; triton-inference-server/server:build.py";
const PUBLIC =
  "public Dockerfiles or image listings, addresses not recorded; notes: https://docs.nvidia.com/deeplearning/frameworks/pytorch-release-notes/";
const notes = (release: string): string =>
  `https://docs.nvidia.com/deeplearning/frameworks/pytorch-release-notes/rel-${release.replace(".", "-")}.html`;

const reference = (release: string): string => `nvcr.io/nvidia/pytorch:${release}-py3`;

/** The same base container as Triton: Volta left with 25.01. 24.11 and 24.12 were not read. */
const capability = (release: string): Pick<Image, "minComputeCapability" | "minComputeCapabilityConfidence"> =>
  release >= "25.01"
    ? { minComputeCapability: "7.5", minComputeCapabilityConfidence: "derived" }
    : release <= "24.10"
      ? { minComputeCapability: "6.0", minComputeCapabilityConfidence: "derived" }
      : {};

const image = (release: string, torch: string, cuda: string, more: Omit<Image, "reference" | "line" | "checked">): Image => ({
  reference: reference(release),
  line: "ngc-pytorch",
  cuda,
  torch,
  ...capability(release),
  checked: CHECKED,
  ...more,
});

const seen = (release: string, torch: string, cuda: string, more: Partial<Image> = {}): Image =>
  image(release, torch, cuda, { source: COMPATIBILITY, confidence: "seen", ...more });

/**
 * torch was not read in a source; the address is where it can be verified. CUDA is that of the month's Triton, which is built on this
 * container: wherever both were read they agree.
 */
const recalled = (release: string, torch: string, cuda: string, more: Partial<Image> = {}): Image =>
  image(release, torch, cuda, {
    source: `recalled; to verify at ${notes(release)}`,
    confidence: "recalled",
    torchConfidence: "recalled",
    cudaConfidence: "derived",
    cudaSource: TRITON,
    ...more,
  });

/** NVIDIA's PyTorch containers, by month. 25.07 was not published (recalled); 26.07 and 26.10 were not found. */
export const ngcPytorchImages = (): Image[] => [
  recalled("24.01", "2.2.0a0+81ea7a4", "12.3.2"),
  seen("24.02", "2.3.0a0+ebedce2", "12.3.2", { cudaConfidence: "seen" }),
  seen("24.03", "2.3.0a0+40ec155e58", "12.4.0", { cudaConfidence: "seen" }),
  recalled("24.04", "2.3.0a0+6ddf5cf85e", "12.4.1"),
  seen("24.05", "2.4.0a0+07cecf4168", "12.4.1", { cudaConfidence: "seen" }),
  recalled("24.06", "2.4.0a0+f70bd71a48", "12.5.0"),
  seen("24.07", "2.4.0a0+3bcc3cddb5", "12.5.1"),
  recalled("24.08", "2.5.0a0+872d972e41", "12.6.0"),
  recalled("24.09", "2.5.0a0+b465a5843b", "12.6.1"),
  seen("24.10", "2.5.0a0+e000cf0ad9", "12.6.2", { cudaConfidence: "derived" }),
  seen("24.11", "2.6.0a0+df5bbc09d1", "12.6.3"),
  recalled("24.12", "2.6.0a0+df5bbc0", "12.6.3"),
  seen("25.01", "2.6.0a0+ecf3bae40a", "12.8.0", { digest: "sha256:96990c82825613c3bdeebb66675c7c91b0123f64a5895623316dc5b824e0d7a9" }),
  recalled("25.02", "2.7.0a0+ecf3bae40a", "12.8.0"),
  seen("25.03", "2.7.0a0+7c8ec84dab", "12.8.1", { note: "pip constraint file in the image since 25.03" }),
  seen("25.04", "2.7.0a0+79aa17489c", "12.9.0"),
  seen("25.05", "2.8.0a0+5228986c39", "12.9.0"),
  seen("25.06", "2.8.0a0+5228986c39", "12.9.1"),
  seen("25.08", "2.8.0a0+34c6371d24", "13.0.0", {
    source: PUBLIC,
    digest: "sha256:ace9a848c0ae543317e3c4763b6b4248961c47902625abfe3c77a0fb931c50fb",
    note: "25.07 was not published (recalled)",
  }),
  recalled("25.09", "2.9.0a0+50eac811a6", "13.0.1", { note: "RAPIDS left the image from 25.09 (seen in the 25.12 release notes)" }),
  seen("25.10", "2.9.0a0+145a3a7bda", "13.0.2"),
  recalled("25.11", "2.10.0a0+b558c986e8", "13.0.2"),
  seen("25.12", "2.10.0a0+b4e4ee81d3", "13.1.0", {
    source:
      "https://docs.nvidia.com/deeplearning/frameworks/pytorch-release-notes/rel-25-12.html ; triton-inference-server/server:docs/introduction/compatibility.md",
  }),
  recalled("26.01", "2.10.0a0+a36e1d39eb", "13.1.1"),
  seen("26.02", "2.11.0a0+eb65b36914", "13.1.1", { source: PUBLIC }),
  recalled("26.03", "2.11.0a0+a6c236b9fd", "13.2.0"),
  seen("26.04", "2.12.0a0+0291f960b6", "13.2.1", { source: PUBLIC }),
  {
    reference: reference("26.05"),
    line: "ngc-pytorch",
    cuda: "13.3.0",
    cudaConfidence: "derived",
    cudaSource:
      "triton-inference-server/server:build.py@r26.06 ; https://docs.nvidia.com/deeplearning/triton-inference-server/release-notes/rel-26-06.html",
    digest: "sha256:222d8b18e671be5c3ef91cb41727a2572a0b23f59ded6c39f373a96946f6f2ba",
    ...capability("26.05"),
    source: PUBLIC,
    checked: CHECKED,
    confidence: "seen",
    note: "a file states the digest; CUDA is that of Triton 26.06, which is built on this container; torch was not found",
  },
  seen("26.06", "2.13.0a0+8145d630e8", "13.3.0", { source: PUBLIC }),
  seen("26.08", "2.14.0a0+4fdf77b940", "13.4.1", { source: PUBLIC }),
  seen("26.09", "2.14.0a0+b2c75dd062", "13.4.1", { source: PUBLIC }),
];
