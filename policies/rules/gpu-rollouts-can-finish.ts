import { findInstanceType, isUnknown, type Unknown } from "../../catalog";
import type { KeyIndex } from "../neighbours";
import { NODE_GROUP } from "../reading/launch-templates";
import { gpusOfPod, namespaceOf, rolloutOf } from "../reading/rollout";
import { at, listAt, numberAt, textAt } from "../reading/value";
import { type Context, type Resource, type Rule, undecided, violation } from "../rule";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const QUOTA = "kubernetes:core/v1:ResourceQuota";
const NODE_POOLS = ["kubernetes:karpenter.sh/v1:NodePool", "kubernetes:karpenter.sh/v1beta1:NodePool"];
const GPU = "nvidia.com/gpu";
const STRATEGY = "spec.strategy";

export const gpuRolloutsCanFinish: Rule = {
  name: "gpu-rollouts-can-finish",
  description: "A rolling update of pods with GPUs finds the GPUs for the pods that it starts before it stops others.",
  severity: "high",
  level: "mandatory",
  remedy:
    'Set strategy: { type: "Recreate" }, or strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }, which stops a pod before it starts one.',
  types: [DEPLOYMENT],
  judge(resource, context) {
    const spec = at(resource.props, "spec");
    const gpus = gpusOfPod(at(spec, "template", "spec"));
    // An unknown template hides everything; other rules say so.
    if (isUnknown(gpus) || gpus === 0) return [];
    const rollout = rolloutOf(spec);
    if (rollout === undefined) return [];
    if (isUnknown(rollout))
      return [undecided(STRATEGY, "replicas or strategy are not known before the update; an update may need spare GPUs")];
    const { replicas, surge, unavailable } = rollout;
    if (replicas === 0 || surge === 0 || unavailable > 0) return [];
    const needed = replicas + 1;
    const limit = limitOf(resource, gpus, context);
    if (limit === undefined) {
      return [
        undecided(
          STRATEGY,
          `with ${count(replicas, "replica")} the update starts a pod with ${count(gpus, "GPU")} before it stops one; whether they are free cannot be seen`,
        ),
      ];
    }
    return limit.pods >= needed
      ? []
      : [
          violation(
            STRATEGY,
            `the update needs room for ${needed} pods with ${count(gpus, "GPU")} each, and ${limit.by} has it for ${limit.pods}: it never finishes`,
          ),
        ];
  },
};

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** What bounds the pods of a Deployment for certain. Only names that cannot stand for a second pool count. */
interface Limit {
  readonly pods: number;
  readonly by: string;
}

function limitOf(resource: Resource, gpus: number, context: Context): Limit | undefined {
  const limits = [quotaOf(resource, gpus, context), poolOf(resource, gpus, context), nodeGroupOf(resource, gpus, context)];
  return limits.filter((limit) => limit !== undefined).sort((a, b) => a.pods - b.pods)[0];
}

const BY_NAMESPACE: KeyIndex = { name: "namespace", keysOf: ({ props }) => keysOf(namespaceOf(props)) };
const BY_NAME: KeyIndex = { name: "name", keysOf: ({ props }) => keysOf(textAt(props, "metadata", "name")) };
const BY_GROUP_NAME: KeyIndex = { name: "node group", keysOf: ({ props }) => keysOf(textAt(props, "nodeGroupName")) };

const keysOf = (key: string | Unknown | undefined): readonly string[] => (typeof key === "string" ? [key] : []);

function quotaOf({ props }: Resource, gpus: number, { neighbours }: Context): Limit | undefined {
  const namespace = namespaceOf(props);
  if (isUnknown(namespace)) return undefined;
  const hard = smallestOf(neighbours?.keyed(QUOTA, BY_NAMESPACE, namespace) ?? []);
  return hard === undefined ? undefined : { pods: Math.floor(hard / gpus), by: "the quota of the namespace" };
}

const smallest = new WeakMap<readonly Resource[], { readonly gpus: number | undefined }>();

/** GPUs of the tightest quota; every Deployment of a namespace asks for the same ones. */
function smallestOf(quotas: readonly Resource[]): number | undefined {
  let known = smallest.get(quotas);
  if (!known) {
    const limits = quotas.flatMap(({ props }) => {
      // A quota of some scopes may not count these pods.
      if (["scopes", "scopeSelector"].some((key) => at(props, "spec", key) !== undefined)) return [];
      const hard = numberAt(props, "spec", "hard", `requests.${GPU}`);
      return typeof hard === "number" ? [hard] : [];
    });
    known = { gpus: limits.length === 0 ? undefined : Math.min(...limits) };
    smallest.set(quotas, known);
  }
  return known.gpus;
}

const selectorOf = ({ props }: Resource, label: string) => textAt(props, "spec", "template", "spec", "nodeSelector", label);

function poolOf(resource: Resource, gpus: number, { neighbours }: Context): Limit | undefined {
  const name = selectorOf(resource, "karpenter.sh/nodepool");
  if (typeof name !== "string" || !neighbours) return undefined;
  const [pool] = NODE_POOLS.flatMap((type) => neighbours.keyed(type, BY_NAME, name));
  const limit = numberAt(pool?.props, "spec", "limits", GPU);
  return typeof limit === "number" ? { pods: Math.floor(limit / gpus), by: "the limit of its node pool" } : undefined;
}

function nodeGroupOf(resource: Resource, gpus: number, { neighbours }: Context): Limit | undefined {
  const name = selectorOf(resource, "eks.amazonaws.com/nodegroup");
  if (typeof name !== "string") return undefined;
  const [group] = neighbours?.keyed(NODE_GROUP, BY_GROUP_NAME, name) ?? [];
  const most = numberAt(group?.props, "scalingConfig", "maxSize");
  const types = listAt(group?.props, "instanceTypes");
  if (typeof most !== "number" || isUnknown(types) || types.length === 0) return undefined;
  const perNode = types.map((type) => (typeof type === "string" ? findInstanceType(type)?.gpuCount : undefined));
  if (perNode.some((found) => found === undefined)) return undefined;
  const pods = most * Math.max(...perNode.map((found) => Math.floor((found ?? 0) / gpus)));
  return { pods, by: "its node group at its largest" };
}
