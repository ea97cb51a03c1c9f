import { isUnknown } from "../../catalog";
import type { KeyIndex } from "../neighbours";
import { namespaceOf, percentOf, selects } from "../reading/rollout";
import { at, isDictionary, numberAt } from "../reading/value";
import { type Context, type Finding, type Resource, type Rule, undecided, violation } from "../rule";

const BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";
const WORKLOADS = ["kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet"];
const STUCK = "no pod may ever be evicted: a drain of its node, and with it an update of the node group, does not end";

export const disruptionBudgetsAllowOne: Rule = {
  name: "disruption-budgets-allow-one",
  description: "A disruption budget lets at least one pod go, so that nodes can be drained and replaced.",
  severity: "medium",
  level: "advisory",
  remedy: "Set maxUnavailable: 1 in place of what is named here, or run one replica more than minAvailable.",
  types: [BUDGET],
  judge({ props }, context) {
    const most = at(props, "spec", "maxUnavailable");
    const least = at(props, "spec", "minAvailable");
    if (isUnknown(most)) return [undecided("spec.maxUnavailable", "not known before the update")];
    if (isUnknown(least)) return [undecided("spec.minAvailable", "not known before the update")];
    if (most !== undefined) return (percentOf(most) ?? Number(most)) === 0 ? [violation("spec.maxUnavailable", STUCK)] : [];
    const percent = percentOf(least);
    if (percent !== undefined) return percent >= 100 ? [violation("spec.minAvailable", STUCK)] : [];
    return typeof least === "number" && least > 0 ? againstReplicas(props, least, context) : [];
  },
};

/** `namespace key=value` of each label of the pods. */
const BY_LABEL: KeyIndex = {
  name: "label",
  keysOf({ props }) {
    const labels = at(props, "spec", "template", "metadata", "labels");
    return isDictionary(labels) ? Object.entries(labels).map(([key, value]) => labelKey(namespaceOf(props), key, value)) : [];
  },
};
const labelKey = (namespace: unknown, key: string, value: unknown): string => `${String(namespace)} ${key}=${String(value)}`;

/** A number of pods says nothing without the replicas of what it selects, which only a whole plan has. */
function againstReplicas(props: Resource["props"], least: number, { neighbours }: Context): Finding[] {
  const selector = at(props, "spec", "selector", "matchLabels");
  const [first] = isDictionary(selector) ? Object.entries(selector) : [];
  if (!neighbours || first === undefined) return [];
  const key = labelKey(namespaceOf(props), ...first);
  const matched = WORKLOADS.flatMap((type) => neighbours.keyed(type, BY_LABEL, key)).filter(
    (workload) => selects(selector, at(workload.props, "spec", "template", "metadata", "labels")) === true,
  );
  const replicas = matched.map((workload) => numberAt(workload.props, "spec", "replicas") ?? 1);
  if (replicas.length === 0 || replicas.some(isUnknown)) return [];
  const sum = replicas.reduce<number>((total, some) => total + (typeof some === "number" ? some : 0), 0);
  return least >= sum ? [violation("spec.minAvailable", `${least} of ${sum}: ${STUCK}`)] : [];
}
