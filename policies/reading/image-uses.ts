import { isUnknown, type Unknown } from "../../catalog/unknown";
import type { Resource } from "../rule";
import { imagesIn } from "./container-commands";
import { ABSENT, CONTAINER_TYPES, containersOf, NOT_KNOWN, podsIn, type Unseen } from "./containers";
import { HELM_RELEASE, helmImagesOf } from "./helm-values";
import { joined } from "./sagemaker";
import { embedded, USER_DATA_TYPES, userDataOf } from "./user-data";
import { at } from "./value";

/** A place of a resource that names a container image. */
interface ImageUse {
  readonly path: string;
  readonly image: string | Unknown;
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

export const IMAGE_TYPES: readonly string[] = [...USER_DATA_TYPES.filter((type) => !type.startsWith("kubernetes:")), ...CONTAINER_TYPES];

const known = new WeakMap<Resource, ImageUses>();

/** Every image that the resource starts, pulls or mounts. Several rules ask, and a resource does not change. */
export function imageUsesOf(resource: Resource): ImageUses {
  let uses = known.get(resource);
  if (!uses) {
    uses = resource.type === HELM_RELEASE ? helmImagesOf(resource.props) : usesOf(resource);
    known.set(resource, uses);
  }
  return uses;
}

function usesOf(resource: Resource): ImageUses {
  const { places, unseen: hidden } = containersOf(resource);
  const { uses, unseen } = userDataUses(resource);
  unseen.push(...hidden);
  for (const { path, container, imageKey = "image" } of places) {
    const image = at(container, imageKey);
    const where = joined(path, imageKey);
    const digest = at(container, `${imageKey}Digest`);
    // SageMaker's algorithms name the digest beside the image.
    if (typeof image === "string")
      uses.push({ path: where, image: typeof digest === "string" && !image.includes("@") ? `${image}@${digest}` : image });
    else if (isUnknown(image)) uses.push({ path: where, image });
    else unseen.push({ path: where, why: ABSENT });
  }
  if (resource.type.startsWith("kubernetes:")) {
    const { others, doubtful } = podsIn(resource);
    uses.push(...others);
    unseen.push(...doubtful);
  }
  return { uses, unseen };
}

function userDataUses({ type, props }: Resource): { readonly uses: ImageUse[]; readonly unseen: Unseen[] } {
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
