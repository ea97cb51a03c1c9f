import type { LockedFacts } from "../../lock/schema";
import { imageFacts, parseConfig } from "./image-facts";
import type { Document, ImageManifest } from "./manifest";
import { MOST_CONFIG_BYTES, platformName } from "./manifest";
import type { Repository } from "./registry";
import { RegistryError } from "./registry-error";

/** What a registry holds under a reference, proven by digest. */
export interface ResolvedImage {
  /** Of the index, or of the manifest where the reference names one. */
  readonly digest: string;
  readonly kind: "index" | "manifest";
  readonly platforms: Readonly<Record<string, string>>;
  /** The platform that size and facts were read from. */
  readonly platform: string;
  /** Compressed bytes over the layers of `platform`. */
  readonly sizeBytes: number;
  readonly facts: LockedFacts;
  /** Which variable of the image's environment states each fact. */
  readonly from: Readonly<Record<string, string>>;
}

const USUAL_PLATFORM = "linux/amd64";

/** Asks a registry for an image: its digests, and what the config of linux/amd64 (or of its only platform) says. */
export async function resolveImage(repository: Repository, tagOrDigest: string): Promise<ResolvedImage> {
  const document = await repository.document(tagOrDigest);
  const { content } = document;
  if (content.kind === "manifest") {
    const read = await readManifest(repository, document.digest, content);
    const platform = read.platform ?? USUAL_PLATFORM;
    return {
      ...read,
      digest: document.digest,
      kind: "manifest",
      platforms: read.platform ? { [read.platform]: document.digest } : {},
      platform,
    };
  }
  const platforms = Object.fromEntries(
    content.manifests.flatMap((entry) => {
      const name = platformName(entry);
      return name === undefined ? [] : [[name, entry] as const];
    }),
  );
  const [platform, entry] = Object.entries(platforms).find(([name]) => name === USUAL_PLATFORM) ?? Object.entries(platforms)[0] ?? [];
  if (!platform || !entry) throw new RegistryError("refused", `${repository.name}@${document.digest} is an index without any platform`);
  const child: Document = await repository.document(entry.digest, entry.mediaType);
  if (child.content.kind !== "manifest")
    throw new RegistryError("refused", `${repository.name}@${entry.digest} is an index inside an index`);
  const read = await readManifest(repository, entry.digest, child.content);
  if (read.platform !== undefined && read.platform.split("/")[1] !== platform.split("/")[1]) {
    throw new RegistryError(
      "corrupt",
      `${repository.name}@${document.digest} lists ${entry.digest} as ${platform}, its config says ${read.platform}`,
    );
  }
  const digests = Object.fromEntries(Object.entries(platforms).map(([name, { digest }]) => [name, digest]));
  return { ...read, digest: document.digest, kind: "index", platforms: digests, platform };
}

async function readManifest(repository: Repository, digest: string, { config, layers }: ImageManifest) {
  const bytes = await repository.blob(config, MOST_CONFIG_BYTES);
  const { platform, env } = parseConfig(bytes, `the config of ${repository.name}@${digest}`);
  return { platform, sizeBytes: layers.reduce((sum, { size }) => sum + size, 0), ...imageFacts(env) };
}
