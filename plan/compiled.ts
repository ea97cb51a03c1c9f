import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Position } from "./resource";

/** The package that this file belongs to, when it runs compiled. */
const OWN = __filename.endsWith(".ts") ? undefined : resolve(__dirname, "../..");

/**
 * The compiled form of this package's own program, where `npm ci` or a build has left one that fits every source: to translate sixty
 * files again takes longer than all the rest of a plan. Programs of others are always translated from their source.
 */
export function compiledTwin(entry: string, own = OWN): string | undefined {
  if (own === undefined || !entry.endsWith(".ts")) return undefined;
  const inside = relative(own, entry);
  if (inside.startsWith("..") || inside.split(sep).includes("node_modules")) return undefined;
  const compiled = join(own, "dist");
  const twin = join(compiled, inside.replace(/\.ts$/, ".js"));
  return statSync(twin, { throwIfNoEntry: false }) && isFresh(compiled) ? twin : undefined;
}

/** What the compiler notes beside its output: each file that it read, with the hash of its text. */
interface BuildRecord {
  readonly fileNames: readonly string[];
  readonly fileInfos: readonly (string | { readonly version: string })[];
}

/** Every source still reads as it was compiled, and one that was added since would be imported by one that was changed. */
function isFresh(compiled: string): boolean {
  try {
    const { fileNames, fileInfos } = JSON.parse(readFileSync(join(compiled, ".tsbuildinfo"), "utf8")) as BuildRecord;
    return fileNames.every((name, index) => {
      if (name.includes("/node_modules/")) return true; // changed by `npm ci`, which builds
      const info = fileInfos[index];
      const hash = createHash("sha256").update(readFileSync(join(compiled, name), "utf8"));
      return hash.digest("hex") === (typeof info === "string" ? info : info?.version);
    });
  } catch {
    return false; // no record, or a source that is gone
  }
}

const maps = new Map<string, SourceMap | undefined>();

function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) {
    try {
      maps.set(file, new SourceMap(JSON.parse(readFileSync(`${file}.map`, "utf8")) as SourceMapPayload));
    } catch {
      maps.set(file, undefined); // no map: the compiled line is the best there is
    }
  }
  return maps.get(file);
}

/** The line of the source that a line of a compiled file came from. */
export function inSource(at: Position): Position {
  const entry = mapOf(at.file)?.findEntry(at.line - 1, Number.MAX_SAFE_INTEGER);
  if (!entry || !("originalSource" in entry) || typeof entry.originalLine !== "number") return at;
  return { file: resolve(dirname(at.file), entry.originalSource), line: entry.originalLine + 1 };
}
