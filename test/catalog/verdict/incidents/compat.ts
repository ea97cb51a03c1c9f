import { github, type Incident } from "./incident";

/** Reports about compat libraries, PTX and what mounts them. */
export const COMPAT: readonly Incident[] = [
  {
    thread: github("DeepVAC/TorchPod/issues/43"),
    what: "GTX 1650 on driver 460.80 with the compat library of CUDA 11.3 mounted by the toolkit: 804",
    question: {
      driver: "460.80",
      gpu: "GeForce GTX 1650",
      image: "nvidia/cuda:11.3.1-cudnn8-devel-ubuntu20.04",
      containerToolkit: "1.5.1",
      injectionMode: "legacy",
    },
    expect: "fail",
    axis: "compat",
    is: "fail",
  },
  {
    thread: github("NVIDIA/nvidia-docker/issues/1515"),
    what: "the same pair without a compat library would have run: same major",
    question: { driver: "460.80", gpu: "GeForce GTX 1650", cuda: "11.3.1", compat: false },
    expect: "runs",
    axis: "version",
    is: "limits",
  },
  {
    thread: github("mistralai/mistral-inference/issues/144"),
    what: "GeForce with 12 GB on driver 525.147.05, image on CUDA 12.1: 804",
    question: { driver: "525.147.05", gpu: "RTX 3060", image: "nvidia/cuda:12.1.0-devel-ubuntu22.04" },
    expect: "not-pass",
  },
  {
    thread: github("AIR-DISCOVER/ICRA2024-Sim2Real-AXS/issues/5"),
    what: "RTX 3090 on a 525 driver with CUDA 12.1 in the container: 804, mended by a newer driver",
    question: { driver: "525", gpu: "RTX 3090", image: "nvidia/cuda:12.1.0-runtime-ubuntu22.04" },
    expect: "not-pass",
  },
  {
    thread: github("NVIDIA/nvidia-container-toolkit/issues/934"),
    what: "toolkit 1.17.4 leaves the compat library alone, and PTX of a newer CUDA no longer runs",
    question: { driver: "535.216.03", gpu: "A100", cuda: "12.6", compat: "560.35.05", containerToolkit: "1.17.4", features: ["ptx-jit"] },
    expect: "fail",
    axis: "version",
    is: "fail",
  },
  {
    thread: github("NVIDIA/nvidia-container-toolkit/issues/934"),
    what: "before 1.17.4 the same workload ran",
    question: {
      driver: "535.216.03",
      gpu: "A100",
      cuda: "12.6",
      compat: "560.35.05",
      containerToolkit: "1.17.3",
      injectionMode: "legacy",
      features: ["ptx-jit"],
    },
    expect: "runs",
  },
  {
    thread: github("vllm-project/vllm/issues/47397"),
    what: "sm_121 with PTX of CUDA 13.3 on driver 580.159.03 (CUDA 13.0): unsupported toolchain",
    question: { driver: "580.159.03", computeCapability: "12.1", cuda: "13.3", architectures: ["8.0+PTX"] },
    expect: "fail",
    axis: "architecture",
    is: "fail",
  },
  {
    thread: github("f0cker/crackq/issues/43"),
    what: "535.129.03, toolkit 1.13.5, container shows CUDA 12.3: 804",
    question: { driver: "535.129.03", image: "nvidia/cuda:12.3.1-runtime-ubuntu22.04", containerToolkit: "1.13.5" },
    expect: "not-pass",
  },
  {
    thread: github("f0cker/crackq/issues/43"),
    what: "the same with the GeForce that 804 implies",
    question: { driver: "535.129.03", gpu: "RTX 2080", image: "nvidia/cuda:12.3.1-runtime-ubuntu22.04", containerToolkit: "1.13.5" },
    expect: "fail",
  },
  {
    thread: github("NVIDIA/enroot/issues/96"),
    what: "driver libraries of 470.57.02 baked in the image, host upgraded",
    question: { driver: "470.82.01", compat: "470.57.02", compatOnPath: true, cuda: "11.4" },
    expect: "fail",
  },
  {
    thread: github("chenhunghan/ialacol/issues/45"),
    what: "g5.2xlarge, 470.182.03, compat of 11.7, wheel of CUDA 12",
    question: { instanceType: "g5.2xlarge", driver: "470.182.03", cuda: "12.0", compat: "515.65.01" },
    expect: "fail",
  },
];
