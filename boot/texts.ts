import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The scripts lie as they are in `boot/` of the package; this module may run from there or from `dist/boot`. */
function folder(): string {
  for (let at = __dirname; ; at = dirname(at)) {
    const boot = join(at, "boot");
    if (existsSync(join(boot, "boot.sh"))) return boot;
    if (dirname(at) === at) throw new Error(`boot/boot.sh is not beside ${__dirname}; the package is incomplete, install it again`);
  }
}

/** What goes to the machine. User data holds 16 KiB, so lines that are only a comment stay in the package; they are for whoever reads it there. */
const packed = (file: string): string =>
  readFileSync(join(folder(), file), "utf8")
    .split("\n")
    .filter((line, number) => line.trim() !== "" && (number === 0 || !line.trim().startsWith("#")))
    .map((line) => `${line}\n`)
    .join("");

/** Name of a file of `boot/` that goes to machines. */
export type BootFile = `${string}.sh` | `${string}.service` | `${string}.timer`;

/** Text of a file of `boot/`, by its name. */
export const bootText = (file: BootFile): string => packed(file);
