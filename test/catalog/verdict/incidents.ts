import type { Axis, Status } from "../../../catalog/answer";
import type { Question } from "../../../catalog/question";

/**
 * What people reported, with the thread; where a report leaves a fact out, the default of its project or distribution at that time
 * stands in. `runs` is pass or limits; `not-pass` leaves fail or undecided, where the report lacks a fact.
 */
export interface Incident {
  readonly thread: string;
  readonly what: string;
  readonly question: Question;
  readonly expect?: "fail" | "runs" | "not-pass" | "not-fail";
  /** The axis that the report is about, and its status. */
  readonly axis?: Axis;
  readonly is?: Status;
}

const github = (path: string): string => `https://github.com/${path}`;
/** As old PyTorch prints it: `The current PyTorch install supports CUDA capabilities …`. */
const UP_TO_90 = ["sm_50", "sm_60", "sm_70", "sm_75", "sm_80", "sm_86", "sm_90"];
const UP_TO_75 = ["sm_37", "sm_50", "sm_60", "sm_70", "sm_75"];
const NEW_LIST =
  "cuda>=12.8 brand=unknown,driver>=470,driver<471 brand=tesla,driver>=470,driver<471 brand=tesla,driver>=535,driver<536 brand=tesla,driver>=550,driver<551 brand=tesla,driver>=560,driver<561 brand=tesla,driver>=565,driver<566";

