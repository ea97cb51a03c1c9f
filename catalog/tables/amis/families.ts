import type { AmiFamily } from "./ami";
import { DEEP_LEARNING_FAMILIES } from "./deep-learning-families";

const CHECKED = "2026-11-23";
const EKS_SOURCE = "awslabs/amazon-eks-ami:CHANGELOG.md@81fec2e895854f599974fe4d3d72f61c0a9aaffa";

const EKS = {
  kubernetes: true,
  owner: "amazon",
  namePatternConfidence: "seen",
  ssmParameterConfidence: "seen",
  containerRuntime: "containerd",
  loginUser: "ec2-user",
  source: `${EKS_SOURCE} ; aws/karpenter-provider-aws:pkg/providers/amifamily/al2023.go ; awslabs/amazon-eks-ami:templates/al2023/runtime/gpu/nvidia-kmod-load.sh ; https://docs.amazonaws.cn/zh_cn/eks/latest/userguide/ml-eks-optimized-ami.md`,
  checked: CHECKED,
  confidence: "seen",
} as const;

/** Three kernel modules of one version lie in the image: proprietary, open and GRID. */
const CHOSEN_AT_BOOT = { kernelModule: "chosen-at-boot", kernelModuleConfidence: "seen" } as const;

const BOTTLEROCKET = {
  owner: "amazon",
  containerRuntime: "containerd",
  source:
    "aws/karpenter-provider-aws:pkg/providers/amifamily/bottlerocket.go ; https://bottlerocket.dev/en/os/1.68.x/version-information/gpu-drivers/1.68.0/ ; https://docs.amazonaws.cn/zh_cn/eks/latest/userguide/ml-eks-optimized-ami.md",
  checked: CHECKED,
  confidence: "seen",
} as const;

const ECS = {
  kubernetes: false,
  owner: "amazon",
  namePatternConfidence: "seen",
  containerRuntime: "docker",
  loginUser: "ec2-user",
  source:
    "aws/amazon-ecs-ami:al2023gpu.pkr.hcl@a2532d3503f2052a09ac18189b0de33918406db8 ; getmoto/moto:moto/ssm/resources/ecs/optimized_amis/us-east-1.json",
  checked: CHECKED,
  confidence: "seen",
} as const;

