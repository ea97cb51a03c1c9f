import { isAbsolute, relative } from "node:path";

/** A file as a person in `cwd` would type it. */
export function displayPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith("..") || isAbsolute(short) ? path : short;
}
