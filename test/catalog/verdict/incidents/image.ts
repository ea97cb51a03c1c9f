import { github, type Incident, UP_TO_90 } from "./incident";

/** Reports about an image by name on a host. */
export const IMAGE: readonly Incident[] = [
  {
    thread: github("nvidia-cosmos/cosmos-reason1/issues/21"),
    what: "RTX 5090 570.144 image cuda 12.4.1 torch 2.2.2",
    question: { driver: "570.144", gpu: "NVIDIA GeForce RTX 5090", image: "nvidia/cuda:12.4.1-devel-ubuntu22.04", torch: "2.2.2" },
    expect: "fail",
  },
  {
    thread: github("yamada-sexta/rvc-webgui-fork/issues/21"),
    what: "RTX 5070 with an image on CUDA 12.2",
    question: { gpu: "RTX 5070", image: "nvidia/cuda:12.2.2-devel-ubuntu22.04" },
    expect: "not-pass",
  },
  {
    thread: github("ggml-org/llama.cpp/issues/9665"),
    what: "image on CUDA 12.6 starts on 535.104.05",
    question: { driver: "535.104.05", image: "nvidia/cuda:12.6.0-runtime-ubuntu22.04" },
    expect: "not-fail",
  },
  {
    thread: github("vllm-project/vllm/issues/5635"),
    what: "vLLM 0.5.0 image refused on driver 530 with V100 (cuda>=12.4)",
    question: { driver: "530", gpu: "V100", image: "vllm/vllm-openai:v0.5.0" },
    expect: "fail",
  },
  {
    thread: github("vllm-project/vllm/issues/5635"),
    what: "same, by its base image",
    question: { driver: "530", gpu: "V100", image: "nvidia/cuda:12.4.1-base-ubuntu20.04" },
    expect: "fail",
  },
  {
    thread: github("vllm-project/vllm/issues/4940"),
    what: "vLLM image on 525 with a GeForce: 804",
    question: { driver: "525.147.05", gpu: "RTX 4090", image: "vllm/vllm-openai:v0.4.2" },
    expect: "not-pass",
  },
  {
    thread: github("oobabooga/textgen/issues/4407"),
    what: "GTX 1050 Ti, 525.125.06, CUDA 12.1 image: 804",
    question: { driver: "525.125.06", gpu: "NVIDIA GeForce GTX 1050 Ti", image: "nvidia/cuda:12.1.1-devel-ubuntu22.04" },
    expect: "not-pass",
  },
  {
    thread: github("NVIDIA/nvidia-docker/issues/1588"),
    what: "nvidia/cuda:10.1 on 384.183",
    question: { driver: "384.183", image: "nvidia/cuda:10.1-devel-ubuntu18.04" },
    expect: "not-pass",
  },
  {
    thread: github("vllm-project/vllm/issues/19542"),
    what: "GTX 1080 Ti with vLLM 0.9.1",
    question: { gpu: "GTX 1080 Ti", image: "vllm/vllm-openai:v0.9.1", driver: "570.133.07" },
    expect: "fail",
  },
  {
    thread: github("huggingface/text-generation-inference/issues/1423"),
    what: "TGI of January 2024 (CUDA 12.1) on A100 with 520.61.05",
    question: { driver: "520.61.05", gpu: "NVIDIA A100 80GB PCIe", image: "ghcr.io/huggingface/text-generation-inference:1.3.4" },
    expect: "fail",
  },
  {
    thread: github("huggingface/text-generation-inference/issues/1423"),
    what: "same by CUDA",
    question: { driver: "520.61.05", gpu: "NVIDIA A100 80GB PCIe", image: "nvidia/cuda:12.1.0-base-ubuntu20.04" },
    expect: "fail",
  },
  {
    thread: github("huggingface/text-generation-inference/issues/1402"),
    what: "TGI 1.3.5 (CUDA 12.1 seen inside) on 525.147.05 with RTX 4090",
    question: { driver: "525.147.05", gpu: "RTX 4090", image: "ghcr.io/huggingface/text-generation-inference:1.3.5" },
    expect: "not-pass",
  },
  {
    thread: github("NVIDIA/libnvidia-container/issues/138"),
    what: "455.45.01, GTX 1060, 11.2.2 image: compat libcuda linked first",
    question: { driver: "455.45.01", gpu: "GeForce GTX 1060", image: "nvidia/cuda:11.2.2-base-ubuntu20.04" },
    expect: "not-pass",
  },
  {
    thread: github("NVIDIA/personaplex/issues/23"),
    what: "RTX 5090, image cuda 12.4.1, list up to sm_90",
    question: { gpu: "NVIDIA GeForce RTX 5090", image: "nvcr.io/nvidia/cuda:12.4.1-runtime-ubuntu22.04", architectures: UP_TO_90 },
    expect: "fail",
  },
  {
    thread: github("triton-inference-server/server/issues/7798"),
    what: "Triton 24.10 on Orin Nano with JetPack 6.1 (driver 540)",
    question: { driver: "540.4.0", computeCapability: "8.7", image: "nvcr.io/nvidia/tritonserver:24.10-py3" },
    expect: "not-pass",
  },
  {
    thread: github("triton-inference-server/server/issues/2629"),
    what: "Triton 21.02 on DGX A100 with 450.102.04: no supported GPU detected",
    question: { driver: "450.102.04", gpu: "A100-SXM4-40GB", gpuCount: 8, image: "nvcr.io/nvidia/tritonserver:21.02-py3", cuda: "11.2.0" },
    expect: "not-pass",
  },
  {
    thread: github("triton-inference-server/server/issues/2245"),
    what: "Triton 20.10 (CUDA 11.1) on 440.44 with RTX 2080 Ti: 804",
    question: { driver: "440.44", gpu: "GeForce RTX 2080 Ti", image: "nvcr.io/nvidia/tritonserver:20.10-py3", cuda: "11.1" },
    expect: "fail",
  },
  {
    thread: github("tlkh/ai-lab/issues/30"),
    what: "K80 with NGC TensorFlow 19.09",
    question: { gpu: "Tesla K80", image: "nvcr.io/nvidia/tensorflow:19.09-py3", driver: "418.87.00" },
    expect: "not-pass",
  },
  {
    thread: github("NVIDIA/nvidia-container-toolkit/issues/213"),
    what: "11.5.2 refused on 460.73.01",
    question: { driver: "460.73.01", image: "nvidia/cuda:11.5.2-base-ubuntu20.04" },
    expect: "not-pass",
  },
  {
    thread: github("NVIDIA/nvidia-container-toolkit/issues/213"),
    what: "11.4.3 starts on 460.73.01",
    question: { driver: "460.73.01", image: "nvidia/cuda:11.4.3-base-ubuntu20.04" },
    expect: "not-fail",
  },
  {
    thread: github("MauriceNino/dashdot/issues/1226"),
    what: "laptop RTX 4050 on Debian 12's driver with nvidia/cuda:12.8",
    question: { driver: "535.247.01", gpu: "NVIDIA GeForce RTX 4050 Laptop GPU", image: "nvidia/cuda:12.8.1-base-ubuntu22.04" },
    expect: "fail",
  },
  {
    thread: github("rapidsai/devcontainers/pull/332"),
    what: "nvidia/cuda 12.5 starts on R535 of a lab machine",
    question: { driver: "535", image: "nvidia/cuda:12.5.0-base-ubuntu22.04" },
    expect: "not-fail",
  },
  {
    thread: github("vllm-project/vllm/issues/16307"),
    what: "P100, vllm-openai v0.7.3, 535.183.01",
    question: { gpu: "Tesla P100-PCIE-16GB", image: "vllm/vllm-openai:v0.7.3", driver: "535.183.01" },
    expect: "fail",
  },
];
