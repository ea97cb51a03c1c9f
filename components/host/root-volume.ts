import { WRITTEN_FACTOR } from "../../catalog/cold-start/rates";
import type { DriverAmi } from "../pins/driver-ami";
import type { PinnedImage } from "../pins/pinned-image";

const GIB = 2 ** 30;

/** What the AMI itself takes, and room to work. An assumption: a Deep Learning AMI with its CUDA toolkits; a volume smaller than the AMI's is refused by EC2. */
const SYSTEM_GIB = 100;

/** Where the image's size is not known: the system, and about 28 GiB of compressed image, more than the largest Triton and PyTorch images. */
const UNKNOWN_SIZE_GIB = 200;

/** Size of the root volume for an image, in whole 10 GiB. */
export function rootVolumeGiB({ sizeBytes }: Pick<PinnedImage, "sizeBytes">): number {
  if (sizeBytes === undefined) return UNKNOWN_SIZE_GIB;
  return Math.ceil((SYSTEM_GIB + (sizeBytes / GIB) * WRITTEN_FACTOR) / 10) * 10;
}

/** Room that an image takes while it is pulled, in whole MiB; undefined where its size is not known. */
export const imageMiB = ({ sizeBytes }: Pick<PinnedImage, "sizeBytes">): number | undefined =>
  sizeBytes === undefined ? undefined : Math.ceil((sizeBytes / GIB) * 1024 * WRITTEN_FACTOR);

/** Device name of the root volume; another name would add a second volume and leave the root as small as the AMI has it. */
export function rootDeviceName({ name }: DriverAmi): string | undefined {
  if (name === undefined) return undefined;
  return name.family.includes("ubuntu") ? "/dev/sda1" : "/dev/xvda";
}

/** Compressed bytes of the largest image for which a root volume of this size is enough. */
export const imageBytesThatFit = (rootVolume: number): number => Math.max(0, ((rootVolume - SYSTEM_GIB) / WRITTEN_FACTOR) * GIB);