const FAMILIES: readonly AmiFamily[] = [
  {
    family: "eks-al2023-nvidia",
    title: "EKS optimized Amazon Linux 2023, NVIDIA, x86_64",
    architecture: "x86_64",
    ...EKS,
    ...CHOSEN_AT_BOOT,
    namePattern: "amazon-eks-node-al2023-x86_64-nvidia-{kubernetes}-v{release}",
    ssmParameter:
      "/aws/service/eks/optimized-ami/{kubernetes}/amazon-linux-2023/x86_64/nvidia/amazon-eks-node-al2023-x86_64-nvidia-{kubernetes}-v{release}/image_id",
    latestSsmParameter: "/aws/service/eks/optimized-ami/{kubernetes}/amazon-linux-2023/x86_64/nvidia/recommended/image_id",
    instanceFamilies: [
      "g4dn",
      "g5",
      "g6",
      "g6e",
      "g6f",
      "g7e",
      "gr6",
      "gr6f",
      "p3",
      "p3dn",
      "p4d",
      "p4de",
      "p5",
      "p5e",
      "p5en",
      "p6-b200",
      "p6-b300",
    ],
    note: "three kernel modules of one version (proprietary, open, GRID), chosen at boot; G7 needs a custom image with driver 595",
  },
  {
    family: "eks-al2023-nvidia-arm64",
    title: "EKS optimized Amazon Linux 2023, NVIDIA, arm64",
    architecture: "arm64",
    ...EKS,
    ...CHOSEN_AT_BOOT,
    namePattern: "amazon-eks-node-al2023-arm64-nvidia-{kubernetes}-v{release}",
    ssmParameter:
      "/aws/service/eks/optimized-ami/{kubernetes}/amazon-linux-2023/arm64/nvidia/amazon-eks-node-al2023-arm64-nvidia-{kubernetes}-v{release}/image_id",
    latestSsmParameter: "/aws/service/eks/optimized-ami/{kubernetes}/amazon-linux-2023/arm64/nvidia/recommended/image_id",
    instanceFamilies: ["g5g", "p6e-gb200", "p6e-gb300"],
  },
  {
    family: "eks-al2-gpu",
    title: "EKS optimized Amazon Linux 2, GPU",
    architecture: "x86_64",
    ...EKS,
    namePattern: "amazon-eks-gpu-node-{kubernetes}-v{release}",
    note: "ended: the last release is v20251209",
  },
  {
    family: "bottlerocket-nvidia",
    title: "Bottlerocket aws-k8s NVIDIA, x86_64",
    architecture: "x86_64",
    ...BOTTLEROCKET,
    kubernetes: true,
    ssmParameter: "/aws/service/bottlerocket/aws-k8s-{kubernetes}-nvidia/x86_64/{release}/image_id",
    ssmParameterConfidence: "seen",
    latestSsmParameter: "/aws/service/bottlerocket/aws-k8s-{kubernetes}-nvidia/x86_64/latest/image_id",
    instanceFamilies: [
      "g4dn",
      "g5",
      "g6",
      "g6e",
      "g6f",
      "g7e",
      "gr6",
      "gr6f",
      "p3",
      "p3dn",
      "p4d",
      "p4de",
      "p5",
      "p5e",
      "p5en",
      "p6-b200",
      "p6-b300",
    ],
  },
  {
    family: "bottlerocket-nvidia-arm64",
    title: "Bottlerocket aws-k8s NVIDIA, arm64",
    architecture: "arm64",
    ...BOTTLEROCKET,
    kubernetes: true,
    ssmParameter: "/aws/service/bottlerocket/aws-k8s-{kubernetes}-nvidia/arm64/{release}/image_id",
    ssmParameterConfidence: "seen",
    latestSsmParameter: "/aws/service/bottlerocket/aws-k8s-{kubernetes}-nvidia/arm64/latest/image_id",
    instanceFamilies: ["g5g"],
  },

  {
    family: "bottlerocket-ecs-2-nvidia",
    title: "Bottlerocket aws-ecs-2 NVIDIA, x86_64",
    architecture: "x86_64",
    ...BOTTLEROCKET,
    kubernetes: false,
    ssmParameter: "/aws/service/bottlerocket/aws-ecs-2-nvidia/x86_64/{release}/image_id",
    ssmParameterConfidence: "derived",
    latestSsmParameter: "/aws/service/bottlerocket/aws-ecs-2-nvidia/x86_64/latest/image_id",
  },
  {
    family: "bottlerocket-ecs-3-nvidia",
    title: "Bottlerocket aws-ecs-3 NVIDIA, x86_64",
    architecture: "x86_64",
    ...BOTTLEROCKET,
    kubernetes: false,
    ssmParameter: "/aws/service/bottlerocket/aws-ecs-3-nvidia/x86_64/{release}/image_id",
    ssmParameterConfidence: "derived",
    latestSsmParameter: "/aws/service/bottlerocket/aws-ecs-3-nvidia/x86_64/latest/image_id",
  },
  {
    family: "bottlerocket-ecs-4-nvidia",
    title: "Bottlerocket aws-ecs-4 NVIDIA, x86_64",
    architecture: "x86_64",
    ...BOTTLEROCKET,
    kubernetes: false,
    ssmParameter: "/aws/service/bottlerocket/aws-ecs-4-nvidia/x86_64/{release}/image_id",
    ssmParameterConfidence: "derived",
    latestSsmParameter: "/aws/service/bottlerocket/aws-ecs-4-nvidia/x86_64/latest/image_id",
  },
  {
    family: "ecs-gpu-al2023",
    title: "ECS optimized Amazon Linux 2023, GPU",
    architecture: "x86_64",
    ...ECS,
    namePattern: "al2023-ami-ecs-gpu-hvm-2023.0.{release}-kernel-6.1-x86_64-ebs",
    ssmParameter:
      "/aws/service/ecs/optimized-ami/amazon-linux-2023/gpu/al2023-ami-ecs-gpu-hvm-2023.0.{release}-kernel-6.1-x86_64-ebs/image_id",
    ssmParameterConfidence: "derived",
    latestSsmParameter: "/aws/service/ecs/optimized-ami/amazon-linux-2023/gpu/recommended/image_id",
    kernelModule: "chosen-at-boot",
    kernelModuleConfidence: "derived",
  },
  {
    family: "ecs-gpu-al2",
    title: "ECS optimized Amazon Linux 2, GPU",
    architecture: "x86_64",
    ...ECS,
    namePattern: "amzn2-ami-ecs-gpu-hvm-2.0.{release}-x86_64-ebs",
    latestSsmParameter: "/aws/service/ecs/optimized-ami/amazon-linux-2/gpu/recommended/image_id",
  },
];

/** Key: family. */
export const AMI_FAMILIES: Readonly<Record<string, AmiFamily>> = Object.fromEntries(
  [...DEEP_LEARNING_FAMILIES, ...FAMILIES].map((row) => [row.family, row]),
);
