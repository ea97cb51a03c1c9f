import { parseArgs } from "node:util";
import { nearest } from "../../catalog/find/nearest";
import type { AmiName, Feature, InjectionMode, KernelModule, Question } from "../../catalog/question";
import { AMI_FAMILIES } from "../../catalog/tables/amis/families";
import { UsageError } from "../command";
import { FEATURES, INJECTION_MODES, KERNEL_MODULES } from "./choices";
import { flagError, repeated, standsAlone } from "./flag-errors";
import { readAmi } from "./question-json";
import { listed, quoted, short } from "./wording";

const OPTIONS = {
  ami: { type: "string" },
  architectures: { type: "string" },
  batch: { type: "string" },
  compat: { type: "string" },
  "compat-on-path": { type: "boolean" },
  "compute-capability": { type: "string" },
  cuda: { type: "string" },
  "disable-require": { type: "boolean" },
  driver: { type: "string" },
  "fabric-manager": { type: "string" },
  features: { type: "string" },
  gpu: { type: "string" },
  "gpu-count": { type: "string" },
  "gpu-memory": { type: "string" },
  "gsp-firmware": { type: "string" },
  image: { type: "string" },
  "injection-mode": { type: "string" },
  "instance-type": { type: "string" },
  json: { type: "boolean" },
  "kernel-module": { type: "string" },
  lock: { type: "string" },
  mig: { type: "string" },
  require: { type: "string" },
  strict: { type: "boolean" },
  toolkit: { type: "string" },
  torch: { type: "string" },
} as const;

export interface ExplainFlags {
  readonly question: Question;
  /** `--ami` as an id, which the lock alone can tell of. */
  readonly amiId?: string;
  readonly json: boolean;
  readonly batch?: string;
  readonly lock?: string;
}

/** The flags of `explain` as a question; what cannot be a question is a usage error. */
export function readFlags(args: readonly string[]): ExplainFlags {
  const values = parse(args);
  const list = (text: string | undefined): string[] | undefined => text?.split(/[\s,]+/).filter(Boolean);
  const orNone = (text: string | undefined): string | false | undefined =>
    text !== undefined && /^(none|false|no|off|missing)$/i.test(text) ? false : text;
  const question: Record<string, unknown> = {
    driver: values.driver,
    ami: values.ami === undefined || AMI_ID.test(values.ami) ? undefined : amiOf(values.ami),
    instanceType: values["instance-type"],
    gpu: values.gpu,
    computeCapability: values["compute-capability"],
    gpuCount: number("--gpu-count", values["gpu-count"], true),
    kernelModule: oneOf<KernelModule>("--kernel-module", values["kernel-module"], KERNEL_MODULES),
    fabricManager: orNone(values["fabric-manager"]),
    containerToolkit: orNone(values.toolkit),
    injectionMode: oneOf<InjectionMode>("--injection-mode", values["injection-mode"], INJECTION_MODES),
    mig: orNone(values.mig),
    gspFirmware: orNone(values["gsp-firmware"]),
    image: values.image,
    cuda: values.cuda,
    require: values.require,
    disableRequire: values["disable-require"],
    compat: orNone(values.compat),
    compatOnPath: values["compat-on-path"],
    torch: values.torch,
    architectures: list(values.architectures),
    features: list(values.features)?.map((feature) => oneOf<Feature>("--features", feature, FEATURES)),
    gpuMemoryGiB: number("--gpu-memory", values["gpu-memory"]),
    strict: values.strict,
  };
  for (const field of Object.keys(question)) if (question[field] === undefined) delete question[field];
  return {
    question: question,
    ...(values.ami !== undefined && AMI_ID.test(values.ami) ? { amiId: values.ami } : {}),
    json: values.json === true,
    ...(values.batch === undefined ? {} : { batch: values.batch }),
    ...(values.lock === undefined ? {} : { lock: values.lock }),
  };
}

/** Node's reader of flags, with what it refuses in words that name the way out; what it takes in silence is refused too. */
function parse(args: readonly string[]) {
  try {
    const { values, positionals, tokens } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, tokens: true });
    if (positionals[0] !== undefined) throw standsAlone(positionals[0]);
    const names = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw repeated(twice);
    return values;
  } catch (error) {
    throw flagError(error, Object.keys(OPTIONS));
  }
}

function oneOf<T extends string>(flag: string, value: string | undefined, known: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = known.find((name) => name === value.toLowerCase());
  if (found === undefined) throw new UsageError(`${flag} ${quoted(value)} is not known; use ${known.join(", ")}`);
  return found;
}

function number(flag: string, value: string | undefined, whole = false): number | undefined {
  if (value === undefined) return undefined;
  const parsed = Number(value);
  if (value.trim() === "" || !Number.isFinite(parsed) || parsed <= 0 || (whole && !Number.isInteger(parsed)))
    throw new UsageError(`${flag} must be a ${whole ? "whole " : ""}number above 0, got ${quoted(value)}`);
  return parsed;
}

const AMI_ID = /^ami-[0-9a-f]+$/;

function amiOf(value: string): AmiName {
  const ami = readAmi(value);
  if (ami) return ami;
  const form = `--ami ${quoted(value)} must be family@release or family@release/kubernetes, for example eks-al2023-nvidia@v20260714/1.34`;
  throw new UsageError(`${form}; nearest families: ${listed(nearest(short(value), Object.keys(AMI_FAMILIES)))}`);
}

const FLAGS: Readonly<Partial<Record<keyof Question, string>>> = {
  compatOnPath: "--compat-on-path",
  containerToolkit: "--toolkit",
  gpuMemoryGiB: "--gpu-memory",
};

/** The flag that gives a field of the question. */
export const flagOf = (field: string): string =>
  FLAGS[field as keyof Question] ?? `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
