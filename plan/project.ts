import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";

/** A Pulumi project on disk. */
export interface Project {
  readonly name: string;
  /** Folder of `Pulumi.yaml`. */
  readonly root: string;
  /** What is loaded: a file, or a folder with an index. */
  readonly entry: string;
  /** Folder in which the program runs, as the engine chooses it: that of the entry. */
  readonly pwd: string;
  /** `config:` of the project file. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Folder of the `Pulumi.<env>.yaml` files. */
  readonly stackFiles: string;
  /** Stacks that have a file, sorted. */
  readonly stacks: readonly string[];
}

/** The project or its configuration is not as it must be; the message says what to change. */
export class ProjectError extends Error {}

const FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];
const STACK_FILE = /^Pulumi\.(.+)\.(yaml|yml|json)$/;

/** `Pulumi.yaml` of this folder or of the nearest one above it. */
export function findProject(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    for (const file of FILES) if (existsSync(join(at, file))) return join(at, file);
    if (dirname(at) === at) return undefined;
  }
}

export function readYaml(file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parse(readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    throw new ProjectError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new ProjectError(`${file}: must hold a map`);
  return { ...value };
}

/** Reads the project of a folder. Throws a `ProjectError`. */
export function readProject(folder: string): Project {
  const file = findProject(folder);
  if (!file) throw new ProjectError(`no Pulumi.yaml in ${resolve(folder)} or above it; use --program <folder>`);
  const root = dirname(file);
  const { name, runtime, main, config, stackConfigDir } = readYaml(file);
  if (typeof name !== "string" || name === "") throw new ProjectError(`${file}: name is missing`);
  const language = typeof runtime === "object" && runtime !== null && "name" in runtime ? runtime.name : runtime;
  if (language !== "nodejs") {
    const way = "for another language judge its own plan: pulumi preview --json | pulumi-gpu check -";
    throw new ProjectError(`${file}: runtime is ${JSON.stringify(language)}, and plan runs nodejs programs; ${way}`);
  }
  if (main !== undefined && typeof main !== "string") throw new ProjectError(`${file}: main must be a path`);
  const entry = resolve(root, main ?? ".");
  const stats = statSync(entry, { throwIfNoEntry: false });
  if (!stats) throw new ProjectError(`${file}: main is ${main}, and there is no such file`);
  const stackFiles = typeof stackConfigDir === "string" ? resolve(root, stackConfigDir) : root;
  return {
    name,
    root,
    entry,
    pwd: stats.isDirectory() ? entry : dirname(entry),
    config: typeof config === "object" && config !== null && !Array.isArray(config) ? { ...config } : {},
    stackFiles,
    stacks: stacksIn(stackFiles),
  };
}

function stacksIn(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder).map((file) => STACK_FILE.exec(file)?.[1]) : [];
  return names.filter((name) => name !== undefined).sort();
}

/** The file of a stack, or nothing where the project has no stack files at all. Throws a `ProjectError` that lists the known ones. */
export function stackFile({ stackFiles, stacks }: Project, stack: string): string | undefined {
  for (const extension of ["yaml", "yml", "json"]) {
    const file = join(stackFiles, `Pulumi.${stack}.${extension}`);
    if (existsSync(file)) return file;
  }
  if (stacks.length === 0) return undefined;
  throw new ProjectError(
    `there is no Pulumi.${stack}.yaml in ${stackFiles}; found ${stacks.map((name) => `Pulumi.${name}.yaml`).join(", ")}`,
  );
}
