import { dirname, isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Position } from "./resource";

const FRAME = /^\s*at .*?\(?((?:file:\/\/)?[^()\s][^()]*):(\d+):\d+\)?$/;

const path = (file: string): string => (file.startsWith("file://") ? fileURLToPath(file) : file.replace(/^async /, ""));

/** A file of the program itself: below its root, no package, and not the code that plans it. */
export function isOfProgram(file: string, root: string): boolean {
  const inside = relative(root, file);
  if (dirname(file) === __dirname) return false;
  return isAbsolute(file) && inside !== "" && !inside.startsWith("..") && !isAbsolute(inside) && !/(^|[\\/])node_modules[\\/]/.test(inside);
}

/** The innermost frame of a stack that lies in the program. */
export function positionIn(stack: string | undefined, root: string): Position | undefined {
  for (const line of stack?.split("\n") ?? []) {
    const found = FRAME.exec(line);
    if (!found?.[1] || found[1].startsWith("node:")) continue;
    const file = path(found[1].replace(/^async /, ""));
    if (isOfProgram(file, root)) return { file, line: Number(found[2]) };
  }
  return undefined;
}
