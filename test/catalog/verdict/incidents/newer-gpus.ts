import { github, type Incident } from "./incident";

/** Reports about GPUs that came after what was compiled. */
export const NEWER_GPUS: readonly Incident[] = [
  {
    thread: github("vllm-project/vllm/issues/31700"),
    what: "torch 2.9.0+cu128 JITs PTX on driver 550.144.03",
    question: { driver: "550.144.03", gpu: "NVIDIA H100 PCIe", torch: "2.9.0+cu128", features: ["ptx-jit"] },
    expect: "fail",
  },
  {
    thread: github("vllm-project/vllm/issues/16901"),
    what: "RTX 5090 with vLLM of torch 2.6.0",
    question: { gpu: "RTX 5090", torch: "2.6.0", driver: "570.86.10" },
    expect: "fail",
  },
  {
    thread: github("unslothai/unsloth/pull/5876"),
    what: "B200 with cu130",
    question: { driver: "580.95.05", gpu: "B200", torch: "2.9.1+cu130" },
    expect: "runs",
  },
  {
    thread: github("lllyasviel/FramePack/issues/550"),
    what: "RTX 5090 runs torch 2.7 cu128",
    question: { gpu: "RTX 5090", torch: "2.7.0+cu128", driver: "572.83" },
    expect: "runs",
  },
  {
    thread: github("coendevente/SlicerNNInteractive/issues/58"),
    what: "RTX 5070 Laptop, list up to sm_90 with compute_37",
    question: {
      gpu: "NVIDIA GeForce RTX 5070 Laptop GPU",
      architectures: ["sm_37", "sm_50", "sm_60", "sm_61", "sm_70", "sm_75", "sm_80", "sm_86", "sm_90", "compute_37"],
      torch: "2.7.1+cu118",
    },
    expect: "not-pass",
  },
  {
    thread: github("vllm-project/vllm/pull/41834"),
    what: "GB10 on 580.142 with torch 2.11.0+cu130",
    question: { gpu: "NVIDIA GB10", driver: "580.142", torch: "2.11.0+cu130" },
    expect: "runs",
  },
  {
    thread: github("vllm-project/vllm/issues/36835"),
    what: "GB10 on 580.126.09, torch 2.11.0+cu130",
    question: { gpu: "NVIDIA GB10", driver: "580.126.09", torch: "2.11.0+cu130" },
    expect: "runs",
  },
  {
    thread: github("NVIDIA-Digital-Bio/Proteina-Complexa/pull/59"),
    what: "B200 with 2.7.0+cu126",
    question: { gpu: "NVIDIA B200", torch: "2.7.0+cu126", driver: "570.158.01" },
    expect: "fail",
  },
  {
    thread: github("NVIDIA-Digital-Bio/Proteina-Complexa/pull/59"),
    what: "B200 with 2.7.0+cu128",
    question: { gpu: "NVIDIA B200", torch: "2.7.0+cu128", driver: "570.158.01" },
    expect: "runs",
  },
  {
    thread: github("NVIDIA-Digital-Bio/Proteina-Complexa/issues/54"),
    what: "RTX PRO 6000 with 2.7.0+cu126",
    question: { gpu: "RTX PRO 6000", torch: "2.7.0+cu126", driver: "580.95.05" },
    expect: "fail",
  },
  {
    thread: github("deepbeepmeep/Wan2GP/issues/376"),
    what: "RTX 5070 Ti with a nightly of 2.6 for cu121",
    question: { gpu: "RTX 5070 Ti", torch: "2.6.0.dev20241112+cu121", driver: "576.57" },
    expect: "fail",
  },
];
