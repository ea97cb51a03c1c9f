import type { Confidence } from "../../sourced";
import type { Image } from "./image";

const CHECKED = "2026-11-23";
const COMPATIBILITY = "triton-inference-server/server:docs/introduction/compatibility.md";
// Its container of the month is the base: in each month where both CUDA versions were read they agree.
const NGC = `${COMPATIBILITY} ; triton-inference-server/server:build.py`;
const notes = (release: string): string =>
  `https://docs.nvidia.com/deeplearning/triton-inference-server/release-notes/rel-${release.replace(".", "-")}.html`;

/** The driver text of the notes is copied forward from month to month, so no row takes a driver from it. */
const server = (release: string, cuda: string, cudaConfidence: Confidence, more: Partial<Image>): Image => ({
  reference: `nvcr.io/nvidia/tritonserver:${release}-py3`,
  line: "triton",
  cuda,
  cudaConfidence,
  cudaSource: notes(release),
  source: `triton-inference-server/server:build.py@r${release}`,
  checked: CHECKED,
  confidence: "seen",
  ...more,
});

/** Of the base container, like the plain server's; no variant from 25.01 on is built on an older one. 24.11 and 24.12 were not read. */
const capability = (release: string): Pick<Image, "minComputeCapability" | "minComputeCapabilityConfidence"> =>
  release >= "25.01"
    ? { minComputeCapability: "7.5", minComputeCapabilityConfidence: "derived" }
    : release <= "24.10"
      ? { minComputeCapability: "6.0", minComputeCapabilityConfidence: "derived" }
      : {};

/** These trail the month: their CUDA must never be inferred from the tag. */
const variant = (
  release: string,
  kind: "trtllm" | "vllm",
  cuda: string,
  cudaDriverVersion: string,
  torch?: string,
  note?: string,
): Image => ({
  reference: `nvcr.io/nvidia/tritonserver:${release}-${kind}-python-py3`,
  line: `triton-${kind}`,
  cuda,
  cudaDriverVersion,
  ...(torch === undefined ? {} : { torch }),
  ...capability(release),
  source: COMPATIBILITY,
  checked: CHECKED,
  confidence: "seen",
  ...(note === undefined ? {} : { note }),
});

