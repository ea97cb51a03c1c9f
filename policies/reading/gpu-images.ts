import { findImage, isUnknown, parseReference, type Question } from "../../catalog";
import { lockedFacts, lockedImage } from "../../lock/lookup";
import type { Context, Resource } from "../rule";
import { imageUsesOf } from "./image-uses";

/** An image whose CUDA is known from the lock, from declared rows or from the catalog. */
export interface GpuImage {
  readonly path: string;
  /** As the catalog or the project's own file writes it; a text of the resource itself never leaves it. */
  readonly title: string;
  readonly facts: Partial<Question>;
}

/** The GPU images that a resource starts, and whether it starts others that nobody knows. */
export function gpuImagesOf(
  resource: Resource,
  context: Context,
): { readonly known: readonly GpuImage[]; readonly open: readonly string[] } {
  const { uses, unseen } = imageUsesOf(resource);
  const known: GpuImage[] = [];
  const open = unseen.map(({ path }) => path);
  for (const { path, image } of uses) {
    if (isUnknown(image)) open.push(path);
    else {
      const found = gpuImage(image, context);
      if (found) known.push({ path, ...found });
      else open.push(path);
    }
  }
  return { known, open };
}

export function gpuImage(image: string, { lock, declared }: Context): Omit<GpuImage, "path"> | undefined {
  const parsed = parseReference(image);
  if (!parsed) return undefined;
  const rows = [...(declared?.images ?? []), ...(lock?.declared.images ?? [])];
  const own = rows.find((row) => row.image === image || (parsed.digest !== undefined && row.image.endsWith(`@${parsed.digest}`)));
  if (own) return { title: own.image, facts: { image: own.image } };
  const catalog = findImage(image);
  const locked = lock === undefined ? undefined : lockedImage(lock, image);
  // A locked image without CUDA facts says nothing about drivers.
  if (locked?.facts?.cuda !== undefined || (locked?.facts !== undefined && catalog)) {
    return {
      title: catalog?.reference ?? `the locked image ${locked.digest.slice(7, 19)}`,
      facts: { ...(catalog ? { image: catalog.reference } : {}), ...lockedFacts(locked) },
    };
  }
  return catalog ? { title: catalog.reference, facts: { image: catalog.reference } } : undefined;
}
