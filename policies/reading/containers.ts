import { isUnknown, UNKNOWN } from "../../catalog/unknown";
import type { Resource } from "../rule";
import { type Pods, podsOf } from "./pod-specs";
import { SAGEMAKER_TYPES, sagemakerContainersOf } from "./sagemaker";
import { at, type Dictionary, isDictionary, pathOf } from "./value";

/** One container that a resource describes: image, command and environment stand in it. */
export interface ContainerPlace {
  readonly path: string;
  /** `UNKNOWN` where the container as a whole is not known. */
  readonly container: unknown;
  /** Where the image stands in it; `image` unless the resource calls it otherwise. */
  readonly imageKey?: string;
}

/** A place that could name one, and why it cannot be read. */
export interface Unseen {
  readonly path: string;
  readonly why: string;
}

export interface Containers {
  readonly places: readonly ContainerPlace[];
  readonly unseen: readonly Unseen[];
}

export const NOT_KNOWN = "not known before the update";
export const ABSENT = "absent here; whatever fills it in decides the image";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const JOB = "aws:batch/jobDefinition:JobDefinition";

/** Resources that describe containers by themselves; Kubernetes by kind, see `holdsPods`. */
export const CONTAINER_TYPES: readonly string[] = [TASK, JOB, ...SAGEMAKER_TYPES, "kubernetes:*"];

/** Kinds of Kubernetes itself that hold pods; its other kinds (Service, ConfigMap, …) never do. Custom resources are searched by shape. */
const POD_KINDS = /^(?:Pod|PodTemplate|ReplicationController|Deployment|DaemonSet|StatefulSet|ReplicaSet|Job|CronJob)(?:List|Patch)?$/;
const BUILT_IN = new RegExp(
  "^(?:core|apps|batch|autoscaling|policy|extensions|helm\\.sh|yaml|kustomize|" +
    "(?:admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|" +
    "flowcontrol\\.apiserver|internal\\.apiserver|networking|node|rbac\\.authorization|resource|scheduling|storage|storagemigration)\\.k8s\\.io)(?:/|$)",
);

/** Custom resources that describe machines, whose `image` is that of a disk. */
const MACHINES =
  /^kubernetes:(?:[a-z0-9-]+\.)*(?:cluster\.x-k8s\.io|crossplane\.io|upbound\.io|cnrm\.cloud\.google\.com|kubevirt\.io|metal3\.io|gardener\.cloud|karpenter\.[a-z0-9.]+)\//;

/** `pods`: a kind of Kubernetes that holds pods. `custom`: a custom resource, which may. `none`: no pods by definition. */
function podKindOf(type: string): "pods" | "custom" | "none" {
  const [, group = "", kind = ""] = type.split(":");
  if (!BUILT_IN.test(group)) return "custom";
  return POD_KINDS.test(kind) ? "pods" : "none";
}

const known = new WeakMap<Resource, Containers>();

/** Every container that the resource describes. Several rules ask, and a resource does not change. */
export function containersOf(resource: Resource): Containers {
  let containers = known.get(resource);
  if (!containers) {
    containers = read(resource);
    known.set(resource, containers);
  }
  return containers;
}

function read(resource: Resource): Containers {
  const { type, props } = resource;
  if (type.startsWith("kubernetes:")) return fromKubernetes(resource);
  const found: { places: ContainerPlace[]; unseen: Unseen[] } = { places: [], unseen: [] };
  if (type === TASK) inJson(props, "containerDefinitions", found, (value) => list(value, "containerDefinitions", found));
  else if (type === JOB) fromJob(props, found);
  else return sagemakerContainersOf(type, props);
  return found;
}

type Found = { readonly places: ContainerPlace[]; readonly unseen: Unseen[] };

const pods = new WeakMap<Resource, Pods>();

/** What an object of Kubernetes runs; nothing for kinds that hold no pods. */
export function podsIn(resource: Resource): Pods {
  let found = pods.get(resource);
  if (!found) {
    const kind = podKindOf(resource.type);
    found =
      kind === "none"
        ? { containers: [], others: [], doubtful: [], hidden: [] }
        : podsOf(resource.props, kind === "custom" && !MACHINES.test(resource.type));
    pods.set(resource, found);
  }
  return found;
}

function fromKubernetes(resource: Resource): Containers {
  const { containers, hidden } = podsIn(resource);
  return { places: containers, unseen: hidden.map((path) => ({ path, why: `${NOT_KNOWN}; it may hold containers` })) };
}

