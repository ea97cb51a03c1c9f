import { remembered } from "./remembered";

/**
 * `NVIDIA_REQUIRE_CUDA` read as `nvidia-container-cli configure --require` reads it (NVIDIA/libnvidia-container:src/cli/dsl.c and
 * configure.c): alternatives are separated by spaces, the conditions of one alternative by commas, and reading stops at the first
 * alternative that holds. A condition it cannot read refuses the container, but only when reading gets that far.
 */
export interface HostProperties {
  /** CUDA of the host's driver, as `nvidia-smi` prints it on the host. A compat library in the image does not raise it. */
  readonly cuda?: string;
  readonly driver?: string;
  /** Compute capability of the GPU. */
  readonly arch?: string;
  /** Product brand as NVML names it; case is ignored. */
  readonly brand?: string;
}

export type RequireOutcome =
  | { readonly allowed: true; readonly by?: string }
  | { readonly allowed: false; readonly condition: string; readonly malformed?: true }
  /** Properties whose absence leaves it open. */
  | { readonly allowed: undefined; readonly missing: readonly (keyof HostProperties)[] };

const PROPERTIES = new Set<string>(["cuda", "driver", "arch", "brand"]);
const OPERATORS = ["=", "!=", "<", "<=", ">", ">="] as const;
type Operator = (typeof OPERATORS)[number];

interface Condition {
  readonly property: keyof HostProperties;
  readonly operator: Operator;
  readonly value: string;
}

/** One condition, or undefined where the container CLI answers `invalid expression`. */
function parseCondition(text: string): Condition | undefined {
  const match = /^([^<>=!]+)([<>=!]+)(.+)$/s.exec(text);
  if (!match) return undefined;
  const [, name = "", run = "", value = ""] = match;
  const property = name.toLowerCase();
  if (!PROPERTIES.has(property)) return undefined;
  // The CLI compares the run of operator characters with a prefix of each operator, so a lone `!` counts as `!=`.
  const operator = OPERATORS.find((known) => known.startsWith(run));
  if (operator === undefined) return undefined;
  if (property === "brand") {
    if (operator !== "=" && operator !== "!=") return undefined;
  } else if (!/^\d[\d.]*$/.test(value)) return undefined;
  return { property: property as keyof HostProperties, operator, value };
}

const numbers = remembered((version: string): readonly number[] => version.split(".").filter(Boolean).map(Number));

/** Sign of `left - right` as the CLI compares: numbers between dots, and `12.8` equals `12.8.0`. */
function order(left: string, right: string): number {
  const a = numbers(left);
  const b = numbers(right);
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

function holds({ property, operator, value }: Condition, host: string): boolean {
  if (property === "brand") return (host.toLowerCase() === value.toLowerCase()) === (operator === "=");
  const sign = order(host, value);
  switch (operator) {
    case "=":
      return sign === 0;
    case "!=":
      return sign !== 0;
    case "<":
      return sign < 0;
    case "<=":
      return sign <= 0;
    case ">":
      return sign > 0;
    case ">=":
      return sign >= 0;
  }
}

/** `undefined` stands for a condition that the CLI cannot read. */
interface Alternative {
  readonly text: string;
  readonly conditions: readonly { readonly text: string; readonly condition: Condition | undefined }[];
}

/** A list of the images has a hundred alternatives and meets every host. */
const parse = remembered((expression: string): readonly Alternative[] =>
  expression
    .split(" ")
    .filter((alternative) => alternative !== "")
    .map((alternative) => ({
      text: alternative,
      conditions: alternative
        .split(",")
        .filter((text) => text !== "")
        .map((text) => ({ text, condition: parseCondition(text) })),
    })),
);

type AlternativeOutcome =
  | RequireOutcome
  | "none"
  | { readonly allowed: undefined; readonly missing: readonly (keyof HostProperties)[]; readonly broken: true };

/** One alternative against a host: every condition holds, one fails, or what is missing leaves it open. */
function evaluateAlternative(alternative: Alternative, host: HostProperties): AlternativeOutcome {
  const missing: (keyof HostProperties)[] = [];
  for (const { text, condition } of alternative.conditions) {
    // Behind an open condition it is open, too, whether the CLI ever reads the broken one.
    if (!condition)
      return missing.length > 0 ? { allowed: undefined, missing, broken: true } : { allowed: false, condition: text, malformed: true };
    const value = host[condition.property];
    if (value === undefined || value === "") missing.push(condition.property);
    else if (!holds(condition, value)) return { allowed: false, condition: text };
  }
  if (alternative.conditions.length === 0) return "none";
  return missing.length > 0 ? { allowed: undefined, missing } : { allowed: true, by: alternative.text };
}

/** Is a container with this requirement allowed to start on that host? A property that is not known leaves it open where it decides. */
export function evaluateRequire(expression: string, host: HostProperties): RequireOutcome {
  const missing = new Set<keyof HostProperties>();
  let failed = false;
  for (const alternative of parse(expression)) {
    const outcome = evaluateAlternative(alternative, host);
    if (outcome === "none") break; // only commas: the CLI stops with the result so far
    if (outcome.allowed === true) return outcome;
    if (outcome.allowed === undefined) {
      for (const property of outcome.missing) missing.add(property);
      if ("broken" in outcome) break; // what stands behind it is read only if it is not
    } else if (outcome.malformed) {
      if (missing.size === 0) return outcome;
      break;
    } else failed = true;
  }
  if (missing.size > 0) return { allowed: undefined, missing: [...missing] };
  return failed ? { allowed: false, condition: expression.trim().split(" ", 1)[0] ?? expression } : { allowed: true };
}
