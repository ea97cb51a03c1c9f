import { size } from "../pin/render-image";
import { table } from "../pin/table";
import type { CopiedImage } from "./copy-image";

export interface Mirrored extends CopiedImage {
  readonly from: string;
  /** The copy's name without digest. */
  readonly to: string;
}

export function renderMirrored({ from, to, digest, platforms, copied, there }: Mirrored): string {
  const blobs = [`${copied.blobs} copied (${size(copied.bytes)})`];
  if (there.blobs > 0) blobs.push(`${there.blobs} were there (${size(there.bytes)})`);
  const lines: [string, string][] = [["digest", `${digest} (read back and proven)`]];
  if (platforms.length > 0) lines.push(["platforms", platforms.join(", ")]);
  lines.push(["blobs", blobs.join(", ")]);
  const next = to.startsWith("oci:")
    ? `carry the folder over, then: pulumi-gpu mirror ${from}@${digest} --from oci:<folder> --to <registry/repository>`
    : `use it as ${to}@${digest}`;
  return `mirrored ${from} to ${to}\n${table(lines)}${next}\n`;
}
