import { statSync } from "node:fs";

const TYPESCRIPT = /\.[cm]?tsx?$/;

/** Makes TypeScript load, as the program's own tsconfig.json says (that of the current folder). Types are not checked: `tsc` does that. */
export function register(entry: string): void {
  const isFolder = statSync(entry).isDirectory();
  if (!isFolder && !TYPESCRIPT.test(entry)) return;
  (require("tsx/cjs/api") as typeof import("tsx/cjs/api")).register();
}
