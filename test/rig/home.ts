import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The repository, from which the rig resolves packages and finds its own files. */
export const REPOSITORY = join(__dirname, "../..");

/** Where `npm run rig` puts the real components. */
export const RIG_HOME = process.env.RIG_HOME ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "gpu-rig");

const PULUMI_VERSION = "3.259.0";
export const PULUMI_ROOT = join(RIG_HOME, "pulumi/versions", PULUMI_VERSION);

/** A missing part fails loudly: a suite that skips proves nothing and looks green. */
export function part(name: "engine" | "aws" | "boot" | "images", executable: string): string {
  try {
    accessSync(executable, constants.X_OK);
    return executable;
  } catch {
    throw new Error(`the rig's part '${name}' is missing (${executable}); install it with: npm run rig -- ${name}`);
  }
}
