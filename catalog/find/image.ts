import { formatReference, parseReference } from "../image-reference";
import type { Image } from "../tables/images/image";
import { images } from "../tables/images/images";
import { pytorchImageOfTag } from "../tables/images/pytorch";
import { lookup } from "./lookup";

let byDigest: ReadonlyMap<string, Image> | undefined;

/**
 * A known image by reference, in any spelling a registry accepts. A digest decides where the catalog knows it, whatever the tag says;
 * an unknown digest leaves the tag's row only when that row states no digest of its own. A tag of PyTorch's form speaks for itself.
 */
export function findImage(reference: string): Image | undefined {
  const parsed = parseReference(reference);
  if (!parsed) return undefined;
  const { registry, repository, tag, digest } = parsed;
  if (digest !== undefined) {
    byDigest ??= new Map(Object.values(images()).flatMap((row) => (row.digest === undefined ? [] : [[row.digest, row] as const])));
    const known = byDigest.get(digest);
    if (known) return known;
  }
  if (tag === undefined) return undefined;
  const row =
    lookup(images(), formatReference({ registry, repository, tag })) ??
    (registry === "docker.io" && repository === "pytorch/pytorch" ? pytorchImageOfTag(tag) : undefined);
  return row?.digest !== undefined && digest !== undefined ? undefined : row;
}
