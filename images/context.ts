import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import dockerignore from "@balena/dockerignore";

/** A folder that is built, and the Dockerfile in it. */
export interface BuildContext {
  /** Absolute, or relative to where the program runs. */
  readonly context: string;
  /**
   * Path of the Dockerfile inside the folder.
   * @default "Dockerfile"
   */
  readonly dockerfile?: string;
}

/** What Docker would send to its daemon: `<Dockerfile>.dockerignore`, else `.dockerignore`, decides; sorted, with `/` on every system. */
export function contextFiles({ context, dockerfile = "Dockerfile" }: BuildContext): string[] {
  const rules = [`${dockerfile}.dockerignore`, ".dockerignore"].map((name) => join(context, name)).find(existsSync);
  // Docker sends these two whatever the rules say: the build cannot start without them.
  const kept = new Set([dockerfile, ".dockerignore"]);
  const ignore = dockerignore().add(rules === undefined ? "" : readFileSync(rules, "utf8"));
  const walk = (folder: string): string[] =>
    readdirSync(join(context, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? walk(path) : [path];
    });
  return walk("")
    .filter((path) => kept.has(path) || !ignore.ignores(path))
    .sort();
}

/** Files that no archive can hold as what they are. */
export const linksOf = (context: string, files: readonly string[]): string[] =>
  files.filter((path) => lstatSync(join(context, path)).isSymbolicLink());

/**
 * Changes with everything that the build reads: paths, bytes, which files may be executed, and its arguments. What a mirror serves on the day (Debian
 * packages) is not in it. 64 hexadecimal characters.
 */
export function contentHash(source: BuildContext, files: readonly string[], settings: unknown): string {
  const hash = createHash("sha256").update(JSON.stringify([source.dockerfile ?? "Dockerfile", settings]));
  for (const path of files) {
    const file = join(source.context, path);
    const executable = (lstatSync(file).mode & 0o100) !== 0;
    const content = createHash("sha256").update(readFileSync(file)).digest("hex");
    hash.update(`\n${path}\0${executable}\0${content}`);
  }
  return hash.digest("hex");
}
