import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

interface PackageJson {
  readonly type?: string;
  readonly main?: string;
}

function packageOf(folder: string): PackageJson {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, "package.json");
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as PackageJson;
    if (dirname(at) === at) return {};
  }
}

/** The file that Pulumi would run for a folder: what package.json names, else an index. */
function entryFile(entry: string): string {
  if (!statSync(entry).isDirectory()) return entry;
  const { main } = packageOf(entry);
  const names = [...(main ? [main] : []), "index.js", "index.mjs", "index.ts", "index.mts"];
  const found = names.map((name) => join(entry, name)).find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  if (!found) throw new Error(`no program in ${entry}: there is no ${names.join(", ")}`);
  return found;
}

/** Loads a program and answers with its outputs, as Pulumi's language host does: exports, or what an exported function returns. */
export async function loadProgram(entry: string): Promise<unknown> {
  const file = entryFile(entry);
  const isModule = /\.m[jt]s$/.test(file) || (packageOf(dirname(file)).type === "module" && !/\.c[jt]s$/.test(file));
  let exported: unknown;
  if (isModule) {
    if (/\.[cm]?tsx?$/.test(file)) (await import("tsx/esm/api")).register();
    const loaded = (await import(pathToFileURL(file).href)) as object;
    exported = "default" in loaded ? loaded.default : loaded;
  } else {
    exported = require(file);
  }
  const outputs: unknown = typeof exported === "function" ? (exported as () => unknown)() : exported;
  return await outputs;
}
