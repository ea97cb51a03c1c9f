import type * as pulumi from "@pulumi/pulumi";
import { findImage } from "../../catalog";
import type { DeclaredImage } from "../../catalog/declared";
import { formatReference, parseReference } from "../../catalog/image-reference";
import type { Question } from "../../catalog/question";
import { invalid } from "../../lib/invalid";
import { lockedFacts, lockedImage } from "../../lock/lookup";
import type { Lock } from "../../lock/schema";

/** CUDA facts of an image. An absent one is unknown; `""` and `false` say that there is none. */
export type ImageFacts = Pick<Question, "cuda" | "require" | "compat" | "torch" | "architectures" | "disableRequire" | "compatOnPath">;

/** An image whose bytes are known by digest, as a plain record: no resource, so that shape and verdict are known at preview. */
export interface PinnedImage {
  /** Full name with the tag, if it has one: `docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime`. */
  readonly reference: string;
  /** `registry/repository`, without tag and digest. */
  readonly name: string;
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal characters: of the index, or of the manifest where the tag names a manifest. */
  readonly digest: string;
  /** What a machine pulls: `registry/repository@digest`. */
  readonly uri: string;
  /** Platform (`linux/amd64`) to digest, where known. */
  readonly platforms?: Readonly<Record<string, string>>;
  /** Compressed bytes over the layers of linux/amd64, where known. */
  readonly sizeBytes?: number;
  /** What the lock read from the image's own config; the catalog's row adds what is missing when it is judged. */
  readonly facts: ImageFacts;
  /** Facts of your own about this image, with their proof; they win, and are marked `declared` in each answer. */
  readonly declared?: DeclaredImage;
  /** Where the digest comes from. */
  readonly pinnedBy: "lock" | "catalog" | "reference";
}

/** An image that the same program builds: its digest is known once it is built, so it is judged by the facts that the build was given. */
export interface BuiltImage extends Omit<PinnedImage, "digest" | "uri" | "pinnedBy"> {
  readonly digest?: undefined;
  /** What a machine pulls: `registry/repository@digest`. */
  readonly uri: pulumi.Output<string>;
  readonly pinnedBy: "build";
}

/** What a machine can run. */
export type MachineImage = PinnedImage | BuiltImage;

export interface PinOptions {
  /**
   * The project's `gpu.lock.json`, read with `readLock(path)`.
   * @default none: then only a digest in the reference, or one that the catalog states, pins an image
   */
  lock?: Lock;
  /**
   * Facts about a private image, with `source` and `checked`.
   * @default none
   */
  declared?: Omit<DeclaredImage, "image">;
}

/**
 * An image by digest. The digest is the reference's own, else the lock's, else one that the catalog states; a tag without any of these is refused,
 * because the image behind it can move.
 * @example pinnedImage("pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime", { lock: readLock("gpu.lock.json") })
 */
export function pinnedImage(reference: string, { lock, declared }: PinOptions = {}): PinnedImage {
  const refuse = (reason: string): never => {
    throw invalid(`pinnedImage '${reference}'`, [{ propertyPath: "reference", reason }]);
  };
  const parsed = parseReference(reference) ?? refuse(`'${reference}' is no image reference; write registry/repository:tag or …@sha256:…`);
  const { digest: written, ...named } = parsed;
  const { tag, ...bare } = named;
  const row = lock && lockedImage(lock, reference);
  if (lock && !row && written !== undefined && tag !== undefined) {
    const other = lockedImage(lock, formatReference(named));
    if (other)
      refuse(
        `${formatReference(named)} is pinned to ${other.digest} in the lock, not to ${written}; drop one, or run pulumi-gpu pin image ${formatReference(named)} --update`,
      );
  }
  const stated = findImage(reference)?.digest;
  const digest = written ?? row?.digest ?? stated;
  if (digest === undefined)
    return refuse(`${formatReference(named)} has no digest, in the lock or the catalog; run pulumi-gpu pin image ${reference}`);
  const full = formatReference(named);
  const exact = formatReference({ ...bare, digest });
  const own = declared
    ? { ...declared, image: exact }
    : lock?.declared.images?.find(({ image }) => [full, exact].includes(longForm(image)));
  return {
    reference: full,
    name: formatReference(bare),
    ...(tag === undefined ? {} : { tag }),
    digest,
    uri: exact,
    ...(row?.platforms ? { platforms: row.platforms } : {}),
    ...(row?.sizeBytes === undefined ? {} : { sizeBytes: row.sizeBytes }),
    facts: row ? lockedFacts(row) : {},
    ...(own ? { declared: own } : {}),
    pinnedBy: written !== undefined ? "reference" : row ? "lock" : "catalog",
  };
}

/** The name as it is compared: with its registry, and by digest alone where it has both. */
function longForm(reference: string): string {
  const parsed = parseReference(reference);
  if (!parsed) return reference;
  const { tag, ...rest } = parsed;
  return formatReference(rest.digest === undefined ? parsed : rest);
}
