import { z } from "zod";
import { corrupt, type Descriptor, sha256 } from "./digest";
import { RegistryError } from "./registry-error";

/** The spec obliges registries to take 4 MiB; larger ones are refused unread. */
export const MOST_MANIFEST_BYTES = 4 * 2 ** 20;
/** Configs of large images are some 100 KiB of history. */
export const MOST_CONFIG_BYTES = 8 * 2 ** 20;

const INDEX_TYPES = new Set(["application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json"]);
const MANIFEST_TYPES = new Set(["application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json"]);
export const ACCEPT = [...INDEX_TYPES, ...MANIFEST_TYPES].join(", ");
const isManifestType = (type: string): boolean => INDEX_TYPES.has(type) || MANIFEST_TYPES.has(type);

const descriptor = z.object({
  mediaType: z.string(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, "is no sha256 digest"),
  size: z.number().int().nonnegative(),
});
const platform = z.object({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().optional(),
  "os.version": z.string().optional(),
});
const indexBody = z.object({
  mediaType: z.string().optional(),
  manifests: z.array(descriptor.extend({ platform: platform.optional(), annotations: z.record(z.string(), z.string()).optional() })),
  layers: z.undefined().optional(),
});
const manifestBody = z.object({
  mediaType: z.string().optional(),
  config: descriptor,
  layers: z.array(descriptor.extend({ urls: z.array(z.string()).optional() })),
  manifests: z.undefined().optional(),
});

export interface ImageIndex {
  readonly kind: "index";
  readonly manifests: z.infer<typeof indexBody>["manifests"];
}
export interface ImageManifest {
  readonly kind: "manifest";
  readonly config: Descriptor;
  readonly layers: readonly (Descriptor & { readonly urls?: readonly string[] })[];
}
/** A manifest or index as it came, byte for byte, and what it says. */
export interface Document {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
  readonly content: ImageIndex | ImageManifest;
}

/** Reads a manifest or index. `type` is what the registry or the parent says it is; the document must agree. */
export function parseDocument(bytes: Buffer, type: string | undefined, what: string): Document {
  let raw: unknown;
  try {
    raw = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw corrupt(what, "it is no JSON");
  }
  const stated = type?.split(";")[0]?.trim().toLowerCase();
  const own =
    typeof raw === "object" && raw !== null && "mediaType" in raw && typeof raw.mediaType === "string" ? raw.mediaType : undefined;
  if (typeof raw === "object" && raw !== null && "schemaVersion" in raw && raw.schemaVersion === 1) {
    throw new RegistryError(
      "refused",
      `${what} is a Docker schema 1 manifest, which has no digest of its config; push the image again with a current tool`,
    );
  }
  const known = [stated, own].filter((value): value is string => value !== undefined && isManifestType(value));
  if (known.length === 2 && known[0] !== known[1]) throw corrupt(what, `it says that it is ${own}, the registry says ${stated}`);
  const mediaType = known[0];
  if (mediaType === undefined) throw new RegistryError("refused", `${what} is no container image (${own ?? stated ?? "no media type"})`);
  return { digest: sha256(bytes), mediaType, bytes, content: INDEX_TYPES.has(mediaType) ? asIndex(raw, what) : asManifest(raw, what) };
}

/** A document that is both index and manifest means one image to one reader and another to the next: the schemas exclude each other. */
function asIndex(raw: unknown, what: string): ImageIndex {
  const parsed = indexBody.safeParse(raw);
  if (!parsed.success) throw corrupt(what, `as an index it is wrong at ${firstIssue(parsed.error)}`);
  return { kind: "index", manifests: parsed.data.manifests };
}

function asManifest(raw: unknown, what: string): ImageManifest {
  const parsed = manifestBody.safeParse(raw);
  if (!parsed.success) throw corrupt(what, `as a manifest it is wrong at ${firstIssue(parsed.error)}`);
  return { kind: "manifest", config: parsed.data.config, layers: parsed.data.layers };
}

const firstIssue = ({ issues: [issue] }: z.ZodError): string => `${issue?.path.join(".") || "its root"}: ${issue?.message}`;

/** `linux/amd64`, `linux/arm64/v8`, `windows/amd64:10.0.20348.1`; undefined for attestations and what has no platform. */
export function platformName(entry: ImageIndex["manifests"][number]): string | undefined {
  if (!entry.platform || entry.platform.os === "unknown" || entry.annotations?.["vnd.docker.reference.type"] !== undefined)
    return undefined;
  const { os, architecture, variant, "os.version": version } = entry.platform;
  return `${os}/${architecture}${variant === undefined ? "" : `/${variant}`}${version === undefined ? "" : `:${version}`}`;
}
