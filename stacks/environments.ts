import type { GpuInstanceArgs } from "../components/host/gpu-instance-args";
import type { Retention } from "../components/registry/image-registry";

/** How the environments differ. `Pulumi.<env>.yaml` may override what has a key of the same name; the rest is decided here, under review. */
export interface Environment {
  /** A tag of `gpu.lock.json`, or a reference with a digest. */
  readonly image: string;
  /** `family@release`, or an AMI id of your own that the lock declares. */
  readonly ami: string;
  /** Acceptable types, in order of preference. */
  readonly instanceTypes: readonly string[];
  readonly capacity: NonNullable<GpuInstanceArgs["capacity"]>;
  /** Copies the image into the account's registry, and lets machines pull from there. Costs a build of some minutes and the storage. */
  readonly copyImage: boolean;
  readonly retention: Retention;
  /** A protected registry has to be unprotected before a destroy: docs/destroy.md. */
  readonly protect: boolean;
  /** Encrypts volumes, logs and images with a key of the stack's own, billed by the month, unless `gpu:kmsKeyArn` names one. Stays where the images stay. */
  readonly ownKey: boolean;
  /** Every assumption and every missing fact of the verdict is a refusal. */
  readonly strict: boolean;
  readonly logRetentionDays: number;
  /** Days that VPC flow logs are kept; undefined is off. Only for a VPC that is made here. */
  readonly flowLogDays?: number;
}

const PYTORCH = "docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime";
const AMI = "dlami-base-oss-al2023@20260901";

export const ENVIRONMENTS = {
  dev: {
    image: PYTORCH,
    ami: AMI,
    instanceTypes: ["g6.xlarge", "g5.xlarge"],
    capacity: "spot",
    copyImage: false,
    retention: "forceDelete",
    protect: false,
    ownKey: false,
    strict: false,
    logRetentionDays: 7,
  },
  staging: {
    image: PYTORCH,
    ami: AMI,
    instanceTypes: ["g6.xlarge", "g5.xlarge"],
    capacity: "spot-then-on-demand",
    copyImage: true,
    retention: "forceDelete",
    protect: false,
    ownKey: false,
    strict: false,
    logRetentionDays: 30,
  },
  prod: {
    image: PYTORCH,
    ami: AMI,
    instanceTypes: ["g6.2xlarge", "g5.2xlarge"],
    capacity: "spot-then-on-demand",
    copyImage: true,
    retention: "retain",
    protect: true,
    ownKey: true,
    strict: false,
    logRetentionDays: 365,
    flowLogDays: 90,
  },
} as const satisfies Record<string, Environment>;

export type EnvironmentName = keyof typeof ENVIRONMENTS;

export const ENVIRONMENT_NAMES = Object.keys(ENVIRONMENTS) as EnvironmentName[];
