import { nearest } from "../../catalog/find/nearest";
import type { Question } from "../../catalog/question";
import { listed, quoted, short } from "./wording";

/** Kind of value that each field of a question takes. */
const FIELDS: Readonly<Record<keyof Question, readonly string[]>> = {
  ami: ["text", "object"],
  architectures: ["list"],
  compat: ["text", "false"],
  compatOnPath: ["true or false"],
  computeCapability: ["text"],
  containerToolkit: ["text", "false"],
  cuda: ["text"],
  declared: ["object"],
  disableRequire: ["true or false"],
  driver: ["text"],
  fabricManager: ["text", "false"],
  features: ["list"],
  gpu: ["text"],
  gpuCount: ["number"],
  gpuMemoryGiB: ["number"],
  gspFirmware: ["text", "false"],
  image: ["text"],
  injectionMode: ["text"],
  instanceType: ["text"],
  kernelModule: ["text"],
  mig: ["text", "false"],
  require: ["text"],
  strict: ["true or false"],
  torch: ["text"],
};

/** `instance_type`, `cuda-version`: the nearest names of facts. */
export const noSuchFact = (name: string): string =>
  `${short(name)}: no such fact, not judged; nearest: ${listed(nearest(short(name).replace(/[_-]/g, ""), Object.keys(FIELDS)))}`;

function kindsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return ["text"];
  if (typeof value === "number") return ["number"];
  if (typeof value === "boolean") return value ? ["true or false"] : ["true or false", "false"];
  if (Array.isArray(value)) return ["list"];
  return typeof value === "object" && value !== null ? ["object"] : ["null"];
}

const EXAMPLE = '{"driver": "535.161.08", "cuda": "12.8"}';

/** One line of a batch: the question, an `id` to find it again, and names that are no facts; or what is wrong with the line. */
export interface BatchQuestion {
  readonly question: Question;
  readonly id?: unknown;
  readonly ignored: readonly string[];
}

export function readQuestion(text: string): BatchQuestion | { readonly problem: string } {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return { problem: `is no JSON: ${short((error as Error).message)}; write one object a line, for example ${EXAMPLE}` };
  }
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    return { problem: `must be a JSON object of facts, for example ${EXAMPLE}` };
  const question: Record<string, unknown> = {};
  const ignored: string[] = [];
  const wrong: string[] = [];
  let id: unknown;
  for (const [name, value] of Object.entries(raw)) {
    if (name === "id") id = value;
    else if (!Object.hasOwn(FIELDS, name)) ignored.push(name);
    else if (value === null) continue;
    else {
      const wanted = FIELDS[name as keyof Question];
      const kinds = kindsOf(value);
      if (wanted.some((kind) => kinds.includes(kind))) question[name] = value;
      else wrong.push(`${name} must be ${wanted.join(" or ")}, got ${kinds[0]}`);
    }
  }
  if (typeof question.ami === "string") {
    const ami = readAmi(question.ami);
    if (ami) question.ami = ami;
    else
      wrong.push(
        `ami ${quoted(question.ami)} must be family@release or family@release/kubernetes, for example eks-al2023-nvidia@v20260714/1.34`,
      );
  }
  if (typeof question.ami === "object" && !isAmi(question.ami)) wrong.push("ami must have family and release, each a text");
  if (wrong.length > 0) return { problem: wrong.join("; ") };
  return { question: question, ignored, ...(id === undefined ? {} : { id }) };
}

const isAmi = (ami: object | null): boolean =>
  ["family", "release"].every((name) => typeof (ami as Record<string, unknown> | null)?.[name] === "string");

/** `family@release` with `/kubernetes` where the family needs it. */
export function readAmi(value: string): Question["ami"] {
  const match = /^([^@/\s]+)@([^@/\s]+)(?:\/([^@/\s]+))?$/.exec(value.trim());
  if (!match) return undefined;
  const [, family = "", release = "", kubernetes] = match;
  return { family, release, ...(kubernetes === undefined ? {} : { kubernetes }) };
}
