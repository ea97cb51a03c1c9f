import { existsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { formatReference, parseReference } from "../../catalog/image-reference";
import { type BuildContext, contentHash, contextFiles } from "../../images/context";
import { IMAGE_NAMES, type ImageName } from "../../images/description";
import { packageImage } from "../../images/package-image";
import { EXIT, type Io, UsageError } from "../command";
import { findBuilder, run } from "./builder";

/** Builds one image, and with `--push` leaves it pushed and pinned. */
export async function buildImage(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      repository: { type: "string" },
      "build-arg": { type: "string", multiple: true, default: [] },
      dockerfile: { type: "string" },
      builder: { type: "string" },
      push: { type: "boolean", default: false },
      lock: { type: "string" },
      "plain-http": { type: "string", multiple: true, default: [] },
    },
  });
  const { name, prefix, source, buildArgs } = sourceOf(positionals, values.dockerfile, argumentsOf(values["build-arg"]), io);
  const files = contextFiles(source);
  const repository = repositoryOf(values.repository ?? `localhost/${name}`);
  const reference = `${repository}:${prefix}-${contentHash(source, files, buildArgs).slice(0, 12)}`;
  const builder = findBuilder(values.builder, io);

  const options = Object.entries(buildArgs).flatMap(([key, value]) => ["--build-arg", `${key}=${value}`]);
  const dockerfile = join(source.context, source.dockerfile ?? "Dockerfile");
  const built = await run(builder, ["build", "--file", dockerfile, ...options, "--tag", reference, source.context], io);
  if (built !== 0) return failed(`${builder} build ended with ${built}; what it said stands above`, io);
  io.out(`built ${reference}\n`);
  if (!values.push) return EXIT.ok;

  const pushed = await run(builder, ["push", reference], io);
  if (pushed !== 0) return failed(`${builder} push ended with ${pushed}; log in to ${repository.split("/")[0]} first`, io);
  const { pinImage } = await import("../pin/image.js");
  const lock = values.lock === undefined ? [] : ["--lock", values.lock];
  return pinImage([reference, ...lock, ...values["plain-http"].flatMap((host) => ["--plain-http", host])], io);
}

function failed(reason: string, io: Io): number {
  io.err(`pulumi-gpu image: ${reason}\n`);
  return EXIT.fail;
}

interface Source {
  /** Last part of the default repository. */
  readonly name: string;
  /** Beginning of the tag. */
  readonly prefix: string;
  readonly source: BuildContext;
  readonly buildArgs: Readonly<Record<string, string>>;
}

function sourceOf(positionals: readonly string[], dockerfile: string | undefined, given: Record<string, string>, io: Io): Source {
  const [what, ...more] = positionals;
  const known = IMAGE_NAMES.join(", ");
  if (what === undefined || more.length > 0) throw new UsageError(`give one image (${known}), or one folder with a Dockerfile`);
  if (IMAGE_NAMES.includes(what as ImageName)) {
    if (dockerfile !== undefined) throw new UsageError(`${what} has its own Dockerfile; drop --dockerfile`);
    const { source, tagPrefix, buildArgs } = packaged(what as ImageName, given);
    return { name: what, prefix: tagPrefix, source, buildArgs };
  }
  const context = resolve(io.cwd, what);
  if (!existsSync(context) || !statSync(context).isDirectory())
    throw new UsageError(`'${what}' is neither an image of this package (${known}) nor a folder`);
  if (!existsSync(join(context, dockerfile ?? "Dockerfile")))
    throw new UsageError(`${what} has no ${dockerfile ?? "Dockerfile"}; name it with --dockerfile`);
  const name =
    basename(context)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "image";
  return { name, prefix: name, buildArgs: given, source: { context, ...(dockerfile === undefined ? {} : { dockerfile }) } };
}

function packaged(name: ImageName, given: Record<string, string>) {
  try {
    return packageImage(name, given);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function argumentsOf(given: readonly string[]): Record<string, string> {
  const pairs = given.map((text): [string, string] => {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new UsageError(`--build-arg takes NAME=value, got '${text}'`);
    return [name, value];
  });
  return Object.fromEntries(pairs);
}

function repositoryOf(text: string): string {
  const parsed = parseReference(text);
  if (!parsed || parsed.tag !== undefined || parsed.digest !== undefined)
    throw new UsageError(`'${text}' is no repository; write registry/repository, the tag is made of the content`);
  return formatReference(parsed);
}
