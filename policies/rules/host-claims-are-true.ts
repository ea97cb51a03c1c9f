import { isUnknown } from "../../catalog";
import { type Claim, claimText } from "../reading/claims";
import { gpuKindOf, HOST_TYPES, type Host, hostOf } from "../reading/gpu-hosts";
import { gpuImagesOf } from "../reading/gpu-images";
import { driverOf, verdictFor } from "../reading/host-driver";
import { type Context, type Finding, type Resource, type Rule, undecided, violation } from "../rule";

export const hostClaimsAreTrue: Rule = {
  name: "host-claims-are-true",
  description: "What the tags of a host claim of its driver, AMI and CUDA is what lock and catalog know of them.",
  severity: "high",
  level: "mandatory",
  remedy: "Let GpuInstance write the tags, or remove the one that is named here.",
  types: HOST_TYPES,
  judge(resource, context) {
    const host = hostOf(resource, context);
    const { driver, cuda, ami } = host.claims;
    return [
      ...(ami ? amiFindings(ami, host) : []),
      ...(driver ? driverFindings(driver, host, context) : []),
      ...(cuda ? cudaFindings(cuda, host, resource, context) : []),
    ];
  },
};

const notKnown = ({ path }: Claim, what: string): Finding[] => [undecided(path, `the claimed ${what} is not known before the update`)];

function amiFindings(claim: Claim, { ami, imageId }: Host): Finding[] {
  if (!ami) return [];
  if (isUnknown(claim.value)) return notKnown(claim, "AMI");
  const { family, release, kubernetes } = ami.name;
  const names = [imageId, ami.title, `${family}@${release}`, `${family}@${release}${kubernetes === undefined ? "" : `/${kubernetes}`}`];
  return names.includes(claim.value)
    ? []
    : [violation(claim.path, `the tag claims another AMI than ${ami.title}, which the host starts from`)];
}

function driverFindings(claim: Claim, host: Host, context: Context): Finding[] {
  // Where no row knows the AMI the claim is all there is, and driver-supports-image judges by it.
  if (!host.ami) return [];
  if (isUnknown(claim.value)) return notKnown(claim, "driver");
  const drivers = new Map<string, string>();
  for (const { type } of host.types) {
    if (isUnknown(type) || gpuKindOf(type, context) !== "gpu") continue;
    const driver = plainFact(verdictFor({ instanceType: type, ...driverOf(host, type) }, context).facts.driver);
    if (driver !== undefined && driver !== claim.value) drivers.set(driver, type);
  }
  return [...drivers].map(([driver, type]) =>
    violation(claim.path, `the tag claims another driver than ${driver}, which ${host.ami?.title} brings on ${type}`),
  );
}

function cudaFindings(claim: Claim, host: Host, resource: Resource, context: Context): Finding[] {
  if (!host.startsContainers) return [];
  const images = gpuImagesOf(resource, context).known;
  if (images.length > 0 && isUnknown(claim.value)) return notKnown(claim, "CUDA");
  const claimed = claimText(claim);
  if (claimed === undefined) return [];
  const needs = images.flatMap(({ title, facts }) => {
    const cuda = plainFact(verdictFor(facts, context).facts.cuda);
    return cuda === undefined ? [] : [{ title, cuda }];
  });
  // A host may start several images; the claim has to be the need of one of them, and the others are judged on their own.
  if (needs.length === 0 || needs.some(({ cuda }) => minor(cuda) === minor(claimed))) return [];
  return needs.map(({ title, cuda }) => violation(claim.path, `the tag claims another CUDA than ${cuda}, which ${title} needs`));
}

/** A fact is printed with its origin behind the value: `580.159.03 (catalog)`. */
const plainFact = (fact: string | undefined): string | undefined => fact?.split(" ", 1)[0];
const minor = (version: string): string => version.split(".").slice(0, 2).join(".");
