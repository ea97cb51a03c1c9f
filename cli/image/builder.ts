import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Io, UsageError } from "../command";

/** What can build a Dockerfile; all three take the same options. */
const BUILDERS = ["docker", "podman", "buildah"] as const;
export type Builder = (typeof BUILDERS)[number];

const isInstalled = (command: string, { env }: Io): boolean =>
  (env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** The builder that was asked for, or the first that is installed. */
export function findBuilder(asked: string | undefined, io: Io): Builder {
  if (asked !== undefined && !BUILDERS.includes(asked as Builder))
    throw new UsageError(`'${asked}' is no builder; use ${BUILDERS.join(", ")}`);
  const found = asked === undefined ? BUILDERS.find((builder) => isInstalled(builder, io)) : (asked as Builder);
  if (found === undefined)
    throw new UsageError(`none of ${BUILDERS.join(", ")} is installed; install one, or build in the account with ImageBuild`);
  if (!isInstalled(found, io)) throw new UsageError(`${found} is not installed; leave --builder out to take one that is`);
  return found;
}

/** Runs the builder with its output on this terminal; its exit code, or 127 where it could not start. */
export const run = (builder: Builder, args: readonly string[], io: Io): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(builder, args, { cwd: io.cwd, env: { ...io.env }, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (text: Buffer) => io.err(text.toString()));
    child.stderr.on("data", (text: Buffer) => io.err(text.toString()));
    child.on("error", () => resolve(127));
    child.on("close", (code) => resolve(code ?? 1));
  });