/** A property that is JSON in a string: the usual form of ECS and Batch. A parsed form is taken as it stands. */
function inJson(props: Dictionary, property: string, { unseen }: Found, readValue: (value: unknown) => void): void {
  const raw = at(props, property);
  if (raw === undefined) return;
  if (isUnknown(raw)) {
    unseen.push({ path: property, why: NOT_KNOWN });
    return;
  }
  let value: unknown = raw;
  if (typeof raw === "string") {
    try {
      value = JSON.parse(raw);
    } catch {
      unseen.push({ path: property, why: "no valid JSON, so its containers cannot be read" });
      return;
    }
  }
  readValue(value);
}

function list(value: unknown, path: string, { places, unseen }: Found): void {
  if (isUnknown(value)) unseen.push({ path, why: NOT_KNOWN });
  else if (Array.isArray(value)) value.forEach((container: unknown, index) => void places.push({ path: `${path}[${index}]`, container }));
  else if (value !== undefined) unseen.push({ path, why: ABSENT });
}

function fromJob(props: Dictionary, found: Found): void {
  inJson(props, "containerProperties", found, (value) => void found.places.push({ path: "containerProperties", container: value }));
  inJson(props, "nodeProperties", found, (value) =>
    each(value, ["nodeRangeProperties"], "nodeProperties", found, (range, path) => fromNodes(range, path, found)),
  );
  inJson(props, "ecsProperties", found, (value) => fromTasks(value, "ecsProperties", found));
  inJson(props, "eksProperties", found, (value) => fromPods(value, "eksProperties", found));
}

/** The entries of a list, and an unknown one as what cannot be seen. */
function each(owner: unknown, steps: readonly string[], prefix: string, found: Found, visit: (entry: unknown, path: string) => void): void {
  const entries = at(owner, ...steps);
  const path = `${prefix}.${pathOf(steps)}`;
  if (isUnknown(entries)) found.unseen.push({ path, why: NOT_KNOWN });
  else if (Array.isArray(entries)) entries.forEach((entry: unknown, index) => void visit(entry, `${path}[${index}]`));
}

/** Batch on ECS: one task, several containers. */
const fromTasks = (properties: unknown, prefix: string, found: Found): void =>
  each(properties, ["taskProperties"], prefix, found, (task, path) => list(at(task, "containers"), `${path}.containers`, found));

/** Batch on EKS, which knows the containers of a pod and those that run before it. */
function fromPods(properties: unknown, prefix: string, found: Found): void {
  for (const name of ["containers", "initContainers"])
    list(at(properties, "podProperties", name), `${prefix}.podProperties.${name}`, found);
}

function fromNodes(range: unknown, path: string, found: Found): void {
  const before = found.places.length + found.unseen.length;
  const container = at(range, "container");
  if (container !== undefined) found.places.push({ path: `${path}.container`, container });
  fromTasks(at(range, "ecsProperties"), `${path}.ecsProperties`, found);
  fromPods(at(range, "eksProperties"), `${path}.eksProperties`, found);
  if (found.places.length + found.unseen.length === before) found.unseen.push({ path: `${path}.container.image`, why: ABSENT });
}

/** One word of a command or one variable, with the property that holds it. */
export interface Word {
  readonly path: string;
  readonly text: unknown;
}

const COMMANDS = ["entryPoint", "entrypoint", "containerEntrypoints", "command", "args", "containerArguments"];

/** What a container is told to run, word by word. A word that is not known is `UNKNOWN`. */
export function commandOf({ path, container }: ContainerPlace): Word[] {
  if (isUnknown(container)) return [{ path, text: UNKNOWN }];
  return COMMANDS.flatMap((key): Word[] => {
    const words = at(container, key);
    if (isUnknown(words) || typeof words === "string") return [{ path: `${path}.${key}`, text: words }];
    return Array.isArray(words) ? words.map((text: unknown, index) => ({ path: `${path}.${key}[${index}]`, text })) : [];
  });
}

/** The variables of a container: a list of names and values, or a map. One that comes from elsewhere (a secret) has no text. */
export function environmentOf({ path, container }: ContainerPlace): ReadonlyMap<string, Word> {
  const found = new Map<string, Word>();
  for (const key of ["env", "environment"]) {
    const variables = at(container, key);
    if (Array.isArray(variables)) {
      for (const [index, variable] of variables.entries()) {
        const name = at(variable, "name");
        if (typeof name === "string") found.set(name, { path: `${path}.${key}[${index}].value`, text: at(variable, "value") });
      }
    } else if (isDictionary(variables)) {
      for (const [name, text] of Object.entries(variables)) found.set(name, { path: `${path}.${pathOf([key, name])}`, text });
    }
  }
  return found;
}
