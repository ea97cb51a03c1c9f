import type { DeclaredRows } from "../catalog/declared";
import { formatReference, parseReference } from "../catalog/image-reference";
import type { AmiName, Question } from "../catalog/question";
import type { Lock, LockedAmi, LockedImage } from "./schema";

/** Key of an AMI in the lock: `family@release`, and `/kubernetes` for the families that have it. */
export const amiKey = ({ family, release, kubernetes }: AmiName): string =>
  `${family}@${release}${kubernetes === undefined ? "" : `/${kubernetes}`}`;

/**
 * The row of an image, by tag, by digest (of the index or of one platform), or by both. Short names of Docker Hub are written out.
 * Undefined where nothing was pinned, where `reference` is none, or where its digest is not the pinned one.
 */
export function lockedImage(lock: Lock, reference: string): LockedImage | undefined {
  const parsed = parseReference(reference);
  if (!parsed) return undefined;
  const { digest, ...name } = parsed;
  const key = formatReference(name);
  if (name.tag !== undefined) {
    const row = Object.hasOwn(lock.images, key) ? lock.images[key] : undefined;
    return row && (digest === undefined || hasDigest(row, digest)) ? row : undefined;
  }
  if (digest === undefined) return undefined;
  return Object.entries(lock.images).find(([other, row]) => other.startsWith(`${key}:`) && hasDigest(row, digest))?.[1];
}

const hasDigest = (row: LockedImage, digest: string): boolean =>
  row.digest === digest || Object.values(row.platforms ?? {}).includes(digest);

/** What the lock knows of an image, as fields of a question to the verdict. */
export function lockedFacts(
  row: LockedImage,
): Pick<Question, "cuda" | "require" | "compat" | "torch" | "architectures" | "disableRequire" | "compatOnPath"> {
  return row.facts ?? {};
}

/** An AMI of the lock in one region. */
export interface LockedAmiInRegion {
  readonly row: LockedAmi;
  /** Undefined where the region was not pinned: then the AMI is resolved by the row's exact name and owner. */
  readonly id?: string;
  /** ISO date from which AWS no longer lists the AMI. */
  readonly deprecation?: string;
}

/** The row of an AMI and its id in `region`; undefined where the release is not in the lock at all. */
export function lockedAmi(lock: Lock, name: AmiName, region: string): LockedAmiInRegion | undefined {
  const wanted = amiKey(withoutV(name));
  const row = Object.values(lock.amis).find((other) => amiKey(withoutV(other)) === wanted);
  if (!row) return undefined;
  return { row, ...(Object.hasOwn(row.regions, region) ? row.regions[region] : {}) };
}

/** What the lock knows of a host that starts from an AMI's id: a declared row's facts, or the release that was pinned under it; undefined where neither has it. */
export function amiFacts(
  lock: Lock,
  id: string,
  instanceType?: string,
): Pick<Question, "ami" | "driver" | "kernelModule" | "containerToolkit"> | undefined {
  const own = lock.declared.amis?.find(({ ami }) => ami === id);
  if (own) {
    const { driver: stated, kernelModule, containerToolkit } = own;
    const driver = typeof stated === "string" ? stated : (stated[instanceType?.split(".", 1)[0] ?? ""] ?? stated["*"]);
    return {
      ...(driver === undefined ? {} : { driver }),
      ...(kernelModule === undefined ? {} : { kernelModule }),
      ...(containerToolkit === undefined ? {} : { containerToolkit }),
    };
  }
  const pinned = Object.values(lock.amis).find(({ regions }) => Object.values(regions).some((region) => region.id === id));
  if (!pinned) return undefined;
  const { family, release, kubernetes } = pinned;
  return { ami: { family, release, ...(kubernetes === undefined ? {} : { kubernetes }) } };
}

/** `v20260714` and `20260714` name the same release. */
const withoutV = ({ family, release, kubernetes }: AmiName): AmiName => ({ family, release: release.replace(/^v(?=\d)/, ""), kubernetes });

/** The project's own rows, in the form that a question takes. */
export const declaredRows = (lock: Lock): DeclaredRows => lock.declared;
