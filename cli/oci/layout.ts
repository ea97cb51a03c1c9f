import { randomBytes } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { type Descriptor, prove, provingStream, sha256 } from "./digest";
import type { ImageSource, ImageTarget } from "./image-store";
import { type Document, MOST_MANIFEST_BYTES, parseDocument } from "./manifest";
import { RegistryError } from "./registry-error";

const REF_NAME = "org.opencontainers.image.ref.name";
const layoutIndex = z.object({
  manifests: z.array(
    z.looseObject({
      mediaType: z.string(),
      digest: z.string(),
      size: z.number(),
      annotations: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** An OCI image layout: a folder that carries images over an air gap, and that skopeo, podman, buildah and containerd read too. */
export class ImageLayout implements ImageSource, ImageTarget {
  readonly name: string;
  readonly #proven = new Set<string>();

  constructor(private readonly folder: string) {
    this.name = `oci:${folder}`;
  }

  async document(digest: string, type?: string): Promise<Document> {
    const path = this.#path(digest);
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    if (size === undefined)
      throw new RegistryError(
        "missing",
        `there is no ${digest} in ${this.name}; copy the image into the folder first, with --to ${this.name}`,
      );
    if (size > MOST_MANIFEST_BYTES) throw new RegistryError("refused", `${digest} in ${this.name} is larger than any manifest`);
    const bytes = readFileSync(path);
    prove(bytes, digest, `${digest} in ${this.name}`);
    return parseDocument(bytes, type ?? this.#entries().find((entry) => entry.digest === digest)?.mediaType, `${digest} in ${this.name}`);
  }

  async stream(digest: string, from = 0): Promise<{ body: Readable; from: number }> {
    const path = this.#path(digest);
    if (!existsSync(path)) throw new RegistryError("missing", `there is no ${digest} in ${this.name}; the folder was not copied whole`);
    return { body: createReadStream(path, { start: from }), from };
  }

  /** Hashes the file once: a folder on a stick is not a registry, and rots. */
  async hasBlob(blob: Descriptor): Promise<boolean> {
    if (this.#proven.has(blob.digest)) return true;
    if (statSync(this.#path(blob.digest), { throwIfNoEntry: false })?.size !== blob.size) return false;
    try {
      await pipeline(createReadStream(this.#path(blob.digest)), provingStream(blob, this.name), async (content) => {
        for await (const _ of content);
      });
    } catch (error) {
      if (error instanceof RegistryError) return false;
      throw error;
    }
    this.#proven.add(blob.digest);
    return true;
  }

  async hasDocument(digest: string): Promise<boolean> {
    return existsSync(this.#path(digest)) && sha256(readFileSync(this.#path(digest))) === digest;
  }

  async putBlob({ digest }: Descriptor, content: Readable): Promise<void> {
    this.#prepare();
    const path = this.#path(digest);
    const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
    try {
      await pipeline(content, createWriteStream(temporary, { flags: "wx" }));
      const file = await open(temporary, "r+");
      await file.sync().finally(() => file.close());
      renameSync(temporary, path);
      this.#proven.add(digest);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  async putDocument({ digest, bytes }: Document): Promise<void> {
    this.#prepare();
    this.#replace(this.#path(digest), bytes);
  }

  async tagged(tag: string): Promise<string | undefined> {
    return this.#entries().find(({ annotations }) => annotations?.[REF_NAME] === tag)?.digest;
  }

  async tag({ mediaType, digest, bytes }: Document, tag: string): Promise<void> {
    const others = this.#entries().filter(({ annotations }) => annotations?.[REF_NAME] !== tag);
    const entry = { mediaType, digest, size: bytes.length, annotations: { [REF_NAME]: tag } };
    this.#replace(join(this.folder, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: [...others, entry] }));
  }

  #prepare(): void {
    mkdirSync(join(this.folder, "blobs/sha256"), { recursive: true });
    const marker = join(this.folder, "oci-layout");
    if (!existsSync(marker)) writeFileSync(marker, JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  }

  #entries(): z.infer<typeof layoutIndex>["manifests"] {
    const path = join(this.folder, "index.json");
    if (!existsSync(path)) return [];
    let raw: unknown;
    try {
      raw = JSON.parse(readFileSync(path, "utf8"));
    } catch {
      raw = undefined;
    }
    const parsed = layoutIndex.safeParse(raw);
    if (!parsed.success) throw new RegistryError("corrupt", `${path} is no index of an OCI layout; copy the folder again`);
    return parsed.data.manifests;
  }

  #replace(path: string, content: Buffer | string): void {
    const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
    try {
      writeFileSync(temporary, content, { flag: "wx", flush: true });
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  #path = (digest: string): string => join(this.folder, "blobs/sha256", digest.slice("sha256:".length));
}
