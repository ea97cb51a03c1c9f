import { amiCandidates, findAmiFamily } from "../../catalog/find/ami";
import { findImage } from "../../catalog/find/image";
import { findInstanceType } from "../../catalog/find/instance-type";
import { nearest } from "../../catalog/find/nearest";
import { parseReference } from "../../catalog/image-reference";
import type { Question } from "../../catalog/question";
import { AMI_FAMILIES } from "../../catalog/tables/amis/families";
import { amiReleases } from "../../catalog/tables/amis/releases";
import { GPUS } from "../../catalog/tables/gpus";
import { images } from "../../catalog/tables/images/images";
import { INSTANCE_TYPES } from "../../catalog/tables/instance-types";
import { VERSION } from "../../catalog/verdict/draft";
import { findGpuFacts } from "../../catalog/verdict/gpu-facts";
import { otherGpus } from "../../catalog/verdict/rows/other-gpus";
import { isVersion } from "../../catalog/version";

const use = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(", ")} or ${names.at(-1)}` : (names[0] ?? "");
const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

/** What a question names and nobody knows, each with the nearest known names: a slip of the hand must not become an undecided verdict. */
export function nameProblems(question: Question): string[] {
  const problems: string[] = [];
  const versions: readonly (readonly [string, unknown])[] = [
    ["driver", question.driver],
    ["cuda", question.cuda],
    ["compat", question.compat],
    ["containerToolkit", question.containerToolkit],
    ["fabricManager", question.fabricManager],
    ["gspFirmware", question.gspFirmware],
    ["torch", question.torch],
  ];
  for (const [field, value] of versions) {
    const fits = field === "torch" ? isVersion : (text: string) => VERSION.test(text.trim());
    if (typeof value === "string" && !fits(value)) problems.push(`${field} '${short(value)}' is no version`);
  }
  if (question.gpu !== undefined && !findGpuFacts(question.gpu)) {
    const known = nearest(question.gpu, [...Object.keys(GPUS), ...[...otherGpus().values()].map(({ gpu }) => gpu)]);
    problems.push(`gpu '${short(question.gpu)}' is not in the catalog; nearest: ${use(known)}; or give --compute-capability`);
  }
  if (question.computeCapability !== undefined && !/^\d+\.\d+$/.test(question.computeCapability)) {
    problems.push(`computeCapability '${short(question.computeCapability)}' must look like 8.9`);
  }
  const { instanceType, declared } = question;
  if (
    instanceType !== undefined &&
    !findInstanceType(instanceType) &&
    !declared?.instanceTypes?.some((row) => row.instanceType === instanceType)
  ) {
    problems.push(
      `instanceType '${short(instanceType)}' is not in the catalog; nearest: ${use(nearest(instanceType, Object.keys(INSTANCE_TYPES)))}`,
    );
  }
  if (question.ami) problems.push(...amiProblems(question));
  if (question.image !== undefined && !parseReference(question.image)) {
    problems.push(
      `image '${short(question.image)}' is no image reference; write registry/repository:tag, with @sha256:... where it is pinned`,
    );
  }
  return problems;
}

function amiProblems({ ami, declared }: Question): string[] {
  if (!ami) return [];
  const key = `${ami.family}@${ami.release}`;
  if (declared?.amis?.some((row) => row.ami === key || row.ami === ami.release || row.ami === `${key}/${ami.kubernetes}`)) return [];
  if (!findAmiFamily(ami.family))
    return [`AMI family '${short(ami.family)}' is not in the catalog; nearest: ${use(nearest(ami.family, Object.keys(AMI_FAMILIES)))}`];
  if (amiCandidates(ami).length > 0) return [];
  const releases = [...(amiReleases().get(ami.family) ?? [])];
  const same = amiCandidates({ family: ami.family, release: ami.release });
  if (ami.kubernetes !== undefined && same.length > 0) {
    return [
      `AMI ${key} has no Kubernetes ${short(ami.kubernetes)} in the catalog; it has ${use(same.map(({ kubernetes }) => kubernetes ?? "none"))}`,
    ];
  }
  const known = nearest(ami.release, new Set(releases.map(({ release }) => release)));
  return [
    `release '${short(ami.release)}' of ${ami.family} is not in the catalog; nearest: ${use(known)}; a golden AMI can be declared in the lock`,
  ];
}

/** The nearest tags, for an image whose line the catalog knows and whose tag it does not. A private image is no mistake. */
export function imageHint(question: Question): string | undefined {
  const parsed = question.image === undefined ? undefined : parseReference(question.image);
  if (!parsed || question.image === undefined || question.cuda !== undefined || findImage(question.image)) return undefined;
  if (question.declared?.images?.some((row) => row.image === question.image)) return undefined;
  const repository = `${parsed.registry}/${parsed.repository}:`;
  const known = Object.keys(images()).filter((reference) => reference.startsWith(repository));
  if (known.length === 0) return undefined;
  const wanted = `${repository}${parsed.tag ?? ""}`;
  return `tag '${parsed.tag ?? "(none)"}' of ${parsed.repository} is not in the catalog; nearest: ${use(nearest(wanted, known).map((reference) => reference.slice(repository.length)))}`;
}
