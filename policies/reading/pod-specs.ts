import { isUnknown, UNKNOWN, type Unknown } from "../../catalog/unknown";
import { at, type Dictionary, isDictionary, pathOf, textAt } from "./value";

const CONTAINER_LISTS = ["containers", "initContainers", "ephemeralContainers", "sidecars"] as const;
/** A step of an Argo workflow has one container, not a list. */
const SINGLE_CONTAINERS = ["container", "script"] as const;
/** Deeper than any manifest; what lies below is reported as not seen. */
const DEPTH = 60;

interface ContainerImage {
  readonly path: string;
  /** `undefined` where a container names no image. */
  readonly image: string | Unknown | undefined;
}

export interface PodImages {
  readonly images: readonly ContainerImage[];
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
 * `ephemeralContainers` or `sidecars` whose entries are objects, and one object with an image under `container` or `script`. No list of kinds to keep: JobSet, RayCluster and a CRD of tomorrow look the same.
 */
export function podImagesOf(props: Dictionary): PodImages {
  const images: ContainerImage[] = [];
  const hidden: string[] = [];
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
      for (const list of CONTAINER_LISTS) collect(value, list, steps, images);
      for (const key of SINGLE_CONTAINERS) {
        const image = textAt(value, key, "image");
        if (image !== undefined) images.push({ path: pathOf([...steps, key, "image"]), image });
      }
      collectVolumes(value, steps, images);
      for (const key of Object.keys(value).reverse()) {
        if (!PLAIN.has(key)) stack.push({ value: value[key], steps: [...steps, key] });
      }
    }
  }
  return { images, hidden: [...new Set(hidden)] };
}

/** Only where a template, a list of containers or the whole spec is unknown; an unknown leaf such as a replica count hides nothing. */
const mayHoldPods = (steps: readonly (string | number)[]): boolean => {
  const last = steps.at(-1);
  if (typeof last === "number") return CONTAINER_LISTS.some((list) => steps.at(-2) === list);
  return last === "spec" || last === "template" || /[cC]ontainers$|[tT]emplates?$|Spec$/.test(last ?? "");
};

function collect(owner: Dictionary, list: string, steps: readonly (string | number)[], images: ContainerImage[]): void {
  const entries = at(owner, list);
  if (!Array.isArray(entries)) return;
  for (const [index, container] of entries.entries()) {
    if (!isDictionary(container) || (at(container, "image") === undefined && at(container, "name") === undefined)) continue;
    images.push({ path: pathOf([...steps, list, index, "image"]), image: textAt(container, "image") });
  }
}

/** An image mounted as a volume runs nothing, but it moves with its tag all the same. */
function collectVolumes(owner: Dictionary, steps: readonly (string | number)[], images: ContainerImage[]): void {
  const volumes = at(owner, "volumes");
  if (!Array.isArray(volumes)) return;
  for (const [index, volume] of volumes.entries()) {
    const reference = at(volume, "image", "reference");
    if (typeof reference === "string" || isUnknown(reference))
      images.push({ path: pathOf([...steps, "volumes", index, "image", "reference"]), image: isUnknown(reference) ? UNKNOWN : reference });
  }
}
