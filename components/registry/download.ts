import type { Problems } from "../../lib/invalid";

/** A program that a build fetches, pinned by its checksum. */
interface Download {
  readonly url: string;
  readonly sha256: string;
}

/** Notes a download that no build could check; `kind` is what sha256sum reads. */
export function checkDownload(path: string, { url, sha256 }: Download, kind: string, problems: Problems): void {
  if (!/^[0-9a-f]{64}$/.test(sha256))
    problems.add(`${path}.sha256`, `must be the 64 hexadecimal characters that sha256sum prints for the ${kind}`);
  if (!url.startsWith("https://")) problems.add(`${path}.url`, `'${url}' is no https address`);
}
