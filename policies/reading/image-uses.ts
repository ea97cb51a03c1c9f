import { isUnknown, UNKNOWN, type Unknown } from "../../catalog/unknown";
import type { Resource } from "../rule";
import { imagesIn } from "./container-commands";
import { HELM_RELEASE, helmImagesOf } from "./helm-values";
import { podImagesOf } from "./pod-specs";
import { embedded, USER_DATA_TYPES, userDataOf } from "./user-data";
import { at, type Dictionary, pathOf } from "./value";

/** A place of a resource that names a container image. */
interface ImageUse {
  readonly path: string;
  readonly image: string | Unknown;
}

/** A place that could name one, and why it cannot be read. */
export interface Unseen {
  readonly path: string;
  readonly why: string;
}

/** A place that lets the image move, where the image itself is named elsewhere. */
export interface Unpinned {
  readonly path: string;
  readonly why: string;
  readonly remedy: string;
}

export interface ImageUses {
  readonly uses: readonly ImageUse[];
  readonly unseen: readonly Unseen[];
  readonly unpinned?: readonly Unpinned[];
}

const NOT_KNOWN = "not known before the update";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const JOB = "aws:batch/jobDefinition:JobDefinition";
const MODEL = "aws:sagemaker/model:Model";

export const IMAGE_TYPES: readonly string[] = [...USER_DATA_TYPES, TASK, JOB, MODEL, "kubernetes:*"];

/** Kinds of Kubernetes itself that hold pods; its other kinds (Service, ConfigMap, …) never do. Custom resources are searched by shape. */
const POD_KINDS = /^(?:Pod|PodTemplate|ReplicationController|Deployment|DaemonSet|StatefulSet|ReplicaSet|Job|CronJob)(?:List|Patch)?$/;
const BUILT_IN = new RegExp(
  "^(?:core|apps|batch|autoscaling|policy|extensions|helm\\.sh|yaml|kustomize|" +
    "(?:admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|" +
    "flowcontrol\\.apiserver|internal\\.apiserver|networking|node|rbac\\.authorization|resource|scheduling|storage|storagemigration)\\.k8s\\.io)(?:/|$)",
);

const known = new WeakMap<Resource, ImageUses>();

/** Every image that the resource starts, pulls or mounts. Several rules ask, and a resource does not change. */
export function imageUsesOf(resource: Resource): ImageUses {
  let uses = known.get(resource);
  if (!uses) {
    uses = usesOf(resource);
    known.set(resource, uses);
  }
  return uses;
}

function usesOf({ type, props }: Resource): ImageUses {
  if (type.startsWith("kubernetes:")) return kubernetesUses(type, props);
  if (type === TASK) return jsonUses(props, "containerDefinitions", entries);
  if (type === JOB) return jobUses(props);
  if (type === MODEL) return modelUses(props);
  return userDataUses(type, props);
}

function kubernetesUses(type: string, props: Dictionary): ImageUses {
  if (type === HELM_RELEASE) return helmImagesOf(props);
  const [, group = "", kind = ""] = type.split(":");
  if (BUILT_IN.test(group) && !POD_KINDS.test(kind)) return { uses: [], unseen: [] };
  const { images, hidden } = podImagesOf(props);
  const uses: ImageUse[] = [];
  const unseen: Unseen[] = hidden.map((path) => ({ path, why: `${NOT_KNOWN}; it may hold containers` }));
  for (const { path, image } of images) {
    if (image === undefined) unseen.push({ path, why: "absent here; whatever fills it in decides the image" });
    else uses.push({ path, image });
  }
  return { uses, unseen };
}

/** A property that is JSON in a string: the usual form of ECS and Batch. A parsed form is taken as it stands. */
function jsonUses(props: Dictionary, property: string, read: (value: unknown) => readonly (readonly [string, unknown])[]): ImageUses {
  const raw = at(props, property);
  if (raw === undefined) return { uses: [], unseen: [] };
  if (isUnknown(raw)) return { uses: [], unseen: [{ path: property, why: NOT_KNOWN }] };
  let value: unknown = raw;
  if (typeof raw === "string") {
    try {
      value = JSON.parse(raw);
    } catch {
      return { uses: [], unseen: [{ path: property, why: "no valid JSON, so its images cannot be read" }] };
    }
  }
  return sorted(read(value).map(([path, image]) => [`${property}${path}`, image] as const));
}

