import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Version of this package; its `package.json` lies above the sources and, one folder further, above what is built of them. */
export function packageVersion(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
    if (dirname(folder) === folder) throw new Error(`package.json is not above ${__dirname}; the package is incomplete, install it again`);
  }
}
