import { cudaReleases } from "../../catalog/find/cuda";
import { findDriverBranch } from "../../catalog/find/driver";
import { findToolkitArchitecture } from "../../catalog/find/gpu";
import { findImage } from "../../catalog/find/image";
import { nearest } from "../../catalog/find/nearest";
import { parseReference } from "../../catalog/image-reference";
import type { Question } from "../../catalog/question";
import { CUDA_TOOLKITS } from "../../catalog/tables/cuda-toolkits";
import { DRIVER_BRANCHES } from "../../catalog/tables/driver-branches";
import { FRAMEWORK_ARCHITECTURES } from "../../catalog/tables/framework-architectures";
import { images } from "../../catalog/tables/images/images";
import { TOOLKIT_ARCHITECTURES } from "../../catalog/tables/toolkit-architectures";
import { EARLY_TOOLKITS } from "../../catalog/verdict/rows/early-toolkits";
import { branchOf, compareVersions, minorOf } from "../../catalog/version";
import { listed, quoted, short } from "./wording";

/** Values that may be right and that the catalog does not know, each with the nearest known ones. They are judged all the same. */
export const hints = (question: Question): string[] =>
  [
    cudaHint(question.cuda),
    driverHint(question.driver),
    torchHint(question.torch),
    imageHint(question),
    capabilityHint(question.computeCapability),
  ].filter((hint) => hint !== undefined);

/** The three known versions next to one, in order. */
function around(version: string, known: Iterable<string>): string[] {
  const sorted = [...new Set(known)].sort(compareVersions);
  const at = sorted.findIndex((other) => compareVersions(other, version) > 0);
  const end = at < 0 ? sorted.length : at;
  return sorted.slice(Math.max(0, end - 2), Math.max(0, end - 2) + 3);
}

function cudaHint(cuda: string | undefined): string | undefined {
  const minor = cuda === undefined ? undefined : (minorOf(cuda) ?? `${cuda.replace(/^v/i, "")}.0`);
  if (cuda === undefined || minor === undefined || cudaReleases(minor).length > 0 || Object.hasOwn(EARLY_TOOLKITS, minor)) return undefined;
  const known = [...Object.keys(EARLY_TOOLKITS), ...Object.keys(CUDA_TOOLKITS).map((version) => minorOf(version) ?? version)];
  return `CUDA ${short(cuda)} is not in the catalog; nearest: ${listed(around(minor, known))}`;
}

function driverHint(driver: string | undefined): string | undefined {
  if (driver !== undefined && /^v?\d{1,2}(\.|$)/i.test(driver.trim()))
    return `driver ${short(driver)} looks like a version of CUDA; nvidia-smi shows a driver as 535.161.08`;
  const branch = driver === undefined ? undefined : branchOf(driver);
  if (driver === undefined || branch === undefined || findDriverBranch(driver)) return undefined;
  const branches = Object.keys(DRIVER_BRANCHES);
  if (compareVersions(branch, branches.sort(compareVersions)[0] ?? "0") < 0) return undefined;
  return `branch ${short(branch)} of driver ${short(driver)} is not in the catalog; nearest: ${listed(around(branch, branches))}`;
}

function capabilityHint(capability: string | undefined): string | undefined {
  if (capability === undefined || findToolkitArchitecture(capability)) return undefined;
  const known = Object.keys(TOOLKIT_ARCHITECTURES);
  return `compute capability ${short(capability)} is not in the catalog; nearest: ${listed(around(capability, known))}`;
}

function torchHint(torch: string | undefined): string | undefined {
  const minor = torch === undefined ? undefined : minorOf(torch);
  const known = Object.values(FRAMEWORK_ARCHITECTURES).map((row) => row.torch);
  if (torch === undefined || minor === undefined || known.includes(minor) || compareVersions(minor, "1.12") < 0) return undefined;
  return `torch ${short(torch)} is not in the catalog; nearest: ${listed(around(minor, known))}`;
}

/** The nearest tags, for an image whose line the catalog knows and whose tag it does not. A private image is no mistake. */
function imageHint(question: Question): string | undefined {
  const parsed = question.image === undefined ? undefined : parseReference(question.image);
  if (!parsed || question.image === undefined || question.cuda !== undefined || findImage(question.image)) return undefined;
  if (question.declared?.images?.some((row) => row.image === question.image)) return undefined;
  const { registry, tag } = parsed;
  const name = parsed.repository;
  if (/^nvidia\/cuda$/.test(name) && !/^\d+\.\d+/.test(tag ?? ""))
    return `tag ${quoted(tag ?? "(none)")} of ${name} does not begin with a CUDA version; for example 12.8.1-base-ubuntu22.04`;
  const repository = `${registry}/${name}:`;
  const known = Object.keys(images()).flatMap((reference) =>
    reference.startsWith(repository) ? [reference.slice(repository.length)] : [],
  );
  if (known.length === 0) return undefined;
  if (tag === undefined || /^(latest|nightly|main)/.test(tag)) {
    const newest = known.sort((a, b) => compareVersions(b, a)).slice(0, 3);
    const named = tag === undefined ? `${name} without a tag` : `tag ${quoted(tag)} of ${name}`;
    return `${named} names a different image each month; the newest known: ${listed(newest)}`;
  }
  return `tag ${quoted(tag)} of ${name} is not in the catalog; nearest: ${listed(nearest(tag, known))}`;
}
