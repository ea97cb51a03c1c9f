import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ImageName, imageDescription, imagesFolder } from "./description";

/** Files of an image's folder that its build does not see (`.dockerignore` keeps them out too). */
const NOT_BUILT = new Set(["README.md", "image.json"]);

/**
 * What the build of an image reads, as paths inside `imagesFolder()`, sorted. This is the build context: upload these, then
 * `docker build --file <name>/Dockerfile .` in their folder.
 */
export function buildFiles(name: ImageName, root = imagesFolder()): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? below(`${folder}/${entry.name}`) : NOT_BUILT.has(entry.name) ? [] : [`${folder}/${entry.name}`],
    );
  return [".dockerignore", ...below(name), ...below("shared")].sort();
}

/**
 * 64 hexadecimal characters that change with whatever the build reads and with its arguments: the same text gives the same name, on any
 * machine. What a mirror serves on the day (Debian packages) is not in it; the bill of materials in the image says what came.
 */
export function contentDigest(name: ImageName, buildArguments: Readonly<Record<string, string>> = {}, root = imagesFolder()): string {
  const described = imageDescription(name, root).arguments;
  const unknown = Object.keys(buildArguments).filter((key) => !Object.hasOwn(described, key));
  if (unknown.length > 0)
    throw new Error(`${name} has no build argument ${unknown.join(", ")}; use ${Object.keys(described).sort().join(", ")}`);
  const hash = createHash("sha256");
  const part = (bytes: string | Buffer): void => {
    hash.update(`${Buffer.byteLength(bytes)}:`).update(bytes);
  };
  part(name);
  for (const file of buildFiles(name, root)) {
    part(file);
    part(readFileSync(join(root, file)));
  }
  for (const key of Object.keys(described).sort()) {
    // VERSION is the label that carries this digest.
    if (key !== "VERSION") part(`${key}=${buildArguments[key] ?? described[key]?.default}`);
  }
  return hash.digest("hex");
}

/** Tag by content: `v2.8-0a1b2c3d4e5f`. */
export const contentTag = (name: ImageName, buildArguments: Readonly<Record<string, string>> = {}): string =>
  `${imageDescription(name).line}-${contentDigest(name, buildArguments).slice(0, 12)}`;
