import { isUnknown, UNKNOWN, type Unknown } from "../../catalog/unknown";
import { at, type Dictionary, isDictionary, textAt } from "./value";

/** An image in the words of a custom resource; without `image` it may be one, and cannot be told from other words. */
interface CustomImage {
  readonly steps: readonly string[];
  readonly image?: string | Unknown;
}

/** Names of the parts, in the order in which the operators of the field use them. */
const REPOSITORY = ["repository", "name"];
const VERSION = ["digest", "tag", "version"];

/**
 * The image that an object of a custom resource names outside of a container. The forms that operators use:
 * `image: name` (SparkApplication, TrainJob), `image: { repository, tag }` (NIMService) and `repository`, `image`, `version` side by side
 * (ClusterPolicy of the NVIDIA GPU operator: api/nvidia/v1/clusterpolicy_types.go, read 2026-11-28).
 */
export function customImageAt(owner: Dictionary): CustomImage | undefined {
  if (owner.enabled === false) return undefined;
  const image = at(owner, "image");
  if (isDictionary(image)) return splitImage(image, "image");
  if (isUnknown(image)) return { steps: ["image"], image: UNKNOWN };
  if (typeof image !== "string") return undefined;
  const repository = textAt(owner, "repository");
  if (repository !== undefined && !isLink(repository)) {
    const version = textAt(owner, "version");
    const steps = [version === undefined ? "image" : "version"];
    if (isUnknown(repository) || isUnknown(version)) return { steps, image: UNKNOWN };
    return { steps, image: withVersion(`${repository}/${image}`, version) };
  }
  // A bare word can be the image of a machine, of a disk or of a container.
  if (!/[/:@]/.test(image)) return { steps: ["image"] };
  return isLink(image) ? undefined : { steps: ["image"], image };
}

function splitImage(image: Dictionary, key: string): CustomImage | undefined {
  if (image.enabled === false) return undefined;
  const name = REPOSITORY.find((part) => textAt(image, part) !== undefined);
  const version = VERSION.find((part) => isUnknown(at(image, part)) || (textAt(image, part) ?? "") !== "");
  // A name alone is the form of other things too; with a version or a registry it is an image.
  if (name === undefined || (name === "name" && version === undefined && at(image, "registry") === undefined)) return undefined;
  const parts = [textAt(image, "registry"), textAt(image, name), version === undefined ? undefined : textAt(image, version)] as const;
  const steps = version === undefined ? [key] : [key, version];
  if (parts.some(isUnknown)) return { steps, image: UNKNOWN };
  const [registry, repository = "", text] = parts as readonly (string | undefined)[];
  if (isLink(repository)) return undefined;
  return { steps, image: withVersion(registry === undefined || registry === "" ? repository : `${registry}/${repository}`, text) };
}

const withVersion = (name: string, version: string | undefined): string =>
  version === undefined || version === "" ? name : /^sha256:/.test(version) ? `${name}@${version}` : `${name}:${version}`;

/** `https://github.com/…`, `oci://…`: the address of something that is no container image. */
const isLink = (text: string | Unknown): boolean => typeof text === "string" && /^[a-z][a-z0-9+.-]*:\/\//.test(text);
