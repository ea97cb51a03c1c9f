import type { Sourced } from "../sourced";

const checked = "2026-11-28";

/** A number that a source states, or that follows from two numbers of one source. */
interface Rate extends Sourced {
  readonly value: number;
}

/**
 * Compressed MiB a second of a pull that no volume holds up: 10,757,041,023 bytes in 138.049 s, unpacked layer by layer, on a gp3 volume of 1000 MiB/s
 * and a network above 8 Gbps.
 */
export const UNPACK_MIBPS: Rate = {
  value: 74,
  source:
    "aws-samples/karpenter-blueprints:blueprints/soci-snapshotter/README.md ; https://github.com/aws-samples/karpenter-blueprints/pull/32",
  checked,
  confidence: "derived",
};

/** MiB a second of a gp3 volume for which nothing else was bought, and the most that can be. */
export const GP3_MIBPS: Rate & { readonly most: number } = {
  value: 125,
  most: 2000,
  source:
    "https://docs.aws.amazon.com/sdk-for-kotlin/api/latest/ec2/aws.sdk.kotlin.services.ec2.model/-modify-volume-request/throughput.html",
  checked,
  confidence: "seen",
};

/**
 * MiB that a pull writes, and that then lie on the volume, for each compressed MiB: the layers, and about 2.5 times as much unpacked. Assumed, on the safe side. AWS's own word, 15 to 20 GB
 * in 4 to 6 minutes on a Deep Learning AMI, lies between what this gives for a volume without and with bought throughput.
 */
export const WRITTEN_FACTOR = 3.5;

/**
 * Assumed, and long on purpose: a grace period that is too short kills machines that work. Measured are a c5.xlarge, which was initialized after 12 s and
 * through cloud-init after 34 s, with the remark that GPU types often take much longer (https://github.com/awslabs/amazon-eks-ami/issues/1099).
 */
export const ASSUMED_SECONDS = {
  provision: 90,
  boot: 120,
  /** Eight GPUs behind NVSwitch: more memory to train, and Fabric Manager, before the driver answers. */
  bootWithFabric: 300,
  /** The goal of the boot gate on a healthy machine, without the pull. */
  preflight: 60,
  /** From the container's start until its process reads the model: imports, CUDA contexts. */
  start: 60,
} as const;