export const INCIDENTS: readonly Incident[] = [
  // --- allowed to start
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
  // --- version
  {
    thread: github("NVIDIA/nvidia-docker/issues/399"),
    what: "driver 367.35 is below CUDA 8.0's 367.48",
    question: { driver: "367.35", cuda: "8.0", gpu: "GeForce GTX 1080" },
    expect: "fail",
    axis: "version",
    is: "fail",
  },
  {
    thread: github("NVIDIA/nvidia-docker/issues/317"),
    what: "the same driver with Titan X (Pascal)",
    question: { driver: "367.35", cuda: "8.0", gpu: "TITAN X" },
    expect: "fail",
    axis: "version",
    is: "fail",
  },
  {
    thread: github("ultralytics/yolov5/issues/2389"),
    what: "driver 435.21 (CUDA 10.1) with the default wheel of torch 1.7.1 (CUDA 10.2)",
    question: { driver: "435.21", torch: "1.7.1+cu102" },
    expect: "fail",
    axis: "version",
    is: "fail",
  },
  {
    thread: github("lllyasviel/Fooocus/issues/1313"),
    what: "driver 470.86 (found version 11040) with a wheel of CUDA 12.1",
    question: { driver: "470.86", gpu: "NVIDIA GeForce RTX 3050 Laptop GPU", torch: "2.1.0+cu121" },
    expect: "fail",
    axis: "version",
    is: "fail",
  },
  {
    thread: github("IEIT-Yuan/Yuan-2.0/issues/65"),
    what: "a 450 driver (found version 11000) with a container on CUDA 12.1",
    question: { driver: "450", cuda: "12.1" },
    expect: "fail",
    axis: "version",
    is: "fail",
  },
  {
    thread: github("triton-inference-server/server/issues/1838"),
    what: "Triton 20.06 (CUDA 11.0) on driver 440.100 with RTX 2080 Ti: compatibility mode UNAVAILABLE, 804",
    question: { driver: "440.100", gpu: "GeForce RTX 2080 Ti", image: "nvcr.io/nvidia/tritonserver:20.06-py3", cuda: "11.0" },
    expect: "fail",
  },
  {
    thread: github("NVIDIA/TensorRT/issues/1160"),
    what: "TensorRT 20.07.1 (CUDA 11.0) on driver 440.33.01: 804",
    question: { driver: "440.33.01", image: "nvcr.io/nvidia/tensorrt:20.07.1-py3", cuda: "11.0" },
    expect: "not-pass",
  },
  {
    thread: github("isarsoft/yolov4-triton-tensorrt/issues/5"),
    what: "TensorRT 20.08 (CUDA 11.0) on driver 410.78 with GTX 1080 Ti",
    question: { driver: "410.78", gpu: "GTX 1080 Ti", image: "nvcr.io/nvidia/tensorrt:20.08-py3", cuda: "11.0" },
    expect: "fail",
  },
  {
    thread: github("omarabid59/yolov8-triton/issues/6"),
    what: "Triton 23.02 (CUDA 12.0) on driver 470.199.02: compatibility mode UNAVAILABLE",
    question: { driver: "470.199.02", image: "nvcr.io/nvidia/tritonserver:23.02-py3", cuda: "12.0" },
    expect: "not-pass",
  },
  {
    thread: github("triton-inference-server/server/issues/139"),
    what: "19.02 (CUDA 10.0) on driver 396.26 with Tesla P4",
    question: { driver: "396.26", gpu: "Tesla P4", image: "nvcr.io/nvidia/tensorrtserver:19.02-py3", cuda: "10.0" },
    expect: "fail",
  },
  {
    thread: github("triton-inference-server/server/issues/3955"),
    what: "Triton 21.12 (CUDA 11.5) runs on driver 470 by minor-version compatibility",
    question: { driver: "470.82.01", gpu: "T4", cuda: "11.5.0", compat: false },
    expect: "runs",
    axis: "version",
    is: "limits",
  },
  {
    thread: github("ovg-project/kvcached/issues/74"),
    what: "A100, driver 575.64.03, torch 2.6.0+cu124: vLLM alone works well",
    question: { driver: "575.64.03", gpu: "A100", torch: "2.6.0+cu124" },
    expect: "runs",
  },
  {
    thread: github("nagadomi/nunif/issues/702"),
    what: "CUDA 13 on a driver of the 570 branch",
    question: { driver: "570.211.01", gpu: "RTX 4070", torch: "2.9.0+cu130" },
    expect: "fail",
    axis: "version",
    is: "fail",
  },
  // --- compat libraries
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
  // --- PTX
  {
    thread: github("vllm-project/vllm/issues/47397"),
    what: "sm_121 with PTX of CUDA 13.3 on driver 580.159.03 (CUDA 13.0): unsupported toolchain",
    question: { driver: "580.159.03", computeCapability: "12.1", cuda: "13.3", architectures: ["8.0+PTX"] },
    expect: "fail",
    axis: "architecture",
    is: "fail",
  },
  // --- architecture
  {
    thread: github("pytorch/pytorch/issues/167244"),
    what: "RTX 5090 with a cu124 build of torch",
    question: { driver: "570.124.06", gpu: "NVIDIA GeForce RTX 5090", cuda: "12.4", architectures: UP_TO_90 },
    expect: "fail",
    axis: "architecture",
    is: "fail",
  },
  {
    thread: github("HybridRobotics/berkeley-humanoid-lite/issues/49"),
    what: "RTX 5090 on driver 590.48.01 with torch 2.5.1+cu121",
    question: { driver: "590.48.01", gpu: "RTX 5090", torch: "2.5.1+cu121" },
    expect: "fail",
    axis: "architecture",
    is: "fail",
  },
  {
    thread: github("vllm-project/vllm/issues/21633"),
    what: "RTX 5070 Ti with a vLLM release that lost sm_120",
    question: { gpu: "NVIDIA GeForce RTX 5070 Ti", architectures: UP_TO_90 },
    expect: "fail",
  },
  {
    thread: github("remsky/Kokoro-FastAPI/issues/306"),
    what: "RTX 5060 Ti with a list up to sm_90",
    question: { gpu: "RTX 5060 Ti", architectures: UP_TO_90 },
    expect: "fail",
  },
  {
    thread: github("ovg-project/kvcached/issues/111"),
    what: "B200 with a list up to sm_90",
    question: { gpu: "B200", architectures: UP_TO_90 },
    expect: "fail",
    axis: "architecture",
    is: "fail",
  },
  {
    thread: github("spinalcordtoolbox/spinalcordtoolbox/issues/5104"),
    what: "RTX PRO 6000 Max-Q with torch on CUDA 12.1",
    question: { gpu: "NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition", cuda: "12.1", architectures: UP_TO_90 },
    expect: "fail",
  },
  {
    thread: github("Kaggle/kaggle-cli/issues/1151"),
    what: "P100 with torch built for cu128",
    question: { gpu: "P100", torch: "2.10.0+cu128" },
    expect: "fail",
    axis: "architecture",
    is: "fail",
  },
  {
    thread: github("Kaggle/kaggle-cli/issues/1151"),
    what: "T4 works with the same image",
    question: { gpu: "T4", torch: "2.10.0+cu128" },
    axis: "architecture",
    is: "pass",
  },
  {
    thread: github("index-tts/index-tts/issues/815"),
    what: "P100 with torch 2.8.0+cu128",
    question: { gpu: "Tesla P100-PCIE-16GB", torch: "2.8.0+cu128" },
    expect: "fail",
  },
  {
    thread: github("meizhong986/WhisperJAV/issues/333"),
    what: "V100 with torch 2.11.0+cu128",
    question: { gpu: "Tesla V100", torch: "2.11.0+cu128" },
    expect: "fail",
  },
  {
    thread: github("vllm-project/vllm/issues/19185"),
    what: "V100-PCIE with a build whose minimum is 7.5",
    question: { gpu: "Tesla V100-PCIE-16GB", architectures: ["7.5", "8.0", "8.6", "9.0", "10.0", "12.0"] },
    expect: "fail",
  },
  {
    thread: github("Comfy-Org/ComfyUI/pull/16438"),
    what: "P40 with the cu130 wheel",
    question: { gpu: "P40", torch: "2.9.0+cu130", driver: "580.95.05" },
    expect: "fail",
    axis: "architecture",
    is: "fail",
  },
  {
    thread: github("pytorch/pytorch/issues/52736"),
    what: "RTX 3070 with torch 1.7.1 on CUDA 10.2",
    question: { gpu: "GeForce RTX 3070", torch: "1.7.1+cu102" },
    expect: "fail",
  },
  {
    thread: github("BindsNET/bindsnet/issues/468"),
    what: "RTX 3080 with a list up to sm_75",
    question: { gpu: "GeForce RTX 3080", architectures: UP_TO_75 },
    expect: "fail",
  },
  {
    thread: github("MRzzm/DINet/issues/100"),
    what: "RTX 3090 with torch 1.7.1+cu101",
    question: { gpu: "NVIDIA GeForce RTX 3090", torch: "1.7.1+cu101" },
    expect: "fail",
  },
  {
    thread: github("niuchuangnn/SPICE/issues/26"),
    what: "RTX 3090 runs the sm_80 code of torch 1.7.0 on CUDA 11.0",
    question: { gpu: "RTX 3090", torch: "1.7.0+cu110" },
    axis: "architecture",
    is: "pass",
  },
  {
    thread: github("andreimargeloiu/WPFS/issues/3"),
    what: "A100 with torch 1.10.1+cu111 instead of a list up to sm_70",
    question: { gpu: "NVIDIA A100-SXM4-80GB", torch: "1.10.1+cu111" },
    axis: "architecture",
    is: "pass",
  },
  {
    thread: github("AUTOMATIC1111/stable-diffusion-webui/issues/702"),
    what: "A100 with a list up to sm_70",
    question: { gpu: "A100-SXM4-40GB", architectures: ["sm_37", "sm_50", "sm_60", "sm_70"] },
    expect: "fail",
  },
  {
    thread: github("pytorch/pytorch/issues/57922"),
    what: "A100 with torch 1.8.1+cu102",
    question: { driver: "450.80.02", gpu: "A100-SXM4-40GB", torch: "1.8.1+cu102" },
    expect: "fail",
  },
  {
    thread: github("PrateekMunjal/TorchAL/issues/4"),
    what: "A100 with torch 1.6.0",
    question: { gpu: "NVIDIA A100-PCIE-40GB", torch: "1.6.0+cu102" },
    expect: "fail",
  },
  {
    thread: github("anomixer/proxmox-vgpu-installer/issues/29"),
    what: "P100 on driver 595.71.03, which ignores it",
    question: { driver: "595.71.03", gpu: "NVIDIA Tesla P100-PCIE-16GB", cuda: "12.6" },
    expect: "fail",
    axis: "architecture",
    is: "fail",
  },
  // --- kernel module
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
  // --- fabric
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
  // --- what the software needs
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
];
