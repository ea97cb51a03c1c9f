import { parseArgs } from "node:util";
import type { AmiName, Feature, InjectionMode, KernelModule, Question } from "../../catalog/question";
import { UsageError } from "../command";
import { readAmi } from "./question-json";

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
  readonly json: boolean;
  readonly batch?: string;
  readonly lock?: string;
}

/** The flags of `explain` as a question; what cannot be a question is a usage error. */
export function readFlags(args: readonly string[]): ExplainFlags {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false });
  const list = (text: string | undefined): string[] | undefined => text?.split(/[\s,]+/).filter(Boolean);
  const orNone = (text: string | undefined): string | false | undefined =>
    text !== undefined && /^(none|false|no|off|missing)$/i.test(text) ? false : text;
  const question: Record<string, unknown> = {
    driver: values.driver,
    ami: values.ami === undefined ? undefined : amiOf(values.ami),
    instanceType: values["instance-type"],
    gpu: values.gpu,
    computeCapability: values["compute-capability"],
    gpuCount: number("--gpu-count", values["gpu-count"]),
    kernelModule: oneOf<KernelModule>("--kernel-module", values["kernel-module"], ["open", "proprietary", "grid"]),
    fabricManager: orNone(values["fabric-manager"]),
    containerToolkit: orNone(values.toolkit),
    injectionMode: oneOf<InjectionMode>("--injection-mode", values["injection-mode"], ["legacy", "cdi", "csv"]),
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
    json: values.json === true,
    ...(values.batch === undefined ? {} : { batch: values.batch }),
    ...(values.lock === undefined ? {} : { lock: values.lock }),
  };
}

const FEATURES: readonly Feature[] = ["flash-attention-2", "flash-attention-3", "fp8", "bfloat16", "nccl-multi-gpu", "ptx-jit"];

function oneOf<T extends string>(flag: string, value: string | undefined, known: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = known.find((name) => name === value.toLowerCase());
  if (found === undefined) throw new UsageError(`${flag} '${value}' is not known; use ${known.join(", ")}`);
  return found;
}

function number(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const parsed = Number(value);
  if (value.trim() === "" || !Number.isFinite(parsed) || parsed <= 0)
    throw new UsageError(`${flag} must be a number above 0, got '${value}'`);
  return parsed;
}

function amiOf(value: string): AmiName {
  const ami = readAmi(value);
  if (!ami)
    throw new UsageError(
      `--ami '${value}' must be family@release or family@release/kubernetes, for example eks-al2023-nvidia@v20260714/1.34`,
    );
  return ami;
}

const FLAGS: Readonly<Partial<Record<keyof Question, string>>> = {
  compatOnPath: "--compat-on-path",
  containerToolkit: "--toolkit",
  gpuMemoryGiB: "--gpu-memory",
};

/** The flag that gives a field of the question. */
export const flagOf = (field: string): string =>
  FLAGS[field as keyof Question] ?? `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