const entries = (list: unknown): [string, unknown][] =>
  Array.isArray(list) ? list.map((entry, index) => [pathOf([index, "image"]), at(entry, "image")]) : [["", undefined]];

type Found = readonly (readonly [steps: readonly (string | number)[], value: unknown])[];

/** The entries of a list with their steps; of an unknown list one that is unknown. */
function entriesAt(value: unknown, ...steps: readonly string[]): Found {
  const list = at(value, ...steps);
  if (isUnknown(list)) return [[steps, UNKNOWN]];
  return Array.isArray(list) ? list.map((entry: unknown, index) => [[...steps, index], entry] as const) : [];
}

const within = (prefix: readonly (string | number)[], found: Found): Found =>
  found.map(([steps, value]) => [[...prefix, ...steps], value] as const);

const containersAt = (value: unknown, ...steps: readonly string[]): Found =>
  entriesAt(value, ...steps).map(([entry, container]) => [[...entry, "image"], at(container, "image")] as const);

/** Batch on ECS: one task, several containers. */
const taskImages = (properties: unknown): Found =>
  entriesAt(properties, "taskProperties").flatMap(([steps, task]) => within(steps, containersAt(task, "containers")));

/** Batch on EKS, which knows the containers of a pod and those that run before it. */
const podImages = (properties: unknown): Found =>
  ["containers", "initContainers"].flatMap((list) => containersAt(properties, "podProperties", list));

function nodeImages(range: unknown): Found {
  const found: Found = [
    ...(at(range, "container") === undefined ? [] : [[["container", "image"], at(range, "container", "image")] as const]),
    ...within(["ecsProperties"], taskImages(at(range, "ecsProperties"))),
    ...within(["eksProperties"], podImages(at(range, "eksProperties"))),
  ];
  return found.length > 0 ? found : [[["container", "image"], undefined]];
}

const named = (found: Found): (readonly [string, unknown])[] => found.map(([steps, value]) => [`.${pathOf(steps)}`, value] as const);

function jobUses(props: Dictionary): ImageUses {
  const container = jsonUses(props, "containerProperties", (value) => [[".image", at(value, "image")]]);
  const nodes = jsonUses(props, "nodeProperties", (value) =>
    named(entriesAt(value, "nodeRangeProperties").flatMap(([steps, range]) => within(steps, nodeImages(range)))),
  );
  const tasks = jsonUses(props, "ecsProperties", (value) => named(taskImages(value)));
  const pods = jsonUses(props, "eksProperties", (value) => named(podImages(value)));
  return merged(container, nodes, tasks, pods);
}

function modelUses(props: Dictionary): ImageUses {
  const primary = at(props, "primaryContainer");
  const containers = at(props, "containers");
  const list = isUnknown(containers)
    ? [["containers", UNKNOWN] as const]
    : containersAt(props, "containers").map(([steps, image]) => [pathOf(steps), image] as const);
  return sorted([...(primary === undefined ? [] : [["primaryContainer.image", at(primary, "image")] as const]), ...list]);
}

function userDataUses(type: string, props: Dictionary): ImageUses {
  const uses: ImageUse[] = [];
  const unseen: Unseen[] = [];
  for (const { path, text } of userDataOf(type, props)) {
    if (isUnknown(text)) unseen.push({ path, why: NOT_KNOWN });
    else if (text === undefined) unseen.push({ path, why: "neither text nor packed text, so its images cannot be read" });
    else {
      const lines = text.split("\n").length;
      // Files that cloud-config carries packed run like the rest, and use the variables of the plain ones.
      for (const { line, image } of imagesIn([text, ...embedded(text)].join("\n")))
        uses.push({ path: line > lines ? path : `${path}:${line}`, image });
    }
  }
  return { uses, unseen };
}

/** Known and unknown images are uses; anything else is no image. */
function sorted(found: readonly (readonly [string, unknown])[]): ImageUses {
  const uses: ImageUse[] = [];
  const unseen: Unseen[] = [];
  for (const [path, image] of found) {
    if (typeof image === "string" || isUnknown(image)) uses.push({ path, image: isUnknown(image) ? UNKNOWN : image });
    else unseen.push({ path, why: "absent here; whatever fills it in decides the image" });
  }
  return { uses, unseen };
}

const merged = (...parts: readonly ImageUses[]): ImageUses => ({
  uses: parts.flatMap(({ uses }) => uses),
  unseen: parts.flatMap(({ unseen }) => unseen),
});