/** The plain server, by month. */
const servers = (): Image[] => [
  server("23.10", "12.2.1", "derived", {
    cudaSource: "triton-inference-server/server:Dockerfile.win10.min@r23.10",
    minComputeCapability: "6.0",
    minComputeCapabilityConfidence: "derived",
    note: "from the Windows build file; the month's PyTorch container, on the same base, prints 12.2.2",
  }),
  server("23.11", "12.3.0", "derived", {
    cudaSource: "triton-inference-server/server:Dockerfile.win10.min@r23.11",
    minComputeCapability: "6.0",
    minComputeCapabilityConfidence: "derived",
  }),
  server("23.12", "12.3.2", "seen", { minComputeCapability: "6.0", minComputeCapabilityConfidence: "seen" }),
  server("24.01", "12.3.2", "seen", { minComputeCapability: "6.0", minComputeCapabilityConfidence: "seen" }),
  server("24.02", "12.3.2", "derived", { cudaSource: NGC, minComputeCapability: "6.0", minComputeCapabilityConfidence: "derived" }),
  server("24.03", "12.4.0", "derived", { cudaSource: NGC, minComputeCapability: "6.0", minComputeCapabilityConfidence: "derived" }),
  server("24.04", "12.4.1", "derived", {
    cudaSource: COMPATIBILITY,
    minComputeCapability: "6.0",
    minComputeCapabilityConfidence: "derived",
  }),
  server("24.05", "12.4", "seen", { minComputeCapability: "6.0", minComputeCapabilityConfidence: "seen" }),
  server("24.06", "12.5.0.23", "derived", {
    cudaSource: COMPATIBILITY,
    minComputeCapability: "6.0",
    minComputeCapabilityConfidence: "derived",
  }),
  server("24.07", "12.5.1", "seen", { minComputeCapability: "6.0", minComputeCapabilityConfidence: "seen" }),
  server("24.08", "12.6", "seen", { minComputeCapability: "6.0", minComputeCapabilityConfidence: "seen" }),
  server("24.09", "12.6.1.006", "derived", {
    cudaSource: COMPATIBILITY,
    minComputeCapability: "6.0",
    minComputeCapabilityConfidence: "derived",
  }),
  server("24.10", "12.6.2", "seen", { minComputeCapability: "6.0", minComputeCapabilityConfidence: "seen" }),
  server("24.11", "12.6.3.001", "derived", { cudaSource: COMPATIBILITY }),
  server("24.12", "12.6.3.004", "derived", { cudaSource: COMPATIBILITY }),
  server("25.01", "12.8.0.038", "seen", { minComputeCapability: "7.5", minComputeCapabilityConfidence: "seen" }),
  server("25.02", "12.8.0.38", "seen", { minComputeCapability: "7.5", minComputeCapabilityConfidence: "seen" }),
  server("25.03", "12.8.1.012", "seen", { minComputeCapability: "7.5", minComputeCapabilityConfidence: "seen" }),
  server("25.04", "12.9.0", "seen", { minComputeCapability: "7.5", minComputeCapabilityConfidence: "seen" }),
  server("25.05", "12.9.0.043", "derived", {
    cudaSource: COMPATIBILITY,
    minComputeCapability: "7.5",
    minComputeCapabilityConfidence: "derived",
  }),
  server("25.06", "12.9.1.010", "seen", {
    minComputeCapability: "7.5",
    minComputeCapabilityConfidence: "seen",
    digest: "sha256:75bcfa5b0043898ece3e603c17a5bbbb1c9bddc390563db24312ef59d83735e5",
  }),
  server("25.07", "12.9.0.043", "derived", {
    cudaSource: COMPATIBILITY,
    minComputeCapability: "7.5",
    minComputeCapabilityConfidence: "derived",
  }),
  server("25.08", "13.0.0.044", "seen", {
    minComputeCapability: "7.5",
    minComputeCapabilityConfidence: "seen",
    note: "the release notes say 13.0.0.044, the vLLM table of the compatibility page 13.0.1.012; the notes win",
  }),
  server("25.09", "13.0.1.012", "derived", {
    cudaSource: COMPATIBILITY,
    minComputeCapability: "7.5",
    minComputeCapabilityConfidence: "derived",
  }),
  server("25.10", "13.0.2.006", "seen", { minComputeCapability: "7.5", minComputeCapabilityConfidence: "seen" }),
  server("25.11", "13.0.2.006", "derived", {
    cudaSource: COMPATIBILITY,
    minComputeCapability: "7.5",
    minComputeCapabilityConfidence: "derived",
  }),
  server("25.12", "13.1.0.36", "seen", { minComputeCapability: "7.5", minComputeCapabilityConfidence: "seen" }),
  server("26.01", "13.1.1.006", "derived", {
    cudaSource: COMPATIBILITY,
    minComputeCapability: "7.5",
    minComputeCapabilityConfidence: "derived",
  }),
  server("26.02", "13.1.1", "seen", { minComputeCapability: "7.5", minComputeCapabilityConfidence: "seen" }),
  server("26.03", "13.2.0.046", "derived", {
    cudaSource: COMPATIBILITY,
    minComputeCapability: "7.5",
    minComputeCapabilityConfidence: "derived",
  }),
  server("26.04", "13.2.1", "seen", { minComputeCapability: "7.5", minComputeCapabilityConfidence: "seen" }),
  server("26.05", "13.2.1.009", "derived", {
    cudaSource: COMPATIBILITY,
    minComputeCapability: "7.5",
    minComputeCapabilityConfidence: "derived",
  }),
  server("26.06", "13.3.0", "seen", { minComputeCapability: "7.5", minComputeCapabilityConfidence: "seen" }),
  server("26.07", "13.3.1", "seen", { minComputeCapability: "7.5", minComputeCapabilityConfidence: "seen" }),
  server("26.08", "13.4.1", "seen", { minComputeCapability: "7.5", minComputeCapabilityConfidence: "seen" }),
  server("26.09", "13.4.1", "seen", {
    minComputeCapability: "7.5",
    minComputeCapabilityConfidence: "seen",
    source: "https://docs.nvidia.com/deeplearning/triton-inference-server/release-notes/rel-26-09.html",
  }),
  server("26.10", "13.4.3.001", "seen", {
    minComputeCapability: "7.5",
    minComputeCapabilityConfidence: "seen",
    source: "https://docs.nvidia.com/deeplearning/triton-inference-server/release-notes/rel-26-10.html",
  }),
];

