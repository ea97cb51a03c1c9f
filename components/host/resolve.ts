import * as pulumi from "@pulumi/pulumi";
import type { BootAddition } from "../../boot/addition";
import { type DeclaredRows, parseReference } from "../../catalog";
import { checkCommonArgs } from "../../lib/common-args";
import { Problems } from "../../lib/invalid";
import { checkWayOut } from "../../lib/way-out";
import { CAPACITIES, type Capacity } from "./capacity";
import { type ContainerArgs, checkContainer } from "./container";
import type { GpuInstanceArgs, HostNetwork } from "./gpu-instance-args";
import { repositoryArn } from "./instance-role";
import { checkTypes, checkVerdicts, explain, type Judged, judge } from "./judgement";
import { checkUserData } from "./machine-user-data";
import { rootDeviceName, rootVolumeGiB } from "./root-volume";

/** The arguments with every default filled in, after all of them were found good. */
export interface HostSettings {
  readonly image: GpuInstanceArgs["image"];
  readonly imageUri: pulumi.Input<string>;
  readonly registrySecretArn?: pulumi.Input<string>;
  readonly judged: readonly Judged[];
  readonly capacity: Capacity;
  readonly fallbackAfterMinutes: number;
  readonly returnToSpot: boolean;
  readonly size: 0 | 1;
  readonly container: ContainerArgs;
  readonly network: HostNetwork;
  readonly declared?: DeclaredRows;
  readonly rootVolumeGiB: number;
  readonly rootDeviceName: string;
  readonly logRetentionDays: number;
  readonly wait: "none" | "in-service";
}

const RETENTION = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/** Ten claims, the name, and the boot result that the machine adds. */
const OWN_TAGS = 12;

/** Reports every bad argument at once, or fills in the defaults. */
export function resolve(name: string, args: GpuInstanceArgs): HostSettings {
  const problems = new Problems();
  const settings = hostSettings(args, problems);
  problems.throwIfAny(`GpuInstance '${name}'`);
  announce(`GpuInstance '${name}'`, args, settings.judged);
  return settings;
}

/** Notes every bad argument, and fills in the defaults; what it returns is good if nothing was noted. */
export function hostSettings(args: GpuInstanceArgs, problems: Problems, addition?: BootAddition): HostSettings {
  const { image, ami, network, capacity = "on-demand", fallbackAfterMinutes = 10, container = {}, wait = "none", size = 1 } = args;
  checkTypes(args, problems);
  checkHost(args, problems);
  checkContainer(container, problems);
  checkWayOut(network, problems, "network.");
  checkCommonArgs(args, problems, { ownTags: OWN_TAGS });
  if (!CAPACITIES.includes(capacity)) problems.add("capacity", `'${capacity}' is no way to buy a machine; use ${CAPACITIES.join(", ")}`);
  if (!(Number.isInteger(fallbackAfterMinutes) && fallbackAfterMinutes >= 2 && fallbackAfterMinutes <= 1440)) {
    problems.add("fallbackAfterMinutes", `must be a whole number from 2 to 1440, got ${fallbackAfterMinutes}`);
  }
  if (capacity !== "spot-then-on-demand") {
    for (const key of ["fallbackAfterMinutes", "returnToSpot"] as const) {
      if (args[key] !== undefined)
        problems.add(key, `only spot-then-on-demand has a fallback; drop it, or set capacity to spot-then-on-demand`);
    }
  } else if (wait === "in-service") {
    problems.add("wait", "waiting for the spot group would fail the update before the on-demand group gets its turn; use none");
  }
  if (size !== 0 && size !== 1) problems.add("size", `must be 0 or 1, got ${String(size)}; make a GpuInstance for each machine`);
  const judged = problems.found.some(({ propertyPath }) => propertyPath.startsWith("instanceTypes")) ? [] : judge(args);
  checkVerdicts(judged, { strict: args.strict, overridden: args.override !== undefined }, problems);
  // Only what is otherwise good is worth measuring.
  if (problems.found.length === 0)
    checkUserData(
      { image, judged, container, network, declared: args.declared, registrySecretArn: args.registrySecretArn },
      args.imageUri ?? image.uri,
      problems,
      addition,
    );
  return {
    image,
    imageUri: args.imageUri ?? image.uri,
    registrySecretArn: args.registrySecretArn,
    judged,
    capacity,
    fallbackAfterMinutes,
    returnToSpot: args.returnToSpot ?? false,
    size,
    container,
    network,
    declared: args.declared,
    rootVolumeGiB: args.rootVolumeGiB ?? rootVolumeGiB(image),
    rootDeviceName: args.rootDeviceName ?? rootDeviceName(ami) ?? "/dev/xvda",
    logRetentionDays: args.logRetentionDays ?? 30,
    wait,
  };
}

function checkHost(args: GpuInstanceArgs, problems: Problems): void {
  const { ami, rootVolumeGiB: gib, logRetentionDays: days, override, imageUri, policyArns = [] } = args;
  if (ami.name && !ami.name.family.startsWith("dlami-")) {
    problems.add(
      "ami",
      `${ami.key} is made for a cluster (${ami.containerRuntime}); use a Deep Learning AMI, for example dlami-base-oss-al2023, or an AMI of your own`,
    );
  }
  if (!ami.name && args.rootDeviceName === undefined) {
    problems.add(
      "rootDeviceName",
      "is needed for an AMI of your own: another name would add a second volume; aws ec2 describe-images prints it as RootDeviceName",
    );
  }
  if (gib !== undefined && !(Number.isInteger(gib) && gib >= 8 && gib <= 16384))
    problems.add("rootVolumeGiB", `must be a whole number from 8 to 16384, got ${gib}`);
  if (days !== undefined && !RETENTION.includes(days))
    problems.add("logRetentionDays", `CloudWatch Logs keeps for ${RETENTION.join(", ")} days, got ${days}`);
  if (override && override.reason.trim().length < 10) problems.add("override.reason", "must say why in at least 10 characters");
  if (policyArns.length > 10) problems.add("policyArns", `a role takes at most 10 policies, got ${policyArns.length}`);
  if (typeof imageUri === "string" && parseReference(imageUri)?.digest === undefined) {
    problems.add("imageUri", `'${imageUri}' has no digest; write registry/repository@${args.image.digest ?? "sha256:…"}`);
  }
  checkRegistrySecret(args, problems);
}

function checkRegistrySecret({ image, imageUri = image.uri, registrySecretArn: arn }: GpuInstanceArgs, problems: Problems): void {
  if (arn === undefined) return;
  // The value is not repeated: it may be the secret.
  if (typeof arn === "string" && !/^arn:aws[a-z-]*:secretsmanager:/.test(arn))
    problems.add("registrySecretArn", "must be the ARN of a Secrets Manager secret, not the secret itself");
  if (typeof imageUri === "string" && repositoryArn(imageUri) !== undefined)
    problems.add("registrySecretArn", "ECR is logged in to with the machine's role; drop it");
}

/** What was let through with open eyes is said at every preview. */
export function announce(component: string, { override }: Pick<GpuInstanceArgs, "override">, judged: readonly Judged[]): void {
  for (const one of judged) {
    const { status } = one.verdict;
    if (override && status === "fail")
      void pulumi.log.warn(`${component} launches ${one.instanceType} against a fail (${explain(one)}), because: ${override.reason}`);
    else if (status === "undecided") void pulumi.log.warn(`${component} on ${one.instanceType} is undecided: ${explain(one)}`);
  }
}
