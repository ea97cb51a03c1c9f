import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bootFolder } from "./folder";

/** What goes to the machine. User data holds 16 KiB, so lines that are only a comment stay in the package; they are for whoever reads it there. */
const packed = (file: string): string =>
  readFileSync(join(bootFolder(), file), "utf8")
    .split("\n")
    .filter((line, number) => line.trim() !== "" && (number === 0 || !line.trim().startsWith("#")))
    .map((line) => `${line}\n`)
    .join("");

/** Name of a file of `boot/` that goes to machines. */
export type BootFile = `${string}.sh` | `${string}.service` | `${string}.timer`;

/** Text of a file of `boot/`, by its name. */
export const bootText = (file: BootFile): string => packed(file);
