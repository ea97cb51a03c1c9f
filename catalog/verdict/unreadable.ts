import type { Axis } from "../answer";
import type { Question } from "../question";
import { isArchitecture, short, VERSION } from "./draft";

/** A field that is given in a form nobody can judge by. */
interface Unreadable {
  readonly field: keyof Question;
  /** The axis that would have been judged by it. */
  readonly axis: Axis;
  readonly text: string;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const isCount: Check = (value) => typeof value === "number" && Number.isFinite(value) && value >= 0;
const isVersionText: Check = (value) => typeof value === "string" && (value.trim() === "" || VERSION.test(value.trim()));
const isVersionOrFalse: Check = (value) => value === false || isVersionText(value);
const oneOf =
  (...known: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && (value.trim() === "" || known.includes(value.trim().toLowerCase()));
const listOf =
  (entry: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(entry);

const FIELDS: Readonly<Partial<Record<keyof Question, readonly [Axis, Check]>>> = {
  ami: ["version", (value) => typeof value === "object" && !Array.isArray(value)],
  architectures: ["architecture", listOf(isArchitecture)],
  compat: ["compat", isVersionOrFalse],
  compatOnPath: ["compat", isFlag],
  computeCapability: ["architecture", isText],
  containerToolkit: ["compat", isVersionOrFalse],
  cuda: ["version", isVersionText],
  disableRequire: ["require", isFlag],
  driver: ["version", isVersionText],
  fabricManager: ["fabric", isVersionOrFalse],
  features: ["features", Array.isArray],
  gpu: ["architecture", isText],
  gpuCount: ["fabric", isCount],
  gpuMemoryGiB: ["features", isCount],
  gspFirmware: ["firmware", isVersionOrFalse],
  image: ["version", isText],
  injectionMode: ["require", oneOf("legacy", "cdi", "csv")],
  instanceType: ["architecture", isText],
  kernelModule: ["kernel-module", oneOf("open", "proprietary", "grid")],
  mig: ["partition", (value) => value === false || isText(value)],
  require: ["require", isText],
  torch: ["architecture", isText],
};

const CHECKS = Object.entries(FIELDS) as [keyof Question, readonly [Axis, Check]][];
const NONE: readonly Unreadable[] = [];

/** Given fields that cannot be read: what they would have decided stays open, so a slip of the pen never passes. */
export function unreadable(question: Question): readonly Unreadable[] {
  if (typeof question !== "object" || question === null) return NONE;
  let found: Unreadable[] | undefined;
  for (const [field, [axis, check]] of CHECKS) {
    const value: unknown = question[field];
    if (value === undefined || value === null || check(value)) continue;
    found ??= [];
    found.push({ field, axis, text: `${field} ${shown(value)} cannot be read` });
  }
  return found ?? NONE;
}

function shown(value: unknown): string {
  if (typeof value === "string") return `'${short(value)}'`;
  if (Array.isArray(value)) return `(a list${value.length === 0 ? "" : ` with ${shown(value[0])}`})`;
  return typeof value === "object" && value !== null ? "(an object)" : String(value);
}
