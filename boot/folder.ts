import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where the scripts lie as they are: `boot/` of the package. This module may run from there or from `dist/boot`. */
export function bootFolder(): string {
  for (let at = __dirname; ; at = dirname(at)) {
    const boot = join(at, "boot");
    if (existsSync(join(boot, "boot.sh"))) return boot;
    if (dirname(at) === at) throw new Error(`boot/boot.sh is not beside ${__dirname}; the package is incomplete, install it again`);
  }
}
