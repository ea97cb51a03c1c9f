import type { WayOut } from "../answer";
import { CATALOG_DATE } from "../catalog-date";
import { findImage } from "../find/image";
import { findInstanceType } from "../find/instance-type";
import { rowRef } from "../find/row-ref";
import type { Question } from "../question";
import type { RowRef } from "../sourced";
import { amiReleases } from "../tables/amis/releases";
import { CUDA_TOOLKITS } from "../tables/cuda-toolkits";
import { DRIVER_BRANCHES } from "../tables/driver-branches";
import { FRAMEWORK_ARCHITECTURES } from "../tables/framework-architectures";
import { images } from "../tables/images/images";
import { INSTANCE_TYPES } from "../tables/instance-types";
import { priceOf } from "../tables/prices";
import { branchOf, compareVersions, minorOf } from "../version";

/** One thing to try: the changed question, and how to say it. */
export interface Change {
  readonly change: WayOut["change"];
  readonly to: string;
  readonly question: Question;
  /** `use driver 580.178.04`; what it brings is added from the verdict on the changed question. */
  readonly text: string;
  readonly rows: readonly RowRef[];
}

/** Where prices of a way out are from. */
const REGION = "us-east-1";

type Kind = () => readonly Change[];

/** Kinds of change, cheapest first; within one, the smallest or newest first. */
export function changes(question: Question): readonly Kind[] {
  return [
    () => compatChanges(question),
    () => requireChanges(question),
    () => driverChanges(question),
    () => amiChanges(question),
    () => imageChanges(question),
    () => torchChanges(question),
    () => cudaChanges(question),
    () => instanceTypeChanges(question),
  ];
}

const without = (question: Question, ...fields: (keyof Question)[]): Question => {
  const copy: { -readonly [K in keyof Question]?: Question[K] } = { ...question };
  for (const field of fields) delete copy[field];
  return copy;
};

function compatChanges(question: Question): Change[] {
  if (typeof question.compat !== "string" && question.compatOnPath !== true) return [];
  const off = { ...without(question, "compatOnPath"), compat: false as const };
  const text = question.compatOnPath
    ? "take the compat libraries off LD_LIBRARY_PATH and ld.so.conf"
    : "remove the cuda-compat package from the image";
  return [{ change: "compat", to: "none", question: off, text, rows: [] }];
}

function requireChanges(question: Question): Change[] {
  if (question.disableRequire === true) return [];
  return [
    {
      change: "disableRequire",
      to: "true",
      question: { ...question, disableRequire: true },
      text: "set NVIDIA_DISABLE_REQUIRE=true, as a recorded override with a reason",
      rows: [],
    },
  ];
}

/** Branches that are still served come first, each by its newest release; the present branch's own newest release before all. */
function driverChanges(question: Question): Change[] {
  if (question.ami !== undefined || typeof question.driver !== "string") return [];
  const own = branchOf(question.driver);
  const rank = (row: (typeof DRIVER_BRANCHES)[string]): number => {
    if (row.branch === own) return 0;
    return row.kind !== "NFB" && (row.endOfLife === undefined || row.endOfLife > CATALOG_DATE) ? 1 : 2;
  };
  return Object.values(DRIVER_BRANCHES)
    .filter((row) => /^\d[\d.]*$/.test(row.lastRelease))
    .sort((a, b) => rank(a) - rank(b) || compareVersions(a.branch, b.branch))
    .map((row) => ({
      change: "driver" as const,
      to: row.lastRelease,
      question: { ...without(question, "fabricManager", "gspFirmware"), driver: row.lastRelease },
      text: `use driver ${row.lastRelease}`,
      rows: [rowRef("driverBranches", row.branch, row)],
    }));
}

/** Other releases of the same family, newest first. */
function amiChanges(question: Question): Change[] {
  const { ami } = question;
  if (typeof ami !== "object" || ami === null || typeof ami.family !== "string") return [];
  const rest = without(question, "driver", "containerToolkit", "kernelModule", "fabricManager", "gspFirmware");
  return [...(amiReleases().get(ami.family) ?? [])]
    .filter((row) => !row.withdrawn && row.release !== ami.release && (ami.kubernetes === undefined || row.kubernetes === ami.kubernetes))
    .sort((a, b) => compareVersions(b.release, a.release))
    .map((row) => ({
      change: "ami" as const,
      to: row.key,
      question: {
        ...rest,
        ami: { family: row.family, release: row.release, ...(row.kubernetes === undefined ? {} : { kubernetes: row.kubernetes }) },
      },
      text: `use AMI ${row.key}`,
      rows: [rowRef("amis", row.key, row)],
    }));
}

