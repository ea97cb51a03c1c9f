import { github, type Incident } from "./incident";

/** Reports about what the software needs of the GPU. */
export const SOFTWARE: readonly Incident[] = [
  {
    thread: github("vllm-project/vllm/issues/1153"),
    what: "bfloat16 on g4dn.xlarge",
    question: { instanceType: "g4dn.xlarge", features: ["bfloat16"] },
    expect: "fail",
    axis: "features",
    is: "fail",
  },
  {
    thread: github("vllm-project/vllm/issues/946"),
    what: "bfloat16 on V100-SXM2-32GB",
    question: { gpu: "Tesla V100-SXM2-32GB", features: ["bfloat16"] },
    expect: "fail",
  },
  {
    thread: github("sasha0552/pascal-pkgs-ci/issues/21"),
    what: "bfloat16 on Tesla P40",
    question: { gpu: "Tesla P40", features: ["bfloat16"] },
    expect: "fail",
  },
  {
    thread: github("microsoft/MInference/issues/51"),
    what: "FlashAttention 2 on V100S with driver 470.57.02",
    question: { gpu: "Tesla V100S", driver: "470.57.02", features: ["flash-attention-2"] },
    expect: "fail",
    axis: "features",
    is: "fail",
  },
  {
    thread: github("komikndr/raylight/issues/68"),
    what: "FlashAttention 2 on Quadro RTX 5000 with torch 2.9.1+cu130 and driver 590.48.01",
    question: { gpu: "Quadro RTX 5000", driver: "590.48.01", torch: "2.9.1+cu130", features: ["flash-attention-2"] },
    expect: "fail",
    axis: "features",
    is: "fail",
  },
  {
    thread: github("huggingface/text-generation-inference/issues/2037"),
    what: "FA2 on T4 driver 555",
    question: { driver: "555.42.02", gpu: "Tesla T4", features: ["flash-attention-2"] },
    expect: "fail",
  },
  {
    thread: github("QwenLM/Qwen3-VL/issues/67"),
    what: "FA2 on 2080 Ti",
    question: { gpu: "2080ti", features: ["flash-attention-2"] },
    expect: "fail",
  },
  {
    thread: github("huggingface/text-generation-inference/issues/2456"),
    what: "TGI 2.2.0 on T4 with FA2",
    question: {
      driver: "545",
      gpu: "NVIDIA T4",
      image: "ghcr.io/huggingface/text-generation-inference:2.2.0",
      features: ["flash-attention-2"],
    },
    expect: "fail",
  },
  {
    thread: github("parataaito/trellis_api/issues/5"),
    what: "EC2 T4, driver of CUDA 12.2, FA2",
    question: { instanceType: "g4dn.xlarge", driver: "535.183.01", features: ["flash-attention-2"] },
    expect: "fail",
  },
  {
    thread: github("NVIDIA/nccl/issues/431"),
    what: "A100 with MIG, torch 1.7 DDP over MIG devices",
    question: { gpu: "A100", mig: "3g.20gb", features: ["nccl-multi-gpu"], torch: "1.7.0+cu110", driver: "455.32.00" },
    expect: "fail",
  },
  {
    thread: github("pytorch/pytorch/issues/130181"),
    what: "A100 80GB MIG 3g.40gb, parallel training",
    question: {
      gpu: "NVIDIA-A100-SXM4-80GB-MIG-3g.40gb",
      mig: "3g.40gb",
      features: ["nccl-multi-gpu"],
      driver: "535.161.08",
      cuda: "12.1",
    },
    expect: "fail",
  },
  {
    thread: github("vllm-project/vllm/issues/8189"),
    what: "FlashAttention on an RTX 2080 Ti",
    question: { gpu: "RTX 2080 Ti", features: ["flash-attention-2"] },
    expect: "fail",
  },
];
