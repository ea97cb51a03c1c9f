import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { corrupt, type Descriptor, provingStream } from "../oci/digest";
import type { ImageSource, ImageTarget } from "../oci/image-store";
import { type Document, platformName } from "../oci/manifest";
import { RegistryError } from "../oci/registry-error";
import { resumableStream } from "../oci/resumable-stream";
import { isPassingError, pauseBefore, RETRY, type RetryPolicy } from "../oci/retry";

export interface CopyOptions {
  readonly source: ImageSource;
  readonly target: ImageTarget;
  /** What to copy; with `platform` that of the index in which it is looked for. */
  readonly digest: string;
  /** Only this platform: then its own manifest is copied, whose digest is another than the index's. */
  readonly platform?: string;
  /** Name that the copy gets beside its digest. */
  readonly tag?: string;
  /** Told of each blob as it is done. */
  readonly onBlob?: (blob: Descriptor, outcome: "copied" | "there") => void;
  readonly retry?: RetryPolicy;
}

export interface CopiedImage {
  /** Read back from the target and proven. */
  readonly digest: string;
  readonly platforms: readonly string[];
  readonly copied: { readonly blobs: number; readonly bytes: number };
  readonly there: { readonly blobs: number; readonly bytes: number };
}

const BLOBS_AT_ONCE = 3;
/** Each attempt repeats single requests by itself. */
const ATTEMPTS_A_BLOB = 3;

/** Copies an image byte for byte: blobs first, then manifests, then the index, then the tag; so an interrupted copy is never half an image. */
export async function copyImage(options: CopyOptions): Promise<CopiedImage> {
  const { source, target, tag, platform } = options;
  const root = await rootOf(options);
  if (tag !== undefined) await refuseOtherImage(target, tag, root.digest);
  const documents = await withChildren(source, root);
  const blobs = [...new Map(documents.flatMap(blobsOf).map((blob) => [blob.digest, blob])).values()];
  const outcomes = await inParallel(blobs, BLOBS_AT_ONCE, (blob) => copyBlob(options, blob));
  for (const document of documents) if (!(await target.hasDocument(document.digest))) await target.putDocument(document);
  if (tag !== undefined && (await target.tagged(tag)) !== root.digest) await target.tag(root, tag);
  await proveArrival(target, documents, blobs, tag);
  const sum = (outcome: "copied" | "there") => {
    const chosen = blobs.filter((_, index) => outcomes[index] === outcome);
    return { blobs: chosen.length, bytes: chosen.reduce((bytes, { size }) => bytes + size, 0) };
  };
  const platforms = platform === undefined ? platformsOf(root) : [platform];
  return { digest: root.digest, platforms, copied: sum("copied"), there: sum("there") };
}

async function rootOf({ source, digest, platform }: CopyOptions): Promise<Document> {
  const document = await source.document(digest);
  if (platform === undefined) return document;
  if (document.content.kind === "manifest")
    throw new RegistryError("refused", `${source.name}@${digest} is one platform's manifest already; drop --platform`);
  const entry = document.content.manifests.find((candidate) => platformName(candidate) === platform);
  if (!entry) throw new RegistryError("missing", `${source.name}@${digest} has no ${platform}; it has ${platformsOf(document).join(", ")}`);
  return source.document(entry.digest, entry.mediaType);
}

const platformsOf = ({ content }: Document): string[] =>
  content.kind === "index" ? content.manifests.flatMap((entry) => platformName(entry) ?? []) : [];

/** A tag over another image is someone's running service: it is never moved from here. */
async function refuseOtherImage(target: ImageTarget, tag: string, digest: string): Promise<void> {
  const there = await target.tagged(tag);
  if (there !== undefined && there !== digest) {
    throw new RegistryError("conflict", `${tag} in ${target.name} names ${there} already, not ${digest}; give the copy another tag`);
  }
}

/** The document and all that it refers to, children first: a registry refuses an index whose manifests it does not have. */
async function withChildren(source: ImageSource, document: Document, depth = 0): Promise<Document[]> {
  if (document.content.kind === "manifest") return [document];
  if (depth > 2) throw new RegistryError("refused", `${source.name}@${document.digest} is an index more than three levels deep`);
  const children: Document[] = [];
  for (const { digest, mediaType } of document.content.manifests) {
    children.push(...(await withChildren(source, await source.document(digest, mediaType), depth + 1)));
  }
  return [...children, document];
}

/** Layers that name an address of their own (Windows base images) may not be redistributed, and are fetched from there. */
const blobsOf = ({ content }: Document): Descriptor[] =>
  content.kind === "index" ? [] : [content.config, ...content.layers.filter(({ urls }) => !urls?.length)];

async function copyBlob({ source, target, onBlob, retry = RETRY }: CopyOptions, blob: Descriptor): Promise<"copied" | "there"> {
  if (await target.hasBlob(blob)) {
    onBlob?.(blob, "there");
    return "there";
  }
  for (let attempt = 1; ; attempt++) {
    try {
      await pump(source, target, blob, retry);
      onBlob?.(blob, "copied");
      return "copied";
    } catch (error) {
      const passing = isPassingError(error) || (error instanceof RegistryError && error.kind === "unavailable");
      if (!passing || attempt >= ATTEMPTS_A_BLOB) throw error;
      await retry.wait(pauseBefore(attempt + 1, undefined, retry) ?? 0);
    }
  }
}

/** From the source through the proof into the target; memory holds a few pieces at a time. */
async function pump(source: ImageSource, target: ImageTarget, blob: Descriptor, retry: RetryPolicy): Promise<void> {
  const content = new PassThrough();
  const read = pipeline(
    resumableStream(source, blob.digest, blob.size, retry),
    provingStream(blob, `${source.name}@${blob.digest}`),
    content,
  );
  const [reading, writing] = await Promise.allSettled([read, target.putBlob(blob, content).finally(() => content.destroy())]);
  // What went wrong with the content is the reason; the other side only sees that it stopped.
  if (writing.status === "rejected" && !(reading.status === "rejected" && reading.reason instanceof RegistryError)) throw writing.reason;
  if (reading.status === "rejected" && (writing.status === "rejected" || reading.reason instanceof RegistryError)) throw reading.reason;
}

async function proveArrival(
  target: ImageTarget,
  documents: readonly Document[],
  blobs: readonly Descriptor[],
  tag: string | undefined,
): Promise<void> {
  const root = documents.at(-1);
  for (const { digest, mediaType } of documents) await target.document(digest, mediaType);
  if (tag !== undefined && root && (await target.tagged(tag)) !== root.digest) {
    throw corrupt(`${target.name}:${tag}`, `it names another digest than ${root.digest} after the copy`);
  }
  const missing = (await inParallel(blobs, BLOBS_AT_ONCE, async (blob) => ((await target.hasBlob(blob)) ? [] : [blob.digest]))).flat();
  if (missing.length > 0) throw corrupt(target.name, `it lacks ${missing.join(", ")} after the copy`);
}

async function inParallel<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index] as T);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
