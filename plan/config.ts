import { PULUMI_UNKNOWN } from "../catalog/unknown";
import { type Project, ProjectError, readYaml } from "./project";

/** Configuration as the engine hands it to a program: every value is text, keys carry their namespace. */
export interface StackConfig {
  readonly values: Readonly<Record<string, string>>;
  /** Keys that are secret. */
  readonly secretKeys: readonly string[];
  /** Keys whose value is encrypted, in whole or in part, so that it is not known here. */
  readonly encrypted: readonly string[];
  /** ESC environments that the stack imports; they cannot be opened offline. */
  readonly environments: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const isSecure = (value: unknown): boolean => isFields(value) && Object.keys(value).length === 1 && typeof value.secure === "string";
const holdsSecure = (value: unknown): boolean =>
  isSecure(value) || (Array.isArray(value) ? value.some(holdsSecure) : isFields(value) && Object.values(value).some(holdsSecure));

/** Encrypted values become Pulumi's unknown, at any depth. */
const opened = (value: unknown): unknown => {
  if (isSecure(value)) return PULUMI_UNKNOWN;
  if (Array.isArray(value)) return value.map(opened);
  return isFields(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item)])) : value;
};

export const configText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** `pulumi:tags` and the like steer the engine, and no program reads them. */
const isForTheEngine = (key: string): boolean => key.startsWith("pulumi:");

/**
 * Configuration of one stack: the project's defaults, then the stack's file, then `given` (from an answers file or a test), which wins.
 * Throws a `ProjectError` that names each bad key.
 */
export function readConfig(project: Project, file: string | undefined, given: Fields = {}): StackConfig {
  const values: Record<string, string> = {};
  const secretKeys = new Set<string>();
  const encrypted = new Set<string>();
  const problems: string[] = [];
  const set = (key: string, value: unknown, secret: boolean): void => {
    if (isForTheEngine(key)) return;
    values[key] = configText(opened(value));
    if (secret || holdsSecure(value)) secretKeys.add(key);
    if (holdsSecure(value)) encrypted.add(key);
    else encrypted.delete(key);
  };

  const required: string[] = [];
  for (const [name, declared] of Object.entries(project.config)) {
    const key = name.includes(":") ? name : `${project.name}:${name}`;
    const typed = isFields(declared) && ["type", "default", "value", "description", "secret", "items"].some((word) => word in declared);
    const value = typed ? (declared.value ?? declared.default) : declared;
    if (value === undefined || value === null) required.push(key);
    else set(key, value, typed && declared.secret === true);
  }

  const stack = file ? readYaml(file) : {};
  for (const [key, value] of Object.entries(isFields(stack.config) ? stack.config : {})) {
    if (!key.includes(":")) problems.push(`${file}: config key '${key}' has no namespace; write '${project.name}:${key}'`);
    else set(key.replace(":config:", ":"), value, false);
  }
  for (const [key, value] of Object.entries(given)) {
    set(key.includes(":") ? key : `${project.name}:${key}`, value, secretKeys.has(key));
  }
  for (const key of required) {
    if (!(key in values)) problems.push(`Pulumi.yaml declares config '${key}' without a default, and the stack does not set it`);
  }
  if (problems.length > 0) throw new ProjectError(problems.join("\n"));
  return { values, secretKeys: [...secretKeys], encrypted: [...encrypted].sort(), environments: environmentsOf(stack.environment) };
}

function environmentsOf(environment: unknown): string[] {
  const list = isFields(environment) ? environment.imports : environment;
  return (Array.isArray(list) ? list : []).flatMap((item: unknown) =>
    typeof item === "string" ? [item] : isFields(item) ? Object.keys(item) : [],
  );
}
