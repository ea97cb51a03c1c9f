import { type AmiName, findInstanceType, isUnknown, LABEL, UNKNOWN, type Unknown } from "../../catalog";
import type { Context, Resource } from "../rule";
import { type KnownAmi, knownAmi } from "./ami";
import { type Claims, claimsAt, claimText, templateClaims } from "./claims";
import { NODE_GROUP, TEMPLATE, templateOf, typesOfUsers } from "./launch-templates";
import { at, type Dictionary, listAt, pathOf, textAt } from "./value";

/** One instance type that a host may have, and the property that says so. */
interface HostType {
  readonly path: string;
  readonly type: string | Unknown;
}

/** Something that starts EC2 machines, and what it says of them. */
export interface Host {
  readonly types: readonly HostType[];
  /** Property that says or would say the machine image. */
  readonly amiPath: string;
  /** The id or parameter as written. */
  readonly imageId?: string | Unknown;
  readonly ami?: KnownAmi;
  readonly claims: Claims;
  /** The resource can carry user data, which starts containers. */
  readonly startsContainers: boolean;
}

export const HOST_TYPES: readonly string[] = [
  TEMPLATE,
  "aws:ec2/launchConfiguration:LaunchConfiguration",
  "aws:ec2/instance:Instance",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  NODE_GROUP,
  "aws:batch/computeEnvironment:ComputeEnvironment",
];

export function hostOf(resource: Resource, context: Context): Host {
  const { type, props } = resource;
  if (type === NODE_GROUP) return nodeGroup(resource, context);
  if (type === "aws:batch/computeEnvironment:ComputeEnvironment") return computeEnvironment(props, context);
  const amiPath = type === "aws:ec2/instance:Instance" || type === "aws:ec2/spotInstanceRequest:SpotInstanceRequest" ? "ami" : "imageId";
  const claims = type === TEMPLATE ? templateClaims(props) : claimsAt(props, "tags");
  const claimed: HostType[] = (claimText(claims.types)?.split(" ") ?? []).map((name) => ({
    path: claims.types?.path ?? "tags",
    type: name,
  }));
  const own = textAt(props, "instanceType");
  const ofUsers = type === TEMPLATE ? typesOfUsers(resource, context) : [];
  const plain = (name: string | Unknown): HostType => ({ path: "instanceType", type: name });
  const types = [...(own === undefined ? [] : [plain(own)]), ...claimed, ...ofUsers.map(plain)].filter(
    (entry, index, all) => all.findIndex((other) => other.type === entry.type) === index,
  );
  return { types, amiPath, ...image(textAt(props, amiPath), context), claims, startsContainers: true };
}

const image = (imageId: string | Unknown | undefined, context: Context): Pick<Host, "imageId" | "ami"> => {
  if (imageId === undefined || isUnknown(imageId)) return imageId === undefined ? {} : { imageId };
  const ami = knownAmi(imageId, context);
  return { imageId, ...(ami === undefined ? {} : { ami }) };
};

/** AMI types of EKS with an NVIDIA driver. */
export const GPU_AMI_TYPES: Readonly<Record<string, string>> = {
  AL2023_x86_64_NVIDIA: "eks-al2023-nvidia",
  AL2023_ARM_64_NVIDIA: "eks-al2023-nvidia-arm64",
  BOTTLEROCKET_x86_64_NVIDIA: "bottlerocket-nvidia",
  BOTTLEROCKET_ARM_64_NVIDIA: "bottlerocket-nvidia-arm64",
  AL2_x86_64_GPU: "eks-al2-gpu",
};

