import { coldStartBudget, isUnknown } from "../../catalog";
import { lockedImage } from "../../lock/lookup";
import { containersOf } from "../reading/containers";
import { gpuKindOf, hostOf } from "../reading/gpu-hosts";
import { imageUsesOf } from "../reading/image-uses";
import { templateOf } from "../reading/launch-templates";
import { GROUP } from "../reading/spot";
import { at, listAt, numberAt, textAt } from "../reading/value";
import { type Context, type Finding, type Resource, type Rule, undecided, violation } from "../rule";

const SERVICE = "aws:ecs/service:Service";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const GPU = "nvidia.com/gpu";
/** What the provider sets where the program says nothing. */
const GROUP_DEFAULT = 300;

/** Whatever an unknown type would be, its process takes this long to start: only the weights are not in it. */
const processStart = (): number => secondsOf("g6.xlarge", ["load"], { modelGiB: 0 });

export const graceCoversTheColdStart: Rule = {
  name: "grace-covers-the-cold-start",
  description:
    "A health check waits until a GPU machine or its server can answer: boot, pull and start take minutes, and who is killed before starts anew.",
  severity: "medium",
  level: "advisory",
  remedy:
    "Set the grace period to the cold start that `npx pulumi-gpu plan` prints, or startupProbe: { httpGet: …, periodSeconds: 10, failureThreshold: 60 } on the container.",
  types: [GROUP, SERVICE, "kubernetes:*"],
  judge(resource, context) {
    if (resource.type === GROUP) return group(resource, context);
    return resource.type === SERVICE ? service(resource, context) : pods(resource);
  },
};

type Phase = ReturnType<typeof coldStartBudget>["phases"][number]["phase"];

const secondsOf = (instanceType: string, phases: readonly Phase[], facts: { imageBytes?: number; modelGiB?: number } = {}): number =>
  coldStartBudget({ instanceType, ...facts })
    .phases.filter(({ phase }) => phases.includes(phase))
    .reduce((sum, { seconds = 0 }) => sum + seconds, 0);

/** A load balancer asks the machine as soon as it runs; EC2's own checks ask only whether it does. */
function group(resource: Resource, context: Context): Finding[] {
  const { props } = resource;
  const template = templateOf(resource, context);
  if (textAt(props, "healthCheckType") !== "ELB" || !template) return [];
  const types = hostOf(template, context).types.flatMap(({ type }) =>
    !isUnknown(type) && gpuKindOf(type, context) === "gpu" ? [type] : [],
  );
  if (types.length === 0) return [];
  const grace = numberAt(props, "healthCheckGracePeriod") ?? GROUP_DEFAULT;
  if (isUnknown(grace))
    return [undecided("healthCheckGracePeriod", "not known before the update; a GPU machine takes minutes until it can answer")];
  const sizes = imageUsesOf(template).uses.map(({ image }) =>
    isUnknown(image) || !context.lock ? undefined : lockedImage(context.lock, image)?.sizeBytes,
  );
  const known = sizes.filter((size) => size !== undefined);
  const imageBytes = known.length === 0 ? undefined : known.reduce((sum, size) => sum + size, 0);
  // The period begins when the machine is in service, so the request for it does not count.
  const needs = Math.max(
    ...types.map((type) =>
      secondsOf(type, ["boot", "preflight", "pull", "load"], { modelGiB: 0, ...(imageBytes === undefined ? {} : { imageBytes }) }),
    ),
  );
  if (grace < needs) {
    const least = imageBytes === undefined ? "without the pull of its image, whose size the lock does not have" : "without weights";
    return [violation("healthCheckGracePeriod", `${grace} s, and the cold start takes ${needs} s ${least}`)];
  }
  return imageBytes === undefined
    ? [undecided("healthCheckGracePeriod", "the size of the image is not in the lock, so how long its pull takes is open")]
    : [];
}

/** The period of a service begins when its task runs: the image is there, the process starts. */
function service(resource: Resource, { neighbours }: Context): Finding[] {
  const { props } = resource;
  const path = "healthCheckGracePeriodSeconds";
  const balancers = listAt(props, "loadBalancers");
  const tasks = neighbours?.targetsOf(resource, TASK) ?? [];
  if (isUnknown(balancers) || balancers.length === 0 || !tasks.some(hasGpu)) return [];
  const grace = numberAt(props, path) ?? 0;
  if (isUnknown(grace))
    return [undecided(path, "not known before the update; a server with a GPU takes a minute and more until it can answer")];
  const needs = processStart();
  return grace < needs
    ? [violation(path, `${grace} s, and the process alone takes ${needs} s to start, without the weights that it reads`)]
    : [];
}

const hasGpu = (task: Resource): boolean =>
  containersOf(task).places.some(({ container }) => {
    const needs = listAt(container, "resourceRequirements");
    return !isUnknown(needs) && needs.some((need) => textAt(need, "type") === "GPU");
  });

/** Without a startup probe the liveness probe kills a server that still loads. */
function pods(resource: Resource): Finding[] {
  return containersOf(resource).places.flatMap(({ path, container }): Finding[] => {
    if (at(container, "resources", "limits", GPU) === undefined) return [];
    const key = ["startupProbe", "livenessProbe"].find((probe) => at(container, probe) !== undefined);
    if (key === undefined) return [];
    const delay = numberAt(container, key, "initialDelaySeconds") ?? 0;
    const period = numberAt(container, key, "periodSeconds") ?? 10;
    const failures = numberAt(container, key, "failureThreshold") ?? 3;
    const where = `${path}.${key}`;
    if (isUnknown(delay) || isUnknown(period) || isUnknown(failures))
      return [undecided(where, "not known before the update; a server with a GPU takes a minute and more until it can answer")];
    const grace = delay + period * failures;
    const needs = processStart();
    return grace < needs
      ? [
          violation(
            where,
            `kills the container after ${grace} s, and the process alone takes ${needs} s to start, without the weights that it reads`,
          ),
        ]
      : [];
  });
}
