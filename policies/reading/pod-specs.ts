import { isUnknown, UNKNOWN, type Unknown } from "../../catalog/unknown";
import { customImageAt } from "./custom-images";
import { at, type Dictionary, isDictionary, pathOf, textAt } from "./value";

const CONTAINER_LISTS = ["containers", "initContainers", "ephemeralContainers", "sidecars", "steps"] as const;
/** A step of an Argo workflow has one container, not a list; a service of Dynamo has a main one. */
const SINGLE_CONTAINERS = ["container", "script", "mainContainer"] as const;
/** Deeper than any manifest; what lies below is reported as not seen. */
const DEPTH = 60;

/** An image that is named outside of a container: a volume, or a custom resource in words of its own. */
interface NamedImage {
  readonly path: string;
  readonly image: string | Unknown;
}

export interface Pods {
  readonly containers: readonly { readonly path: string; readonly container: unknown }[];
  readonly others: readonly NamedImage[];
  /** Places that let something run whose image is not named, or not for certain. */
  readonly doubtful: readonly { readonly path: string; readonly why: string }[];
  /** Paths below which an unknown value could hide a pod template. */
  readonly hidden: readonly string[];
}

/** Keys under which nothing that runs can stand, so that an unknown there hides no container. */
const PLAIN = new Set([
  "metadata",
  "status",
  "env",
  "envFrom",
  "resources",
  "labels",
  "annotations",
  "nodeSelector",
  "tolerations",
  "affinity",
  "selector",
  "args",
  "command",
]);

/**
 * Finds containers by shape, in built-in kinds and in custom resources alike: a list under `containers`, `initContainers`,
 * `ephemeralContainers`, `sidecars` or `steps` whose entries are objects, and one object with an image under `container`, `script` or
 * `mainContainer`. No list of kinds to keep: JobSet, RayCluster and a CRD of tomorrow look the same.
 */
export function podsOf(props: Dictionary, custom = false): Pods {
  const containers: { path: string; container: unknown }[] = [];
  const others: NamedImage[] = [];
  const doubtful: { path: string; why: string }[] = [];
  const hidden: string[] = [];
  /** Containers whose image is read already. */
  const seen = new Set<unknown>();
  const stack: { readonly value: unknown; readonly steps: readonly (string | number)[] }[] = [{ value: props, steps: [] }];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { value, steps } = entry;
    if (isUnknown(value)) {
      if (mayHoldPods(steps)) hidden.push(pathOf(steps));
      continue;
    }
    if (steps.length > DEPTH) {
      hidden.push(pathOf(steps.slice(0, 6)));
      continue;
    }
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i--) stack.push({ value: value[i], steps: [...steps, i] });
    } else if (isDictionary(value)) {
      for (const list of CONTAINER_LISTS) {
        const entries = at(value, list);
        if (!Array.isArray(entries)) continue;
        for (const [index, container] of entries.entries()) {
          // A step that only calls an action has no image, and is no container.
          const mark = list === "steps" ? at(container, "image") : (at(container, "image") ?? at(container, "name"));
          if (!isDictionary(container) || mark === undefined) continue;
          containers.push({ path: pathOf([...steps, list, index]), container });
          seen.add(container);
        }
      }
      for (const key of SINGLE_CONTAINERS) {
        const container = at(value, key);
        if (!isDictionary(container) || textAt(container, "image") === undefined) continue;
        containers.push({ path: pathOf([...steps, key]), container });
        seen.add(container);
      }
      collectVolumes(value, steps, others);
      if (custom && !seen.has(value)) {
        const found = customImageAt(value);
        if (found?.image !== undefined) others.push({ path: pathOf([...steps, ...found.steps]), image: found.image });
        else if (found)
          doubtful.push({ path: pathOf([...steps, ...found.steps]), why: "a word that may name a container image, and may not" });
        // KServe starts the image of the runtime that serves this format.
        else if (at(value, "modelFormat") !== undefined && at(value, "name") === undefined)
          doubtful.push({ path: pathOf(steps), why: "the image is that of the serving runtime, which is named elsewhere" });
      }
      for (const key of Object.keys(value).reverse()) {
        if (!PLAIN.has(key)) stack.push({ value: value[key], steps: [...steps, key] });
      }
    }
  }
  return { containers, others, doubtful, hidden: [...new Set(hidden)] };
}

/** Only where a template, a list of containers or the whole spec is unknown; an unknown leaf such as a replica count hides nothing. */
const mayHoldPods = (steps: readonly (string | number)[]): boolean => {
  const last = steps.at(-1);
  if (typeof last === "number") return CONTAINER_LISTS.some((list) => steps.at(-2) === list);
  return last === "spec" || last === "template" || /[cC]ontainers$|[tT]emplates?$|Spec$/.test(last ?? "");
};

/** An image mounted as a volume runs nothing, but it moves with its tag all the same. */
function collectVolumes(owner: Dictionary, steps: readonly (string | number)[], others: NamedImage[]): void {
  const volumes = at(owner, "volumes");
  if (!Array.isArray(volumes)) return;
  for (const [index, volume] of volumes.entries()) {
    const reference = at(volume, "image", "reference");
    if (typeof reference === "string" || isUnknown(reference))
      others.push({ path: pathOf([...steps, "volumes", index, "image", "reference"]), image: isUnknown(reference) ? UNKNOWN : reference });
  }
}
