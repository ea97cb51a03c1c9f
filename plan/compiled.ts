import { readdirSync, readFileSync, statSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Position } from "./resource";

/** The package that this file belongs to, when it runs compiled. */
const OWN = __filename.endsWith(".ts") ? undefined : resolve(__dirname, "../..");

/**
 * The compiled form of this package's own program, where `npm ci` or a build has left one that is newer than every source: to translate
 * sixty files again takes longer than all the rest of a plan. Programs of others are always translated from their source.
 */
export function compiledTwin(entry: string, own = OWN): string | undefined {
  if (own === undefined || !entry.endsWith(".ts")) return undefined;
  const inside = relative(own, entry);
  if (inside.startsWith("..") || inside.split(sep).includes("node_modules")) return undefined;
  const compiled = join(own, "dist");
  const twin = join(compiled, inside.replace(/\.ts$/, ".js"));
  return statSync(twin, { throwIfNoEntry: false }) && isFresh(compiled, own) ? twin : undefined;
}

/** Every compiled file has a source that is not newer, and a source that was added would be imported by one that was changed. */
function isFresh(compiled: string, own: string): boolean {
  return readdirSync(compiled, { recursive: true, withFileTypes: true }).every((file) => {
    if (!file.isFile() || !file.name.endsWith(".js")) return true;
    const path = join(file.parentPath, file.name);
    const source = statSync(join(own, relative(compiled, path).replace(/\.js$/, ".ts")), { throwIfNoEntry: false });
    return source !== undefined && source.mtimeMs <= statSync(path).mtimeMs;
  });
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
