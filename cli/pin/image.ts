import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { formatReference, type ImageReference, parseReference } from "../../catalog/image-reference";
import { lockPath } from "../../lock/read";
import type { LockedImage } from "../../lock/schema";
import { updateLock } from "../../lock/update";
import { EXIT, type Io, UsageError } from "../command";
import { Repository } from "../oci/registry";
import { checkPlainHttp, registryOrigin } from "../oci/registry-address";
import { RegistryError } from "../oci/registry-error";
import { type ResolvedImage, resolveImage } from "../oci/resolve-image";
import { Transport } from "../oci/transport";
import { displayPath } from "./display-path";
import { renderMoved, renderPinned } from "./render-image";

/** What became of a pin; `moved` wrote nothing. */
export interface ImagePin {
  readonly result: "pinned" | "updated" | "unchanged" | "moved";
  readonly reference: string;
  /** The lock file. */
  readonly lock: string;
  readonly before?: LockedImage;
  readonly now: LockedImage;
  /** Platform that size and facts were read from. */
  readonly platform: string;
  /** Which variable of the image's environment states each fact. */
  readonly from: Readonly<Record<string, string>>;
}

export async function pinImage(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      lock: { type: "string" },
      update: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      "plain-http": { type: "string", multiple: true, default: [] },
    },
  });
  const reference = onlyReference(positionals);
  const plainHttp = checkPlainHttp(values["plain-http"]);
  const path = values.lock === undefined ? lockPath(io.cwd) : resolve(io.cwd, values.lock);
  const transport = new Transport({ env: io.env, plainHttp });
  let resolved: ResolvedImage;
  try {
    resolved = await resolveImage(new Repository(transport, reference, io.env), reference.digest ?? reference.tag);
  } catch (error) {
    if (!(error instanceof RegistryError) || error.kind !== "corrupt") throw error;
    io.err(`pulumi-gpu pin: ${error.message}\n`);
    return EXIT.fail;
  } finally {
    await transport.close();
  }
  const source = `${registryOrigin(reference.registry, plainHttp)}/v2/${reference.repository}/manifests/${reference.digest ?? reference.tag}`;
  const pin = await record(path, reference, resolved, source, values.update);
  const shown = { ...pin, lock: displayPath(path, io.cwd) };
  if (values.json) io.out(`${JSON.stringify({ version: 1, ...shown }, null, 2)}\n`);
  else if (pin.result === "moved") io.err(renderMoved(shown));
  else io.out(renderPinned(shown));
  return pin.result === "moved" ? EXIT.fail : EXIT.ok;
}

function onlyReference(positionals: readonly string[]): ImageReference & { readonly tag: string } {
  const [text, ...more] = positionals;
  if (text === undefined || more.length > 0)
    throw new UsageError("give one image reference, such as docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime");
  const reference = parseReference(text);
  if (!reference) throw new UsageError(`'${text}' is no image reference; write registry/repository:tag`);
  const { tag } = reference;
  if (tag === undefined) throw new UsageError(`'${text}' has no tag; the lock keeps images by tag, write registry/repository:tag`);
  if (tag === "latest") throw new UsageError(`'${text}' names no version; latest is a different image every week, pin an exact tag`);
  return { ...reference, tag };
}

/** Compares with what is locked while no other `pin` writes, and records the image unless its tag moved. */
async function record(
  path: string,
  reference: ImageReference,
  resolved: ResolvedImage,
  source: string,
  update: boolean,
): Promise<ImagePin> {
  const key = formatReference({ ...reference, digest: undefined });
  const checked = new Date().toISOString().slice(0, 10);
  const { digest, kind, platforms, platform, sizeBytes, facts, from } = resolved;
  const fresh: LockedImage = { digest, kind, platforms: { ...platforms }, sizeBytes, facts, source, checked };
  let pin: ImagePin = { result: "pinned", reference: key, lock: path, now: fresh, platform, from };
  await updateLock(path, (lock) => {
    const before = Object.hasOwn(lock.images, key) ? lock.images[key] : undefined;
    if (!before) return { ...lock, images: { ...lock.images, [key]: fresh } };
    // A row whose source did not say what its digest names may hold that of a platform.
    const same = before.digest === digest || (before.kind === undefined && Object.values(platforms).includes(before.digest));
    if (!same && !update) {
      pin = { ...pin, result: "moved", before };
      return lock;
    }
    const now = same ? { ...fresh, facts: { ...before.facts, ...facts } } : fresh;
    if (same && sameImage(before, now)) {
      pin = { ...pin, result: "unchanged", before, now: before };
      return lock;
    }
    pin = { ...pin, result: "updated", before, now };
    return { ...lock, images: { ...lock.images, [key]: now } };
  });
  return pin;
}

/** All but the proof: a second look at the same image is no change to review. */
const sameImage = (a: LockedImage, b: LockedImage): boolean => canonical(a) === canonical(b);
const canonical = ({ digest, kind, platforms = {}, sizeBytes, facts = {} }: LockedImage): string =>
  JSON.stringify([digest, kind, Object.entries(platforms).sort(), sizeBytes, Object.entries(facts).sort()]);