/** `runtime`, `devel`, `py3-igpu` and the like: what stands behind the version in a tag. */
const variantOf = (reference: string): string => /:[^-]+(?:-cuda[^-]+)?(.*)$/.exec(reference)?.[1] ?? "";

/** Other tags of the same line and variant, newest first. */
function imageChanges(question: Question): Change[] {
  const row = typeof question.image === "string" ? findImage(question.image) : undefined;
  if (!row) return [];
  const rest = without(question, "cuda", "require", "compat", "compatOnPath", "torch", "architectures");
  const tag = (reference: string): string => reference.slice(reference.lastIndexOf(":") + 1);
  return Object.values(images())
    .filter(
      (other) => other.line === row.line && other.reference !== row.reference && variantOf(other.reference) === variantOf(row.reference),
    )
    .sort((a, b) => compareVersions(tag(b.reference), tag(a.reference)) || compareVersions(b.cuda ?? "0", a.cuda ?? "0"))
    .map((other) => ({
      change: "image" as const,
      to: other.reference,
      question: { ...rest, image: other.reference },
      text: `use image ${other.reference}`,
      rows: [rowRef("images", other.reference, other)],
    }));
}

/** Other wheels: the same torch for another CUDA first, then the nearest torch. */
function torchChanges(question: Question): Change[] {
  if (typeof question.torch !== "string" || question.image !== undefined) return [];
  const own = minorOf(question.torch) ?? "";
  const rest = without(question, "architectures", "require", "compat", "compatOnPath");
  const far = (torch: string): number => Math.abs(compareTorch(torch) - compareTorch(own));
  return Object.values(FRAMEWORK_ARCHITECTURES)
    .filter((row) => row.stable && row.platform === "x86_64" && row.architectures !== undefined)
    .sort((a, b) => far(a.torch) - far(b.torch) || compareVersions(b.cuda, a.cuda))
    .map((row) => {
      const wheel = `${row.torch}+cu${row.cuda.replace(".", "")}`;
      return {
        change: "torch" as const,
        to: wheel,
        question: { ...rest, torch: wheel.replace("+", ".0+"), cuda: row.cuda },
        text: `use torch ${wheel}`,
        rows: [rowRef("frameworkArchitectures", row.key, row)],
      };
    });
}

const compareTorch = (torch: string): number => {
  const [major = 0, minor = 0] = torch.split(".").map(Number);
  return major * 100 + minor;
};

/** Other toolkits, newest first: only where the question names a CUDA version and no image. */
function cudaChanges(question: Question): Change[] {
  if (typeof question.cuda !== "string" || question.image !== undefined || question.torch !== undefined) return [];
  const rest = without(question, "require", "compat", "compatOnPath");
  const minors = new Map(
    Object.values(CUDA_TOOLKITS)
      .filter((row) => !row.preview)
      .map((row) => [minorOf(row.version) ?? row.version, row]),
  );
  return [...minors]
    .sort(([a], [b]) => compareVersions(b, a))
    .map(([minor, row]) => ({
      change: "cuda" as const,
      to: minor,
      question: { ...rest, cuda: minor },
      text: `use an image with CUDA ${minor}`,
      rows: [rowRef("cudaToolkits", row.version, row)],
    }));
}

/** Other types with as many GPUs, cheapest first. */
function instanceTypeChanges(question: Question): Change[] {
  const own = typeof question.instanceType === "string" ? findInstanceType(question.instanceType) : undefined;
  if (!own) return [];
  const rest = without(question, "gpu", "computeCapability", "gpuCount", "mig", "kernelModule", "fabricManager");
  const price = (type: string): number => priceOf(type, REGION).onDemand?.usdPerHour ?? Number.POSITIVE_INFINITY;
  return Object.values(INSTANCE_TYPES)
    .filter((row) => row.instanceType !== own.instanceType && row.gpuCount === own.gpuCount && row.architecture === own.architecture)
    .sort((a, b) => price(a.instanceType) - price(b.instanceType) || (a.instanceType < b.instanceType ? -1 : 1))
    .map((row) => {
      const usd = price(row.instanceType);
      const cost = Number.isFinite(usd)
        ? ` ($${usd.toFixed(2)} an hour on demand in ${REGION}${against(price(own.instanceType), own.instanceType)})`
        : "";
      return {
        change: "instanceType" as const,
        to: row.instanceType,
        question: { ...rest, instanceType: row.instanceType },
        text: `use ${row.instanceType} with ${row.gpu}${cost}`,
        rows: [rowRef("instanceTypes", row.instanceType, row)],
      };
    });
}

const against = (usd: number, type: string): string => (Number.isFinite(usd) ? `, ${type} $${usd.toFixed(2)}` : "");
