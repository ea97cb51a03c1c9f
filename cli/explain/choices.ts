import type { Feature, InjectionMode, KernelModule } from "../../catalog/question";

export const FEATURES: readonly Feature[] = ["flash-attention-2", "flash-attention-3", "fp8", "bfloat16", "nccl-multi-gpu", "ptx-jit"];
export const INJECTION_MODES: readonly InjectionMode[] = ["legacy", "cdi", "csv"];
export const KERNEL_MODULES: readonly KernelModule[] = ["open", "proprietary", "grid"];