/** With TensorRT-LLM or vLLM; from 26.08 on none was read. */
const variants = (): Image[] => [
  variant("24.04", "trtllm", "12.3.2.001", "545.23.08", "2.3.0a0+ebedce2"),
  variant("24.04", "vllm", "12.4.1", "550.54.15"),
  variant("24.05", "trtllm", "12.3.2.001", "545.23.08", "2.3.0a0+ebedce2"),
  variant("24.05", "vllm", "12.4.1", "550.54.15"),
  variant("24.06", "trtllm", "12.4.0.041", "550.54.14", "2.3.0a0+40ec155e58.nv24.3"),
  variant("24.06", "vllm", "12.5.0.23", "555.42.02"),
  variant("24.07", "trtllm", "12.4.1.003", "550.54.15", "2.4.0a0+07cecf4168.nv24.5"),
  variant("24.07", "vllm", "12.5.1", "555.42.06"),
  variant("24.08", "trtllm", "12.5.1.007", "555.42.06", "2.4.0a0+3bcc3cddb5.nv24.7"),
  variant("24.08", "vllm", "12.6.0.022", "560.35.03", undefined, "the driver is that of CUDA 12.6.1, newer than the toolkit asks"),
  variant("24.09", "trtllm", "12.5.1.007", "555.42.06", "2.4.0a0+3bcc3cddb5.nv24.7"),
  variant("24.09", "vllm", "12.6.1.006", "560.35.03"),
  variant("24.10", "trtllm", "12.5.1.007", "555.42.06", "2.4.0a0+3bcc3cddb5.nv24.7"),
  variant("24.10", "vllm", "12.6.2.004", "560.35.03"),
  variant(
    "24.11",
    "trtllm",
    "12.6.3",
    "555.42.06",
    "2.5.0a0+e000cf0ad9.nv24.10",
    "the page pairs CUDA 12.6.3 with a driver of CUDA 12.5; one of the two is wrong there",
  ),
  variant("24.11", "vllm", "12.6.3.001", "560.35.05"),
  variant("24.12", "trtllm", "12.6.3", "560.35.05", "2.6.0a0+df5bbc09d1.nv24.11"),
  variant("24.12", "vllm", "12.6.3.004", "560.35.05"),
  variant("25.01", "trtllm", "12.8.0.038", "570.86.10", "2.6.0a0+ecf3bae40a.nv25.1"),
  variant("25.01", "vllm", "12.8.0.038", "570.86.10"),
  variant("25.02", "trtllm", "12.8.0.038", "570.86.10", "2.6.0a0+ecf3bae40a.nv25.1"),
  variant("25.02", "vllm", "12.8.0.038", "570.86.10"),
  variant("25.03", "trtllm", "12.8.1.012", "570.124.06", "2.7.0a0+7c8ec84dab.nv25.3"),
  variant("25.03", "vllm", "12.8.1.012", "570.124.06"),
  variant("25.04", "trtllm", "12.8.1.012", "570.124.06", "2.7.0a0+7c8ec84dab.nv25.3"),
  variant("25.04", "vllm", "12.9.0.036", "575.51.02", undefined, "the toolkit table says 575.51.03"),
  variant("25.05", "trtllm", "12.8.1.012", "570.124.06", "2.7.0a0+7c8ec84dab.nv25.3"),
  variant("25.05", "vllm", "12.9.0.043", "575.51.03"),
  variant("25.06", "trtllm", "12.9.0.036", "575.51.03", "2.7.0a0+79aa17489c.nv25.4"),
  variant("25.06", "vllm", "12.9.0.043", "575.51.03"),
  variant("25.07", "trtllm", "12.9.0.036", "575.51.03", "2.7.0a0+79aa17489c.nv25.4"),
  variant("25.07", "vllm", "12.9.0.043", "575.51.03"),
  variant("25.08", "trtllm", "12.9.0.043", "575.51.03", "2.8.0a0+5228986c39.nv25.5"),
  variant("25.08", "vllm", "13.0.1.012", "580.82.07"),
  variant("25.09", "trtllm", "12.9.1.010", "575.57.08", "2.8.0a0+5228986c39.nv25.6"),
  variant("25.09", "vllm", "13.0.1.012", "580.82.07"),
  variant("25.10", "trtllm", "12.9.1.010", "575.57.08", "2.8.0a0+5228986c39.nv25.6"),
  variant("25.10", "vllm", "13.0.2.006", "580.95.05"),
  variant("25.11", "trtllm", "13.0.2.006", "580.95.05", "2.9.0a0+145a3a7bda.nv25.10"),
  variant("25.11", "vllm", "13.0.2.006", "580.95.05"),
  variant("25.12", "trtllm", "13.0.2.006", "580.95.05", "2.9.0a0+145a3a7bda.nv25.10"),
  variant("25.12", "vllm", "13.1.0.036", "590.44.01"),
  variant("26.01", "trtllm", "13.0.2.006", "580.95.05", "2.9.0a0+145a3a7bda.nv25.10"),
  variant("26.01", "vllm", "13.1.1.006", "590.48.01"),
  variant("26.02", "trtllm", "13.0.2.006", "580.95.05", "2.9.0a0+145a3a7bda.nv25.10"),
  variant("26.02", "vllm", "13.1.1.006", "590.48.01"),
  variant("26.03", "trtllm", "13.1.0.036", "590.44.01", "2.10.0a0+b4e4ee81d3.nv25.12"),
  variant("26.03", "vllm", "13.2.0.046", "595.45.04"),
  variant("26.04", "trtllm", "13.1.0.036", "590.44.01", "2.10.0a0+b4e4ee81d3.nv25.12"),
  variant("26.04", "vllm", "13.2.1.009", "595.58.03"),
  variant("26.05", "trtllm", "13.1.0.036", "590.44.01", "2.10.0a0+b4e4ee81d3.nv25.12"),
  variant("26.05", "vllm", "13.2.1.009", "595.58.03"),
  variant("26.06", "trtllm", "13.1.0.036", "590.44.01", "2.10.0a0+b4e4ee81d3.nv25.12"),
  variant("26.06", "vllm", "13.3.0.035", "610.43.02"),
  variant("26.07", "trtllm", "13.1.0.036", "590.44.01", "2.10.0a0+b4e4ee81d3.nv25.12"),
  variant("26.07", "vllm", "13.3.0.035", "610.43.02"),
];

export const tritonImages = (): Image[] => [...servers(), ...variants()];
