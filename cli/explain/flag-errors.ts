import { findInstanceType } from "../../catalog/find/instance-type";
import { nearest } from "../../catalog/find/nearest";
import { parseReference } from "../../catalog/image-reference";
import { findGpuFacts } from "../../catalog/verdict/gpu-facts";
import { UsageError } from "../command";
import { readAmi } from "./question-json";
import { short } from "./wording";

const EXAMPLES: Readonly<Record<string, string>> = {
  ami: "dlami-base-oss-al2023@20260901",
  architectures: '"7.5 8.0 12.0+PTX"',
  batch: "questions.jsonl",
  compat: "570.86.10",
  "compute-capability": "7.5",
  cuda: "12.8",
  driver: "535.161.08",
  "fabric-manager": "550.90.07",
  features: "flash-attention-2",
  gpu: "T4",
  "gpu-count": "8",
  "gpu-memory": "40",
  "gsp-firmware": "550.90.07",
  image: "nvcr.io/nvidia/pytorch:25.03-py3",
  "injection-mode": "cdi",
  "instance-type": "g6.xlarge",
  "kernel-module": "open",
  lock: "gpu.lock.json",
  mig: "1g.10gb",
  require: "'cuda>=12.4'",
  toolkit: "1.17.8",
  torch: "2.8.0+cu128",
};

const HELP = "pulumi-gpu explain --help lists every flag";

/** What Node's reader of flags refuses, in words that name the way out. */
export function flagError(error: unknown, flags: readonly string[]): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  const written = /'(-[^'=]*)/.exec(error.message)?.[1] ?? "";
  const name = /^--?([a-z-]*)/.exec(written)?.[1] ?? "";
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const known = nearest(short(name), flags).map((flag) => `--${flag}`);
    return new UsageError(`unknown option '${short(written)}'; nearest: ${known.join(", ")}; ${HELP}`);
  }
  if (code !== "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") return error;
  const example = EXAMPLES[name];
  if (example === undefined) return new UsageError(`--${name} takes no value; write it alone`);
  return new UsageError(`--${name} needs a value; for example --${name} ${example}`);
}

/** The same flag twice: one of the two would be judged in silence. */
export const repeated = (name: string): UsageError =>
  new UsageError(`--${name} is given twice; give it once, or judge several with --batch`);

/** A fact without its flag. */
export function standsAlone(text: string): UsageError {
  const shown = short(text);
  const flag = flagFor(text);
  return new UsageError(
    flag === undefined
      ? `'${shown}' stands alone; each fact has its flag, for example --gpu T4; ${HELP}`
      : `'${shown}' stands alone; write --${flag} ${/\s/.test(shown) ? `"${shown}"` : shown}`,
  );
}

function flagFor(text: string): string | undefined {
  if (findInstanceType(text)) return "instance-type";
  if (findGpuFacts(text)) return "gpu";
  if (/^[Rrv]?\d{3}(\.\d+)*$/.test(text)) return "driver";
  if (/^v?\d{1,2}\.\d+(\.\d+)*$/.test(text)) return "cuda";
  if (readAmi(text)) return "ami";
  return /[/:]/.test(text) && parseReference(text) ? "image" : undefined;
}
