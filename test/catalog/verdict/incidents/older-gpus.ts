import { github, type Incident } from "./incident";

/** Reports about GPUs that what was compiled has left behind, or still holds. */
export const OLDER_GPUS: readonly Incident[] = [
  {
    thread: github("aws/containers-roadmap/issues/210"),
    what: "EKS AMI with driver 410.104 runs CUDA 10",
    question: { driver: "410.104", gpu: "V100", cuda: "10.0" },
    expect: "runs",
  },
  {
    thread: github("vllm-project/vllm/issues/18818"),
    what: "TITAN V with vLLM 0.9.0 (torch 2.7.0+cu128)",
    question: { gpu: "NVIDIA TITAN V", torch: "2.7.0+cu128", driver: "570.124.06" },
    expect: "fail",
  },
  {
    thread: github("FlashML-org/FreeToken/pull/253"),
    what: "V100 on r570 with torch 2.10.0+cu128",
    question: { driver: "570.158.01", gpu: "Tesla V100", torch: "2.10.0+cu128" },
    expect: "runs",
  },
  {
    thread: github("unslothai/unsloth/pull/5876"),
    what: "V100 with cu130",
    question: { driver: "580.95.05", gpu: "V100", torch: "2.9.1+cu130" },
    expect: "fail",
  },
  {
    thread: github("unslothai/unsloth/pull/5876"),
    what: "V100 with cu128 on a CUDA 13 driver",
    question: { driver: "580.95.05", gpu: "V100", torch: "2.9.1+cu128" },
    expect: "runs",
  },
  {
    thread: github("unslothai/unsloth/pull/5876"),
    what: "T4 with cu130",
    question: { driver: "580.95.05", gpu: "T4", torch: "2.9.1+cu130" },
    expect: "runs",
  },
  {
    thread: github("jax-ml/jax/issues/40487"),
    what: "Orin (8.7) with wheels that hold sm_80 code only",
    question: { computeCapability: "8.7", architectures: ["sm_75", "sm_80", "sm_90", "sm_100", "sm_120"], cuda: "12.6" },
    expect: "fail",
  },
  {
    thread: github("pytorch/pytorch/issues/145560"),
    what: "Orin with the aarch64 nightly wheel cu124",
    question: { computeCapability: "8.7", torch: "2.7.0.dev20250123+cu124", cuda: "12.4" },
    expect: "not-pass",
  },
  {
    thread: github("wendylabsinc/WendyOS/pull/1379"),
    what: "Orin with sbsa/cu130 wheels (sm_110 sm_121)",
    question: { computeCapability: "8.7", architectures: ["sm_110", "sm_121"], cuda: "13.0" },
    expect: "fail",
  },
  {
    thread: github("Kaggle/docker-python/issues/1361"),
    what: "CUDA 12.3 on 535.129.03: minor version compatibility, much of cuDF will not work",
    question: { driver: "535.129.03", gpu: "Tesla T4", cuda: "12.3" },
    expect: "runs",
  },
  {
    thread: github("mmartial/ComfyUI-Nvidia-Docker/issues/61"),
    what: "GTX 1080 Ti with torch for 7.0-12.0",
    question: { gpu: "NVIDIA GeForce GTX 1080 Ti", torch: "2.8.0+cu128", driver: "570.172.08" },
    expect: "fail",
  },
  {
    thread: github("Comfy-Org/ComfyUI/issues/9929"),
    what: "GTX 1070 with 2.8.0+cu129",
    question: { gpu: "GTX 1070", torch: "2.8.0+cu129", driver: "580.97" },
    expect: "fail",
  },
  {
    thread: github("Comfy-Org/ComfyUI/issues/10468"),
    what: "GTX 1070 with 2.9.0+cu126",
    question: { gpu: "GeForce 1070", torch: "2.9.0+cu126", driver: "581.57" },
    expect: "runs",
  },
  {
    thread: github("Comfy-Org/ComfyUI/issues/9650"),
    what: "GTX 1080 Ti with 2.8.0+cu128",
    question: { gpu: "NVIDIA GeForce GTX 1080 Ti", torch: "2.8.0+cu128", driver: "576.80" },
    expect: "fail",
  },
  {
    thread: github("Comfy-Org/ComfyUI/pull/10769"),
    what: "GTX 1080 with 2.9.0+cu128",
    question: { gpu: "GTX 1080", torch: "2.9.0+cu128", driver: "580.95.05" },
    expect: "fail",
  },
  {
    thread: github("utensils/comfyui-nix/issues/11"),
    what: "GTX 1080 on 580 with cu118",
    question: { gpu: "NVIDIA GTX 1080", torch: "2.4.1+cu118", driver: "580.95.05" },
    expect: "runs",
  },
  {
    thread: github("googlecolab/colabtools/issues/2377"),
    what: "K80 with nvcc 11.1's default sm_52",
    question: { gpu: "Tesla K80", cuda: "11.1", architectures: ["sm_52", "compute_52"], driver: "460.32.03" },
    expect: "fail",
  },
  {
    thread: github("googlecolab/colabtools/issues/2377"),
    what: "K80 with sm_37 code of CUDA 11.1",
    question: { gpu: "Tesla K80", cuda: "11.1", architectures: ["sm_37"], driver: "460.32.03" },
    expect: "runs",
  },
  {
    thread: github("nelson-liu/pytorch-manylinux-binaries/issues/13"),
    what: "K80 on 470 with torch 2.x cu118",
    question: { gpu: "Tesla K80", driver: "470.223.02", torch: "2.0.1+cu118" },
    expect: "runs",
  },
  {
    thread: github("pytorch/pytorch/issues/30532"),
    what: "K40m with torch 1.3",
    question: { gpu: "Tesla K40m", torch: "1.3.1+cu101", driver: "418.87.00" },
    expect: "fail",
  },
  {
    thread: github("googlecolab/colabtools/issues/1685"),
    what: "Colab driver 418.67 with the default wheel of torch 1.7.0",
    question: { driver: "418.67", gpu: "T4", torch: "1.7.0+cu102" },
    expect: "fail",
  },
  {
    thread: github("ai4d-iasc/trixie/issues/9"),
    what: "418 (CUDA 10.1) with torch 1.5.0 cu102",
    question: { driver: "418.87.00", gpu: "V100", torch: "1.5.0+cu102" },
    expect: "fail",
  },
  {
    thread: github("pytorch/pytorch/pull/162531"),
    what: "CI driver of CUDA 12.8 with cu130",
    question: { driver: "570.133.07", gpu: "A10G", torch: "2.9.0+cu130" },
    expect: "fail",
  },
  {
    thread: github("lllyasviel/Fooocus/issues/953"),
    what: "GT 540M (Fermi) on 390 with torch 2.1",
    question: { computeCapability: "2.1", driver: "390.157", torch: "2.1.0+cu121" },
    expect: "fail",
  },
];
