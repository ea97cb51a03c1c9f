import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import { RegistryError } from "./registry-error";

export const sha256 = (bytes: Buffer): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** What a manifest says of a blob or of another manifest. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
}

/** Throws unless the bytes are those that the digest names. */
export function prove(bytes: Buffer, digest: string, what: string): void {
  const actual = sha256(bytes);
  if (actual !== digest) throw corrupt(what, `its bytes have ${actual}, not ${digest}`);
}

/** Passes a blob on while it counts and hashes; the stream fails at its end where size or digest differ, so nothing after it is committed. */
export function provingStream({ digest, size }: Pick<Descriptor, "digest" | "size">, what: string): Transform {
  const hash = createHash("sha256");
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > size) return done(corrupt(what, `it is longer than the ${size} bytes that its manifest states`));
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const actual = `sha256:${hash.digest("hex")}`;
      if (seen !== size) return done(corrupt(what, `it has ${seen} bytes, its manifest states ${size}`));
      done(actual === digest ? null : corrupt(what, `its bytes have ${actual}, not ${digest}`));
    },
  });
}

export const corrupt = (what: string, reason: string): RegistryError =>
  new RegistryError("corrupt", `${what} is corrupt: ${reason}; a proxy or the registry changed it, nothing was kept`);
