import type { Image } from "./image";

const PYPI = "https://pypi.org/project/vllm/";
const CHECKED = "2026-11-28";

const vllm = (tag: string, more: Omit<Image, "reference" | "line" | "checked">): Image => ({
  reference: `docker.io/vllm/vllm-openai:${tag}`,
  line: "vllm",
  checked: CHECKED,
  ...more,
});

const tgi = (tag: string, more: Omit<Image, "reference" | "line" | "checked">): Image => ({
  reference: `ghcr.io/huggingface/text-generation-inference:${tag}`,
  line: "tgi",
  checked: CHECKED,
  ...more,
});

const REFUSED_BY_12_4 = "https://github.com/vllm-project/vllm/issues/5635";

/** Images of vLLM and Text Generation Inference by their publishers: only releases whose CUDA somebody printed or was refused by. */
export const servingImages = (): Image[] => [
  vllm("v0.4.3", { cuda: "12.4", confidence: "seen", source: `${REFUSED_BY_12_4} ; ${PYPI}`, note: "refuses hosts by cuda>=12.4" }),
  vllm("v0.5.0", {
    cuda: "12.4",
    torch: "2.3.0",
    torchConfidence: "seen",
    confidence: "seen",
    source: `${REFUSED_BY_12_4} ; ${PYPI}`,
    note: "refuses hosts by cuda>=12.4; the wheel asks for torch 2.3.0",
  }),
  vllm("v0.16.0", {
    cuda: "12.9.1",
    torch: "2.9.1",
    torchConfidence: "seen",
    architectures: ["7.0", "7.5", "8.0", "8.9", "9.0", "10.0", "12.0"],
    confidence: "seen",
    source: `public copy of the environment that the image printed, address not recorded; repository: https://hub.docker.com/r/vllm/vllm-openai ; ${PYPI}`,
    note: "CUDA_VERSION, NVIDIA_REQUIRE_CUDA and TORCH_CUDA_ARCH_LIST as printed by vllm's collect_env in the image; the wheel asks for torch 2.9.1",
  }),
  vllm("v0.20.0", {
    cuda: "13.0",
    torch: "2.11.0",
    torchConfidence: "seen",
    confidence: "seen",
    source: `https://github.com/Avarok-Cybersecurity/dgx-vllm/issues/13 ; https://github.com/vllm-project/vllm/pull/39878 ; ${PYPI}`,
    note: "CUDA 13.0 by default from this release on; the wheel asks for torch 2.11.0",
  }),
  tgi("1.1.1", {
    cuda: "11.8",
    confidence: "seen",
    source: "https://github.com/huggingface/llm-swarm/pull/5",
    note: "refuses hosts by cuda>=11.8",
  }),
  tgi("1.3.4", {
    cuda: "12.1",
    torch: "2.1.1",
    torchConfidence: "derived",
    confidence: "seen",
    source:
      "https://github.com/huggingface/text-generation-inference/issues/1391 ; huggingface/text-generation-inference:Dockerfile@008733313cec1a5e2a38788207cd6ee1d1812a14",
    note: "refuses hosts by cuda>=12.1; the Dockerfile of that time installs PyTorch 2.1.1 for CUDA 12.1",
  }),
  tgi("1.3.5", {
    cuda: "12.1",
    torch: "2.1.1",
    torchConfidence: "derived",
    confidence: "seen",
    source:
      "https://github.com/huggingface/text-generation-inference/issues/1402 ; huggingface/text-generation-inference:Dockerfile@008733313cec1a5e2a38788207cd6ee1d1812a14",
    note: "nvidia-smi in the container shows CUDA 12.1; the Dockerfile of that time installs PyTorch 2.1.1 for CUDA 12.1",
  }),
];
