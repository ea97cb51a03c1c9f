import type { Readable } from "node:stream";
import type { Descriptor } from "./digest";
import type { Document } from "./manifest";

/** Where an image is read from: a repository of a registry, or an OCI layout folder. */
export interface ImageSource {
  /** As a person writes it. */
  readonly name: string;
  /** A manifest or index, proven by its digest. `type` is what the parent states. */
  document(digest: string, type?: string): Promise<Document>;
  /** A blob from byte `from` on, or from an earlier one, which the answer names; whoever reads it proves it. */
  stream(digest: string, from?: number): Promise<{ readonly body: Readable; readonly from: number }>;
}

/** Where an image is written to. Nothing is visible under its digest before it was proven. */
export interface ImageTarget {
  readonly name: string;
  hasBlob(blob: Descriptor): Promise<boolean>;
  hasDocument(digest: string): Promise<boolean>;
  /** Takes a blob; `content` fails at its end where size or digest are not those of `blob`. */
  putBlob(blob: Descriptor, content: Readable): Promise<void>;
  putDocument(document: Document): Promise<void>;
  /** Digest that a tag names; undefined where there is no such tag. */
  tagged(tag: string): Promise<string | undefined>;
  /** Gives a document that is there a tag. */
  tag(document: Document, tag: string): Promise<void>;
  /** The document as the target gives it back: the proof that it arrived. */
  document(digest: string, type?: string): Promise<Document>;
}
