import type { DeclaredAmi, DeclaredInstanceType } from "../../catalog/declared";
import { amiCandidates, findAmiFamily } from "../../catalog/find/ami";
import { findInstanceType } from "../../catalog/find/instance-type";
import { nearest } from "../../catalog/find/nearest";
import { parseReference } from "../../catalog/image-reference";
import type { Question } from "../../catalog/question";
import { AMI_FAMILIES } from "../../catalog/tables/amis/families";
import { amiReleases } from "../../catalog/tables/amis/releases";
import { GPUS } from "../../catalog/tables/gpus";
import { INSTANCE_TYPES } from "../../catalog/tables/instance-types";
import { declaredList, isArchitecture, VERSION } from "../../catalog/verdict/draft";
import { findGpuFacts } from "../../catalog/verdict/gpu-facts";
import { EARLIER_INSTANCES } from "../../catalog/verdict/rows/earlier-instances";
import { otherGpus } from "../../catalog/verdict/rows/other-gpus";
import { isVersion } from "../../catalog/version";
import { FEATURES, INJECTION_MODES, KERNEL_MODULES } from "./choices";
import { listed, quoted, short } from "./wording";

/** An example of each version, for who wrote something else. */
const VERSIONS = {
  driver: "write it as 535.161.08, or a branch as 535",
  cuda: "write it as 12.8 or 12.8.1",
  compat: "write the driver of the cuda-compat package as 570.86.10, or none",
  containerToolkit: "write it as 1.17.8, or none",
  fabricManager: "write it as 550.90.07, or none",
  gspFirmware: "write it as 550.90.07, or none",
  torch: "write it as 2.8.0 or 2.8.0+cu128",
} as const satisfies Partial<Record<keyof Question, string>>;

const MIG_PROFILE = /^\d+[cg]\./i;
/** Control and format characters: invisible, so that a name with one looks like a known name. */
const INVISIBLE = /[\p{Cc}\p{Cf}]/u;

/** What a question names and nobody knows, each with the nearest known names: a slip of the hand must not become an undecided verdict. */
export function nameProblems(question: Question): string[] {
  const unreadable = new Map(texts(question).flatMap(([field, value]) => unreadableText(field, value)));
  const problems = [...unreadable.values()];
  const given = <K extends keyof Question>(field: K): Question[K] | undefined => (unreadable.has(field) ? undefined : question[field]);

  for (const [field, way] of Object.entries(VERSIONS)) {
    const value = given(field as keyof typeof VERSIONS);
    const fits = field === "torch" ? isVersion : (text: string) => VERSION.test(text.trim());
    if (typeof value === "string" && !fits(value)) problems.push(`${field} ${quoted(value)} is no version; ${way}`);
  }
  const gpu = given("gpu");
  if (gpu !== undefined && !findGpuFacts(gpu)) {
    const known = nearest(short(gpu), [...Object.keys(GPUS), ...[...otherGpus().values()].map((row) => row.gpu)]);
    problems.push(`gpu ${quoted(gpu)} is not in the catalog; nearest: ${listed(known)}; or give --compute-capability`);
  }
  const computeCapability = given("computeCapability");
  if (computeCapability !== undefined && !/^\d+\.\d+$/.test(computeCapability)) {
    problems.push(`computeCapability ${quoted(computeCapability)} must look like 8.9`);
  }
  const instanceType = given("instanceType");
  if (
    instanceType !== undefined &&
    !findInstanceType(instanceType) &&
    !Object.hasOwn(EARLIER_INSTANCES, instanceType.trim().toLowerCase()) &&
    !declaredList<DeclaredInstanceType>(question.declared?.instanceTypes).some((row) => row.instanceType === instanceType)
  ) {
    const known = nearest(short(instanceType), Object.keys(INSTANCE_TYPES));
    problems.push(
      `instanceType ${quoted(instanceType)} is not in the catalog; nearest: ${listed(known)}; or give --gpu instead, or declare it in the lock`,
    );
  }
  if (question.ami) problems.push(...amiProblems(question));
  const image = given("image");
  if (image !== undefined && !parseReference(image)) problems.push(imageProblem(image));
  const mig = given("mig");
  if (typeof mig === "string" && !MIG_PROFILE.test(mig.trim()))
    problems.push(`mig ${quoted(mig)} is no profile; write it as 1g.10gb, or none`);
  for (const [field, value, known] of [
    ["kernelModule", given("kernelModule"), KERNEL_MODULES],
    ["injectionMode", given("injectionMode"), INJECTION_MODES],
    ...(question.features ?? []).map((feature) => ["features", feature, FEATURES] as const),
  ] as const) {
    if (value !== undefined && !known.some((name) => name === String(value).trim().toLowerCase()))
      problems.push(`${field} ${quoted(String(value))} is not known; use ${listed(known)}`);
  }
  for (const entry of question.architectures ?? []) {
    if (!isArchitecture(entry)) problems.push(`architectures: ${quoted(String(entry))} must look like 8.6, sm_86, 9.0a or 12.0+PTX`);
  }
  return problems;
}

/** `require` may be empty: it says that the image states none. */
const texts = (question: Question): [string, string][] =>
  Object.entries(question).filter((entry): entry is [string, string] => typeof entry[1] === "string" && entry[0] !== "require");

function unreadableText(field: string, value: string): [string, string][] {
  if (value.trim() === "") return [[field, `${field} is empty; leave it out where it is not known`]];
  const hidden = INVISIBLE.exec(value)?.[0];
  if (hidden === undefined) return [];
  const code = (hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return [[field, `${field} ${quoted(value)} holds the invisible character U+${code}; type it anew`]];
}

function imageProblem(image: string): string {
  const lower = image.trim().toLowerCase();
  if (lower !== image.trim() && parseReference(lower)) return `image ${quoted(image)} must be in lower case: ${short(lower)}`;
  return `image ${quoted(image)} is no image reference; write registry/repository:tag, with @sha256:... where it is pinned`;
}

function amiProblems({ ami, declared }: Question): string[] {
  if (!ami) return [];
  const key = `${ami.family}@${ami.release}`;
  if (
    declaredList<DeclaredAmi>(declared?.amis).some(
      (row) => row.ami === key || row.ami === ami.release || row.ami === `${key}/${ami.kubernetes}`,
    )
  )
    return [];
  if (!findAmiFamily(ami.family)) {
    const known = nearest(short(ami.family), Object.keys(AMI_FAMILIES));
    return [`AMI family ${quoted(ami.family)} is not in the catalog; nearest: ${listed(known)}; or give --driver instead`];
  }
  if (amiCandidates(ami).length > 0) return [];
  const releases = [...(amiReleases().get(ami.family) ?? [])];
  const same = amiCandidates({ family: ami.family, release: ami.release });
  if (ami.kubernetes !== undefined && same.length > 0) {
    return [
      `AMI ${key} has no Kubernetes ${short(ami.kubernetes)} in the catalog; it has ${listed(same.map(({ kubernetes }) => kubernetes ?? "none"))}`,
    ];
  }
  const known = nearest(short(ami.release), new Set(releases.map(({ release }) => release)));
  return [
    `release ${quoted(ami.release)} of ${ami.family} is not in the catalog; nearest: ${listed(known)}; or give --driver instead; a golden AMI can be declared in the lock`,
  ];
}
