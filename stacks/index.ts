import * as pulumi from "@pulumi/pulumi";
import { GpuInstance } from "../components/host/gpu-instance";
import { GpuNetwork } from "../components/network/gpu-network";
import { pinnedImage } from "../components/pins/pinned-image";
import { upstreamRegistry } from "../components/registry/image-copy";
import { ImageRegistry } from "../components/registry/image-registry";
import { findLock } from "../lock/read";
import { EMPTY_LOCK } from "../lock/schema";
import { amiOf } from "./ami";
import { checkBudget } from "./budget";
import { ownKey } from "./key";
import { settingsOf } from "./settings";

const stack = pulumi.getStack();
// Beside Pulumi.yaml, wherever the program is started from.
const found = findLock(__dirname);
const lock = found?.lock ?? EMPTY_LOCK;
const { region, environment, config } = settingsOf(stack, pulumi.runtime.allConfig(), lock);
const image = pinnedImage(environment.image, { lock });
checkBudget(stack, region, environment.instanceTypes, config.maxUsdPerHour);

const tags = { environment: stack, project: pulumi.getProject(), ...config.tags };
// Images that stay cannot be read without the key that encrypts them.
const kept = { protect: environment.protect, retainOnDelete: environment.retention === "retain" };
const common = {
  tags,
  permissionsBoundary: config.permissionsBoundary,
  rolePath: config.rolePath,
  kmsKeyId: config.kmsKeyArn ?? (environment.ownKey ? ownKey(region, tags, kept).arn : undefined),
};

// Whoever fetches the image logs in to its registry: the copy in the account, or the machine itself.
const { copyImage } = environment;
const { upstreamSecretArn } = config;

const network = new GpuNetwork("network", { ...config.network, flowLogDays: environment.flowLogDays, ...common });

const registry = new ImageRegistry(
  "images",
  {
    retention: environment.retention,
    copies: copyImage ? [image] : [],
    upstreamSecretArns: copyImage && upstreamSecretArn !== undefined ? { [upstreamRegistry(image)]: upstreamSecretArn } : {},
    ...common,
  },
  { protect: environment.protect },
);

const machine = new GpuInstance("machine", {
  image,
  imageUri: registry.imageUris[image.reference],
  registrySecretArn: copyImage ? undefined : upstreamSecretArn,
  ami: amiOf(environment.ami, region, lock),
  instanceTypes: [...environment.instanceTypes],
  capacity: environment.capacity,
  fallbackAfterMinutes: config.fallbackAfterMinutes,
  size: config.size,
  network: network.network,
  declared: lock.declared,
  logRetentionDays: environment.logRetentionDays,
  strict: environment.strict,
  ...common,
});

/** The Auto Scaling group that holds the machine first. */
export const groupName = machine.groupName;
/** Opens a shell on the machine, without an open port. */
export const session = pulumi.interpolate`aws ssm start-session --region ${region} --target "$(aws ec2 describe-instances --region ${region} --filters Name=tag:aws:autoscaling:groupName,Values=${machine.groupNames.apply((names) => names.join(","))} Name=instance-state-name,Values=running --query 'Reservations[0].Instances[0].InstanceId' --output text)"`;
/** Prints what the boot check found. */
export const bootResult = machine.bootResult;
/** Where images of your own go: push by tag, then `pulumi-gpu pin image`. */
export const repositoryUrl = registry.repositoryUrl;
/** File that the digests and AMI ids came from. */
export const lockFile = found?.path ?? "none";
