import { isUnknown, type Question, type Verdict } from "../../catalog";
import { claimText } from "../reading/claims";
import { GPU_AMI_TYPES, gpuKindOf, HOST_TYPES, type Host, hostOf } from "../reading/gpu-hosts";
import { type GpuImage, gpuImage, gpuImagesOf } from "../reading/gpu-images";
import { driverOf, verdictFor } from "../reading/host-driver";
import { SAGEMAKER_HOST_TYPES, sagemakerRunsOf } from "../reading/sagemaker-runs";
import { type Context, type Finding, type Resource, type Rule, undecided, violation } from "../rule";

export const driverSupportsImage: Rule = {
  name: "driver-supports-image",
  description: "The driver, kernel module and GPU of a host run the CUDA and the code of its image.",
  severity: "critical",
  level: "mandatory",
  remedy: "Run `npx pulumi-gpu explain --ami <family@release> --instance-type <type> --image <reference>` for every way out.",
  types: [...HOST_TYPES, ...SAGEMAKER_HOST_TYPES],
  judge(resource, context) {
    if (SAGEMAKER_HOST_TYPES.includes(resource.type)) return onSagemaker(resource, context);
    const host = hostOf(resource, context);
    const findings: Finding[] = [];
    const types: { path: string; type: string }[] = [];
    for (const { path, type } of host.types) {
      if (isUnknown(type)) findings.push(undecided(path, "the instance type is not known before the update; it may have a GPU"));
      else {
        const kind = gpuKindOf(type, context);
        if (kind === "gpu") types.push({ path, type });
        if (kind === "unlisted")
          findings.push(undecided(path, "this looks like a GPU type and is not in the catalog; declare it in gpu.lock.json"));
      }
    }
    if (types.length === 0) return findings;
    const images = imagesFor(resource, host, context);
    if (images === undefined) {
      const path = host.startsContainers ? "userData" : "labels";
      findings.push(
        undecided(path, "which image runs here cannot be seen; a claim pulumi-gpu:cuda or pulumi-gpu.io/cuda would say what it needs"),
      );
    }
    for (const { path, type } of types) {
      for (const image of images ?? [undefined]) findings.push(...judgePair(resource, host, path, type, image, context));
    }
    return unique(findings);
  },
};

/** SageMaker chooses the driver, so only the GPU and what the image was compiled for can break. */
function onSagemaker(resource: Resource, context: Context): Finding[] {
  return unique(
    sagemakerRunsOf(resource, context).flatMap(({ path, type, image }): Finding[] => {
      if (isUnknown(type)) return [undecided(path, "the instance type is not known before the update; it may have a GPU")];
      if (gpuKindOf(type, context) !== "gpu") return [];
      const known = isUnknown(image) ? undefined : gpuImage(image, context);
      if (!known) return [undecided(path, "nothing is known of the image that runs here; pin it, so that the lock has its CUDA")];
      const answer = verdictFor({ instanceType: type, ...known.facts }, context);
      const failed = answer.axes.filter(({ status }) => status === "fail").map(({ reason }) => reason);
      return failed.length > 0
        ? [violation(path, failed.join("; "))]
        : [undecided(path, `SageMaker chooses the driver, so whether it runs ${known.title} is open`)];
    }),
  );
}

/** What the host is asked to run: what its user data starts, else what it claims; undefined where nothing says. */
function imagesFor(resource: Resource, host: Host, context: Context): readonly GpuImage[] | undefined {
  const seen = host.startsContainers ? gpuImagesOf(resource, context).known : [];
  if (seen.length > 0) return seen;
  const { image, cuda } = host.claims;
  const claimed = claimText(cuda);
  const name = claimText(image);
  // The claim has no registry; of those whose images the catalog knows, Docker Hub is the one that needs none.
  const known = name === undefined ? undefined : (gpuImage(name, context) ?? gpuImage(`nvcr.io/${name}`, context));
  const path = (cuda ?? image)?.path ?? "tags";
  if (known) return [{ path, title: known.title, facts: { ...known.facts, ...(claimed === undefined ? {} : { cuda: claimed }) } }];
  return claimed === undefined ? undefined : [{ path, title: `an image with CUDA ${claimed}`, facts: { cuda: claimed } }];
}

function judgePair(resource: Resource, host: Host, path: string, type: string, image: GpuImage | undefined, context: Context): Finding[] {
  const driver = driverOf(host, type);
  const question: Question = { instanceType: type, ...driver, ...image?.facts };
  if (driver.ami === undefined && driver.driver === undefined) {
    if (image === undefined) return [];
    const why = isUnknown(host.imageId)
      ? "the AMI is not known before the update"
      : isGpuless(resource)
        ? "this AMI type brings no NVIDIA driver; whether an operator installs one cannot be seen"
        : "no row says which driver this host has; pin the AMI or declare it in gpu.lock.json";
    return [undecided(host.amiPath, `${why}, so whether it runs ${image.title} is open`)];
  }
  return findingsOf(verdictFor(question, context), host, path, image);
}

const isGpuless = ({ type, props }: Resource): boolean =>
  type === "aws:eks/nodeGroup:NodeGroup" &&
  typeof props.amiType === "string" &&
  !Object.hasOwn(GPU_AMI_TYPES, props.amiType) &&
  props.amiType !== "CUSTOM";

function findingsOf(answer: Verdict, host: Host, path: string, image: GpuImage | undefined): Finding[] {
  const reasons = (status: string): string =>
    answer.axes
      .filter((axis) => axis.status === status)
      .map(({ reason }) => reason)
      .join("; ");
  const where = image?.path ?? path;
  if (answer.status === "fail") {
    const [way] = answer.waysOut;
    if (host.claims.override !== undefined)
      return [undecided(where, `overridden in the program with a written reason: ${reasons("fail")}`)];
    return [violation(where, reasons("fail"), way === undefined ? undefined : `${sentence(way.text)}.`)];
  }
  // Without an image the axes of the image are open by nature; that is said once, not once an axis.
  if (answer.status === "undecided" && image !== undefined) return [undecided(where, reasons("undecided"))];
  return [];
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const unique = (findings: readonly Finding[]): Finding[] =>
  findings.filter(
    ({ kind, path, message }, index) =>
      findings.findIndex((other) => other.kind === kind && other.path === path && other.message === message) === index,
  );
