import { github, type Incident } from "./incident";

/** Reports about NVSwitch machines and Fabric Manager. */
export const FABRIC: readonly Incident[] = [
  {
    thread: github("aws-samples/aws-deep-learning-ami-ubuntu-dcv-desktop/issues/33"),
    what: "p5.48xlarge without Fabric Manager: 802",
    question: { instanceType: "p5.48xlarge", driver: "570.158.01", cuda: "12.8", fabricManager: false },
    expect: "fail",
    axis: "fabric",
    is: "fail",
  },
  {
    thread: github("NVIDIA/nvtrust/issues/55"),
    what: "Fabric Manager 550.90.07 beside driver 550.107.02",
    question: { gpu: "H100", driver: "550.107.02", fabricManager: "550.90.07" },
    expect: "fail",
    axis: "fabric",
    is: "fail",
  },
  {
    thread: github("wilicc/gpu-burn/issues/92"),
    what: "eight H100 80GB HBM3 on driver 545.23.08: 802",
    question: { gpu: "NVIDIA H100 80GB HBM3", gpuCount: 8, driver: "545.23.08", cuda: "12.3" },
    expect: "not-pass",
    axis: "fabric",
    is: "undecided",
  },
  {
    thread: github("wilicc/gpu-burn/issues/92"),
    what: "H100 PCIe runs with the same driver",
    question: { gpu: "NVIDIA H100 PCIe", driver: "545.23.08", cuda: "12.3" },
    expect: "runs",
  },
  {
    thread: github("huggingface/huggingface_hub/issues/4128"),
    what: "H200 machine with driver 580.126.09, CUDA 12 and 13 images: 802",
    question: { gpu: "H200", gpuCount: 8, driver: "580.126.09", cuda: "13.0" },
    expect: "not-pass",
  },
  {
    thread: github("dstackai/dstack/issues/2348"),
    what: "p4d with FM 535.183.01 and another 535 driver",
    question: { instanceType: "p4d.24xlarge", driver: "535.183.06", fabricManager: "535.183.01" },
    expect: "fail",
  },
  {
    thread: github("NVIDIA/gpu-operator/issues/544"),
    what: "FM 530.30.02 beside driver 530.41.03",
    question: { driver: "530.41.03", fabricManager: "530.30.02" },
    expect: "not-pass",
  },
  {
    thread: github("NVIDIA/gpu-operator/issues/544"),
    what: "same on an NVSwitch machine",
    question: { driver: "530.41.03", fabricManager: "530.30.02", gpu: "A100-SXM4-80GB", gpuCount: 8 },
    expect: "fail",
  },
  {
    thread: github("data-infra/cube-studio/issues/29"),
    what: "2x RTX 4090 need no FM",
    question: { driver: "575.57.08", gpu: "NVIDIA GeForce RTX 4090", gpuCount: 2, fabricManager: false, cuda: "12.8" },
    expect: "runs",
  },
  {
    thread: github("wilicc/gpu-burn/issues/92"),
    what: "8 H100 SXM without Fabric Manager",
    question: { gpu: "NVIDIA H100 80GB HBM3", gpuCount: 8, driver: "545.23.08", cuda: "12.3", fabricManager: false },
    expect: "fail",
  },
  {
    thread: github("aws-samples/aws-deep-learning-ami-ubuntu-dcv-desktop/issues/33"),
    what: "H100 instance without Fabric Manager",
    question: { instanceType: "p5.48xlarge", fabricManager: false },
    expect: "fail",
  },
  {
    thread: github("NVIDIA/nvtrust/issues/55"),
    what: "Fabric Manager 550.90.07 and driver 550.107.02",
    question: { gpu: "H100", gpuCount: 8, driver: "550.107.02", fabricManager: "550.90.07" },
    expect: "fail",
  },
];
