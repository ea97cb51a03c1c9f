import { github, type Incident } from "./incident";

const NEW_LIST =
  "cuda>=12.8 brand=unknown,driver>=470,driver<471 brand=tesla,driver>=470,driver<471 brand=tesla,driver>=535,driver<536 brand=tesla,driver>=550,driver<551 brand=tesla,driver>=560,driver<561 brand=tesla,driver>=565,driver<566";

/** Reports about NVIDIA_REQUIRE_CUDA of the image against the host. */
export const REQUIREMENT: readonly Incident[] = [
  {
    thread: github("SyneRBI/PETRIC2/issues/27"),
    what: "driver 551.78 (WSL) refused by cuda>=12.8",
    question: { driver: "551.78", require: "cuda>=12.8", cuda: "12.8" },
    expect: "fail",
    axis: "require",
    is: "fail",
  },
  {
    thread: github("theroyallab/tabbyAPI/issues/324"),
    what: "driver 550.144.03 refused by an image on CUDA 12.8",
    question: { driver: "550.144.03", require: "cuda>=12.8", cuda: "12.8.1" },
    expect: "fail",
    axis: "require",
    is: "fail",
  },
  {
    thread: github("ggml-org/llama.cpp/issues/9665"),
    what: "driver 550.142 refused by an image on CUDA 12.6",
    question: { driver: "550.142", require: "cuda>=12.6", cuda: "12.6.0" },
    expect: "fail",
    axis: "require",
    is: "fail",
  },
  {
    thread: github("MauriceNino/dashdot/issues/1226"),
    what: "laptop RTX 4050 on a 535 driver refused by the list of CUDA 12.8, which names no GeForce",
    question: { driver: "535", gpu: "NVIDIA GeForce RTX 4050 Laptop GPU", require: NEW_LIST, cuda: "12.8" },
    expect: "fail",
    axis: "require",
    is: "fail",
  },
  {
    thread: github("rapidsai/devcontainers/pull/332"),
    what: "nvidia/cuda:12.5.0-base starts on a lab machine with driver 535",
    question: { driver: "535", gpu: "V100", image: "nvidia/cuda:12.5.0-base-ubuntu22.04" },
    expect: "not-fail",
  },
  {
    thread: github("open-webui/docs/pull/507"),
    what: "a host with CUDA 12.2 refused by cuda>=12.8",
    question: { driver: "535.183.01", require: "cuda>=12.8" },
    axis: "require",
    is: "fail",
    expect: "fail",
  },
  {
    thread: github("NVIDIA/nvidia-container-toolkit/issues/1470"),
    what: "CDI mode does not check NVIDIA_REQUIRE_",
    question: { driver: "550.144.03", gpu: "L4", cuda: "12.8", require: "cuda>=12.8", injectionMode: "cdi", containerToolkit: "1.18.0" },
    axis: "require",
    is: "not-applicable",
  },
  {
    thread: github("NVIDIA/nvidia-container-toolkit/pull/1795"),
    what: "cuda>=99.0 cannot be met by any host in legacy mode",
    question: { driver: "580.126.20", require: "cuda>=99.0", injectionMode: "legacy" },
    axis: "require",
    is: "fail",
    expect: "fail",
  },
  {
    thread: github("awsdocs/amazon-eks-user-guide/issues/22"),
    what: "EKS GPU AMI of 2018 (CUDA 9.2) with nvidia/cuda:latest (10.0)",
    question: { driver: "396.26", gpu: "V100", require: "cuda>=10.0 brand=tesla,driver>=384,driver<385", cuda: "10.0" },
    expect: "fail",
  },
  {
    thread: github("NVIDIA/nvidia-docker/issues/543"),
    what: "GTX 1080 driver 375.26 refused by cuda>=9.0",
    question: { driver: "375.26", gpu: "GTX 1080", require: "cuda>=9.0" },
    expect: "fail",
  },
  {
    thread: github("NVIDIA/nvidia-docker/issues/835"),
    what: "V100 on 390.87 with nvidia/cuda:10.0",
    question: {
      driver: "390.87",
      gpu: "V100",
      image: "nvidia/cuda:10.0-devel-ubuntu18.04",
      require: "cuda>=10.0 brand=tesla,driver>=384,driver<385",
    },
    expect: "fail",
  },
  {
    thread: github("lmb-freiburg/netdef-docker/issues/6"),
    what: "P100 on 390.77, same list",
    question: { driver: "390.77", gpu: "Tesla P100", require: "cuda>=10.0 brand=tesla,driver>=384,driver<385", cuda: "10.0" },
    expect: "fail",
  },
  {
    thread: github("iot-salzburg/gpu-jupyter/issues/24"),
    what: "390.138 with cuda>=10.1",
    question: { driver: "390.138", require: "cuda>=10.1", cuda: "10.1" },
    expect: "fail",
  },
  {
    thread: github("aws/amazon-ecs-agent/issues/1959"),
    what: "ECS GPU AMI of March 2019 (CUDA 9.2) with CUDA 10.0",
    question: { instanceType: "p3.2xlarge", driver: "396.26", require: "cuda>=10.0 brand=tesla,driver>=384,driver<385", cuda: "10.0" },
    expect: "fail",
  },
  {
    thread: github("remsky/Kokoro-FastAPI/issues/341"),
    what: "v535 with cuda>=12.8",
    question: { driver: "535", require: "cuda>=12.8" },
    expect: "fail",
  },
  {
    thread: github("microsoft/WSL/issues/6773"),
    what: "470.14 in WSL refused by cuda>=11.2 (CLI saw an older CUDA)",
    question: { driver: "470.14", gpu: "GTX 1060", require: "cuda>=11.5" },
    expect: "fail",
  },
  {
    thread: github("SyneRBI/PETRIC2/issues/27"),
    what: "WSL with Windows driver 551.78 (CUDA 12.4), cuda>=12.8",
    question: { driver: "551.78", require: "cuda>=12.8" },
    expect: "fail",
  },
  {
    thread: github("theroyallab/tabbyAPI/issues/324"),
    what: "550.144.03, cuda>=12.8",
    question: { driver: "550.144.03", require: "cuda>=12.8" },
    expect: "fail",
  },
  {
    thread: github("rapidsai/devcontainers/pull/332"),
    what: "devcontainer asks cuda>=12.5 on R535",
    question: { driver: "535", require: "cuda>=12.5" },
    expect: "fail",
  },
];
