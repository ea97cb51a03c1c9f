import { isUnknown } from "../../catalog";
import { commandOf, containersOf, environmentOf } from "../reading/containers";
import { HELM_RELEASE } from "../reading/helm-values";
import { templateOf } from "../reading/launch-templates";
import { scriptsOf } from "../reading/scripts";
import { DISTRIBUTION, GROUP, purchaseOf } from "../reading/spot";
import { at, type Dictionary, flagAt, listAt, numberAt, textAt } from "../reading/value";
import { type Context, type Finding, type Resource, type Rule, undecided, violation } from "../rule";

const HOOK = "aws:autoscaling/lifecycleHook:LifecycleHook";
const TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const QUEUE = "values.settings.interruptionQueue";

export const spotInterruptionsAreHandled: Rule = {
  name: "spot-interruptions-are-handled",
  description:
    "Who buys several spot machines hears of an interruption before it comes: work is drained, and the next machine is on its way.",
  severity: "medium",
  level: "advisory",
  remedy:
    "Set capacityRebalance: true on the group, or add a LifecycleHook with lifecycleTransition autoscaling:EC2_INSTANCE_TERMINATING that drains it.",
  types: [GROUP, HELM_RELEASE, DEPLOYMENT],
  judge(resource, context) {
    if (resource.type === GROUP) return group(resource, context);
    return resource.type === HELM_RELEASE ? karpenterRelease(resource.props) : karpenterDeployment(resource);
  },
};

function group(resource: Resource, context: Context): Finding[] {
  const { props } = resource;
  const own = templateOf(resource, context);
  const purchase = purchaseOf(props);
  if (isUnknown(purchase)) return [undecided(DISTRIBUTION, "not known before the update; the group may buy spot")];
  if (purchase === undefined) {
    if (textAt(own?.props, "instanceMarketOptions", "marketType") !== "spot") return [];
  } else if (purchase.percent === 100) return [];
  // One machine has no other to take its work: its group replaces it, and rebalancing would start a second one beside it.
  const most = numberAt(props, "maxSize");
  if (typeof most === "number" && most <= 1) return [];
  const rebalances = flagAt(props, "capacityRebalance");
  const hooks = listAt(props, "initialLifecycleHooks");
  if (isUnknown(rebalances) || isUnknown(hooks)) return [undecided("capacityRebalance", "not known before the update")];
  if (rebalances === true || hooks.some((hook) => isTerminating(at(hook, "lifecycleTransition")))) return [];
  const machine = own ? handlesNotice(own) : undefined;
  if (machine === true) return [];
  if (!context.neighbours)
    return [undecided("capacityRebalance", "absent; a lifecycle hook of its own, or the machine itself, may handle interruptions")];
  if (context.neighbours.usersOf(resource, HOOK).some((hook) => isTerminating(at(hook.props, "lifecycleTransition")))) return [];
  if (!own || machine === undefined)
    return [undecided("capacityRebalance", "absent; the machine itself may handle interruptions, and its user data cannot be seen")];
  if (isNodeOfCluster(props))
    return [undecided("capacityRebalance", "absent; a termination handler of the cluster may handle interruptions")];
  return [violation("capacityRebalance", "absent, and no lifecycle hook and no script of the machine hears of an interruption")];
}

const isTerminating = (transition: unknown): boolean => transition === TERMINATING || isUnknown(transition);

/** The machine asks for the notice, or the agent of ECS does; undefined where its user data is not known. */
function handlesNotice(template: Resource): boolean | undefined {
  const { scripts, unread } = scriptsOf(template);
  if (scripts.some(({ text }) => /spot\/instance-action|ECS_ENABLE_SPOT_INSTANCE_DRAINING\s*=\s*["']?true/.test(text))) return true;
  return unread.length > 0 ? undefined : false;
}

function isNodeOfCluster(props: Dictionary): boolean {
  const tags = listAt(props, "tags");
  return (
    isUnknown(tags) ||
    tags.some((tag) => {
      const key = textAt(tag, "key");
      return isUnknown(key) || /^kubernetes\.io\/cluster\/|^k8s\.io\/cluster-autoscaler\/|^aws-node-termination-handler/.test(key ?? "");
    })
  );
}

const SILENT = "Karpenter hears of no spot interruption: its nodes are lost without a drain";
const KARPENTER_REMEDY = "Set settings.interruptionQueue to the SQS queue that gets the events of EC2, in the values of the chart.";

function karpenterRelease(props: Dictionary): Finding[] {
  const chart = textAt(props, "chart");
  if (isUnknown(chart) || !/(?:^|\/)karpenter(?:[-:]v?[\d.]+)?(?:\.tgz)?$/.test(chart ?? "")) return [];
  const values = at(props, "values");
  // The second name is that of charts before 0.32.
  const queue = at(values, "settings", "interruptionQueue") ?? at(values, "settings", "aws", "interruptionQueueName");
  if (isUnknown(queue) || (typeof queue === "string" && queue !== "")) return [];
  if (at(props, "valueYamlFiles") !== undefined)
    return [undecided("valueYamlFiles", "values from files are not read here, and may name the interruption queue")];
  return [violation(QUEUE, `absent: ${SILENT}`, KARPENTER_REMEDY)];
}

function karpenterDeployment(resource: Resource): Finding[] {
  return containersOf(resource).places.flatMap((place): Finding[] => {
    const image = textAt(place.container, "image");
    if (typeof image !== "string" || !/(?:^|\/)karpenter\/controller[:@]/.test(image)) return [];
    const variables = environmentOf(place);
    const queue = variables.get("INTERRUPTION_QUEUE");
    const told = commandOf(place).some(({ text }) => isUnknown(text) || String(text).startsWith("--interruption-queue"));
    if (told || at(place.container, "envFrom") !== undefined || (queue !== undefined && queue.text !== "")) return [];
    return [violation(queue?.path ?? `${place.path}.env`, `without INTERRUPTION_QUEUE ${SILENT}`, KARPENTER_REMEDY)];
  });
}