function nodeGroup(resource: Resource, context: Context): Host {
  const { props } = resource;
  const amiType = textAt(props, "amiType");
  // Without a type of AMI, or with CUSTOM, the nodes start the AMI of their template.
  const template = amiType === undefined || amiType === "CUSTOM" ? templateOf(resource, context) : undefined;
  if (template && at(template.props, "imageId") !== undefined) {
    return {
      types: typesAt(props, "instanceTypes"),
      amiPath: "launchTemplate",
      ...image(textAt(template.props, "imageId"), context),
      claims: labelClaims(props),
      startsContainers: false,
    };
  }
  const name = nodeGroupAmi(amiType, textAt(props, "releaseVersion"), textAt(props, "version"));
  return {
    types: typesAt(props, "instanceTypes"),
    amiPath: "releaseVersion",
    ...(name === UNKNOWN ? { imageId: UNKNOWN } : name === undefined ? {} : { ami: { name, title: `${name.family}@${name.release}` } }),
    claims: labelClaims(props),
    startsContainers: false,
  };
}

/** `1.34.9-20260714` of Amazon Linux, `1.68.0-a3e8bda1` of Bottlerocket. */
function nodeGroupAmi(
  amiType: string | Unknown | undefined,
  releaseVersion: string | Unknown | undefined,
  version: string | Unknown | undefined,
): AmiName | Unknown | undefined {
  if (isUnknown(amiType) || isUnknown(releaseVersion) || isUnknown(version)) return UNKNOWN;
  const family = amiType !== undefined && Object.hasOwn(GPU_AMI_TYPES, amiType) ? GPU_AMI_TYPES[amiType] : undefined;
  if (family === undefined || releaseVersion === undefined) return undefined;
  const [first = "", second = ""] = releaseVersion.split("-");
  const bottlerocket = family.startsWith("bottlerocket");
  const kubernetes = version ?? (bottlerocket ? undefined : /^\d+\.\d+/.exec(first)?.[0]);
  const release = bottlerocket ? first : second;
  return release === "" ? undefined : { family, release, ...(kubernetes === undefined ? {} : { kubernetes }) };
}

/** Node labels carry the same claims as tags, under keys of their own. */
function labelClaims(props: Dictionary): Claims {
  const claim = (name: "driver" | "cuda"): Claims => {
    const value = textAt(props, "labels", LABEL[name]);
    const sound = isUnknown(value) || (value !== undefined && /^\d+(?:\.\d+){1,2}$/.test(value));
    return sound && value !== undefined ? { [name]: { path: pathOf(["labels", LABEL[name]]), value } } : {};
  };
  return { ...claimsAt(props, "tags"), ...claim("driver"), ...claim("cuda") };
}

function computeEnvironment(props: Dictionary, context: Context): Host {
  const resources = at(props, "computeResources");
  const override = textAt(resources, "ec2Configurations", 0, "imageIdOverride") ?? textAt(resources, "ec2Configuration", "imageIdOverride");
  const own = textAt(resources, "imageId");
  return {
    types: typesAt(props, "computeResources", "instanceTypes"),
    amiPath: override === undefined ? "computeResources.imageId" : "computeResources.ec2Configurations[0].imageIdOverride",
    ...image(override ?? own, context),
    claims: claimsAt(props, "computeResources", "tags"),
    startsContainers: false,
  };
}

function typesAt(props: Dictionary, ...steps: readonly string[]): Host["types"] {
  const list = listAt(props, ...steps);
  if (isUnknown(list)) return [{ path: pathOf(steps), type: UNKNOWN }];
  return list.flatMap((type, index): HostType[] => {
    const path = pathOf([...steps, index]);
    return isUnknown(type) ? [{ path, type: UNKNOWN }] : typeof type === "string" ? [{ path, type }] : [];
  });
}

export type GpuKind = "gpu" | "none" | "unlisted";

/** Whether a type has NVIDIA GPUs. A family that looks like one but is in no row is `unlisted`: it may have them. */
export function gpuKindOf(type: string, { lock, declared }: Context): GpuKind {
  const own = [...(declared?.instanceTypes ?? []), ...(lock?.declared.instanceTypes ?? [])];
  if (findInstanceType(type) !== undefined || own.some(({ instanceType }) => instanceType === type)) return "gpu";
  // g4ad carries AMD GPUs; Batch also takes `optimal` and whole families such as `g6`.
  return /^(?:g|gr|p)\d/.test(type) && !type.startsWith("g4ad") ? "unlisted" : "none";
}
