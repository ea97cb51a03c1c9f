import { findInstanceType, isUnknown } from "../../catalog";
import type { KeyIndex } from "../neighbours";
import type { Context, Resource } from "../rule";
import { at, listAt, textAt } from "./value";

/** Whether GPU nodes may start: by requirement, certainly not, or whatever a pod asks for. */
export type PoolGpus = "gpu" | "none" | "open";

const POOLS = ["kubernetes:karpenter.sh/v1:NodePool", "kubernetes:karpenter.sh/v1beta1:NodePool"];
const BY_CLASS: KeyIndex = {
  name: "node class",
  keysOf({ props }) {
    const name = textAt(props, "spec", "template", "spec", "nodeClassRef", "name");
    return typeof name === "string" ? [name] : [];
  },
};

/** What a node class of Karpenter serves: its pools say, where the plan has them; else its name can only say that it is for GPUs. */
export function gpusOfClass({ props, name }: Resource, { neighbours }: Context): PoolGpus {
  const own = textAt(props, "metadata", "name");
  const called = typeof own === "string" ? own : name;
  const pools = POOLS.flatMap((type) => neighbours?.keyed(type, BY_CLASS, called) ?? []).map(gpusOfPool);
  if (pools.length === 0) return /gpu|nvidia|cuda/i.test(called) ? "gpu" : "open";
  return pools.includes("gpu") ? "gpu" : pools.includes("open") ? "open" : "none";
}

/** The requirements that name instance types, in the words of Karpenter. */
function gpusOfPool({ props }: Resource): PoolGpus {
  const spec = at(props, "spec", "template", "spec");
  const requirements = listAt(spec, "requirements");
  const taints = listAt(spec, "taints");
  if (isUnknown(requirements)) return "open";
  if (!isUnknown(taints) && taints.some((taint) => textAt(taint, "key") === "nvidia.com/gpu")) return "gpu";
  let answer: PoolGpus = "open";
  for (const requirement of requirements) {
    const key = textAt(requirement, "key");
    const values = listAt(requirement, "values");
    if (typeof key !== "string" || isUnknown(values)) continue;
    const operator = textAt(requirement, "operator");
    if (key.startsWith("karpenter.k8s.aws/instance-gpu-") && operator !== "DoesNotExist") return "gpu";
    const hasGpu = HAS_GPU[key];
    if (!hasGpu || operator !== "In" || values.length === 0) continue;
    const kinds = values.map((value) => typeof value === "string" && hasGpu(value));
    if (kinds.every(Boolean)) return "gpu";
    if (!kinds.some(Boolean)) answer = "none";
  }
  return answer;
}

const HAS_GPU: Readonly<Record<string, (value: string) => boolean>> = {
  "node.kubernetes.io/instance-type": (type) => findInstanceType(type) !== undefined || /^(?:g|gr|p)\d/.test(type),
  "karpenter.k8s.aws/instance-family": (family) => /^(?:g|gr|p)\d/.test(family),
  "karpenter.k8s.aws/instance-category": (category) => /^(?:g|gr|p)$/.test(category),
};
