import { github, type Incident, UP_TO_90 } from "./incident";

/** Reports about flavour of the kernel module, firmware, virtual GPUs. */
export const KERNEL_MODULE: readonly Incident[] = [
  {
    thread: github("NVIDIA/open-gpu-kernel-modules/issues/322"),
    what: "V100 (10de:1db5) with the open module: no GSP",
    question: { gpu: "V100", kernelModule: "open", driver: "515.48.07" },
    expect: "fail",
    axis: "kernel-module",
    is: "fail",
  },
  {
    thread: github("negativo17/nvidia-driver/issues/158"),
    what: "GT 1030 with the open module of 560.31",
    question: { gpu: "GeForce GT 1030", kernelModule: "open", driver: "560.31.02" },
    expect: "fail",
    axis: "kernel-module",
    is: "fail",
  },
  {
    thread: github("getsolus/packages/issues/5575"),
    what: "RTX 5090 with the proprietary module of 570.144",
    question: { gpu: "RTX 5090", kernelModule: "proprietary", driver: "570.144" },
    expect: "fail",
    axis: "kernel-module",
    is: "fail",
  },
  {
    thread: github("NVIDIA/open-gpu-kernel-modules/issues/230"),
    what: "open module 515 on a GeForce needs a switch",
    question: { driver: "515.43.04", gpu: "RTX 2080", kernelModule: "open", cuda: "11.7" },
    expect: "fail",
  },
  {
    thread: github("NVIDIA/open-gpu-kernel-modules/issues/433"),
    what: "open module 525.60.11 on RTX 3060 Ti",
    question: { driver: "525.60.11", gpu: "RTX 3060 Ti", kernelModule: "open", cuda: "12.0" },
    expect: "not-pass",
  },
  {
    thread: github("NVIDIA/open-gpu-kernel-modules/issues/639"),
    what: "550.76 open module, gsp firmware missing",
    question: { driver: "550.76", gpu: "RTX 4090", kernelModule: "open", gspFirmware: false },
    expect: "fail",
  },
  {
    thread: github("awslabs/amazon-eks-ami/issues/2768"),
    what: "RTX PRO 4500 with the proprietary module",
    question: { gpu: "RTX PRO 4500 Blackwell Server Edition", driver: "580.159.03", kernelModule: "proprietary", cuda: "12.8" },
    expect: "fail",
  },
  {
    thread: github("awslabs/amazon-eks-ami/issues/1697"),
    what: "p3.2xlarge, AMI loads the open module",
    question: { instanceType: "p3.2xlarge", kernelModule: "open", driver: "535.161.07", cuda: "12.2" },
    expect: "fail",
  },
  {
    thread: github("gpustack/gpustack/issues/3084"),
    what: "8x RTX 5090 on 580.95.05 open, list up to sm_90",
    question: { gpu: "NVIDIA GeForce RTX 5090", gpuCount: 8, driver: "580.95.05", kernelModule: "open", architectures: UP_TO_90 },
    expect: "fail",
  },
  {
    thread: github("skypilot-org/skypilot/issues/10468"),
    what: "A10-24Q with an old GRID guest driver",
    question: { gpu: "NVIDIA A10-24Q", driver: "535.161.08", kernelModule: "grid", cuda: "12.2" },
    expect: "not-pass",
  },
  {
    thread: github("dstackai/dstack/issues/1014"),
    what: "Azure A10 (vGPU) with the ordinary CUDA driver",
    question: { gpu: "NVIDIA A10-24Q", driver: "535.54.03", kernelModule: "proprietary", cuda: "12.2" },
    expect: "fail",
  },
  {
    thread: github("awslabs/amazon-eks-ami/issues/1618"),
    what: "M60 with driver 535 and the open module",
    question: { instanceType: "g3.8xlarge", driver: "535.129.03", kernelModule: "open" },
    expect: "fail",
  },
  {
    thread: github("oddmario/NVIDIA-Ubuntu-Driver-Guide/issues/10"),
    what: "RTX 5080 with the proprietary 570",
    question: { gpu: "RTX 5080", driver: "570.124.06", kernelModule: "proprietary" },
    expect: "fail",
  },
];
