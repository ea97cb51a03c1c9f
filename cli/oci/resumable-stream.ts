import { Readable } from "node:stream";
import type { ImageSource } from "./image-store";
import { RegistryError } from "./registry-error";
import { isPassingError, pauseBefore, RETRY, type RetryPolicy } from "./retry";

/** A blob that goes on where it broke off: a layer of several GiB rarely arrives in one piece. */
export const resumableStream = (source: ImageSource, digest: string, size: number, retry: RetryPolicy = RETRY): Readable =>
  Readable.from(pieces(source, digest, size, retry), { objectMode: false });

async function* pieces(source: ImageSource, digest: string, size: number, retry: RetryPolicy): AsyncGenerator<Buffer> {
  let at = 0;
  let failures = 0;
  while (at < size) {
    const before = at;
    try {
      const { body, from } = await source.stream(digest, at);
      let skip = at - from; // a registry without ranges starts again
      for await (const chunk of body) {
        const piece = (chunk as Buffer).subarray(Math.min(skip, (chunk as Buffer).length));
        skip -= (chunk as Buffer).length - piece.length;
        at += piece.length;
        if (piece.length > 0) yield piece;
      }
      if (at >= size) return;
      if (at === before) failures++;
    } catch (error) {
      if (error instanceof RegistryError || !isPassingError(error)) throw error;
      failures = at > before ? 1 : failures + 1;
    }
    if (failures >= retry.attempts)
      throw new RegistryError(
        "unavailable",
        `${source.name}@${digest} broke off ${failures} times at byte ${at} of ${size}; try again later`,
      );
    if (at < size) await retry.wait(pauseBefore(failures + 1, undefined, retry) ?? 0);
  }
}
