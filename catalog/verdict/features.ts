import { rowRef } from "../find/row-ref";
import type { Feature } from "../question";
import { FLASH_ATTENTION_HARDWARE } from "../tables/flash-attention";
import { compareVersions } from "../version";
import { cudaMinor } from "./driver-cuda";
import type { Facts, GpuFacts } from "./facts";
import { type Assumption, type Finding, fail, notApplicable, pass, undecided, worst } from "./finding";
import { migMemoryGiB } from "./partition";
import { FEATURE_NEEDS } from "./rows/feature-needs";

/** Axis 8: what the software needs beyond CUDA: FlashAttention, number formats, memory. */
export function features(facts: Facts): Finding {
  const parts = [...(facts.features ?? []).map((feature) => need(feature, facts)), memory(facts)].filter(
    (part): part is Finding => part !== undefined,
  );
  const assumes = unsaid(facts);
  if (parts.length === 0) return notApplicable("no need beyond CUDA is named", assumes);
  const status = worst(parts.map((part) => part.status));
  const decisive = parts.filter((part) => part.status === status);
  return {
    status,
    reason: decisive.map(({ reason }) => reason).join("; "),
    missing: decisive.flatMap(({ missing }) => missing ?? []),
    rows: decisive.flatMap(({ rows }) => rows ?? []),
    ...(status === "fail" ? {} : { assumes }),
  };
}

const unsaid = (facts: Facts): Assumption[] => [
  ...(facts.features ? [] : [{ text: "the software needs nothing beyond CUDA", missing: "features" as const }]),
  ...(facts.gpuMemoryGiB === undefined ? [{ text: "the model fits the memory of the GPU", missing: "gpuMemoryGiB" as const }] : []),
];

function need(feature: Feature, facts: Facts): Finding | undefined {
  if (feature === "nccl-multi-gpu" || feature === "ptx-jit") return undefined; // the version and partition axes judge these
  const gpu = facts.gpu?.value;
  if (feature === "fp8" || feature === "bfloat16") {
    const row = FEATURE_NEEDS[feature];
    return capability(feature, gpu, row.minComputeCapability, [rowRef("featureNeeds", feature, row)]);
  }
  const major = feature === "flash-attention-2" ? "2" : feature === "flash-attention-3" ? "3" : undefined;
  const row = major === undefined ? undefined : FLASH_ATTENTION_HARDWARE[major];
  if (!row || major === undefined) return undecided(`'${String(feature).slice(0, 40)}' is no feature of the catalog`, ["features"]);
  const rows = [rowRef("flashAttentionHardware", major, row)];
  const base = capability(`FlashAttention ${major}`, gpu, row.minComputeCapability, rows);
  if (base.status !== "pass" || !gpu) return base;
  if (row.maxComputeCapabilityMajor !== undefined && Number(gpu.computeCapability.split(".")[0]) > row.maxComputeCapabilityMajor) {
    return fail(`FlashAttention ${major} does not run on ${nameOf(gpu)}, which is newer than what it was written for`, rows);
  }
  if (row.minCuda === undefined) return base;
  if (!facts.cuda)
    return undecided(`FlashAttention ${major} needs CUDA ${row.minCuda} or newer, and the CUDA of the image is not known`, ["cuda"], rows);
  if (compareVersions(cudaMinor(facts.cuda.value), row.minCuda) < 0) {
    // Its wheels were built with older CUDA before; the README states the floor of the present release.
    return undecided(
      `FlashAttention ${major} states CUDA ${row.minCuda} or newer, and the image has ${facts.cuda.value}`,
      ["architectures"],
      rows,
    );
  }
  return base;
}

const nameOf = (gpu: GpuFacts): string => gpu.name ?? `compute capability ${gpu.computeCapability}`;

function capability(what: string, gpu: GpuFacts | undefined, least: string, rows: Finding["rows"]): Finding {
  if (!gpu) return undecided(`${what} needs compute capability ${least} or newer, and the GPU is not known`, ["gpu"], rows);
  if (compareVersions(gpu.computeCapability, least) >= 0) return pass(`${nameOf(gpu)} has what ${what} needs`, rows);
  return fail(`${what} needs compute capability ${least} or newer, and ${nameOf(gpu)} has ${gpu.computeCapability}`, rows);
}

function memory({ gpuMemoryGiB: wanted, gpuMemoryMiB, mig }: Facts): Finding | undefined {
  if (wanted === undefined || !Number.isFinite(wanted)) return undefined;
  const slice = typeof mig?.value === "string" ? migMemoryGiB(mig.value) : undefined;
  if (slice !== undefined) {
    return slice >= wanted
      ? pass(`the MIG device has about ${slice} GB of memory`)
      : fail(`the model needs ${wanted} GiB a GPU, and the MIG device has about ${slice} GB`);
  }
  if (!gpuMemoryMiB) return undecided(`the model needs ${wanted} GiB a GPU, and the memory of the GPU is not known`, ["instanceType"]);
  const has = gpuMemoryMiB.value / 1024;
  const shown = has.toFixed(1);
  return has >= wanted
    ? pass(`the GPU has ${shown} GiB of memory, and the model needs ${wanted}`, gpuMemoryMiB.rows)
    : fail(`the model needs ${wanted} GiB a GPU, and the GPU has ${shown}`, gpuMemoryMiB.rows);
}
