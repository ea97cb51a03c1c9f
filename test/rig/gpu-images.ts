import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Owner of the Deep Learning AMIs. */
const AMAZON = "898082745236";

/** Name of a release of the Deep Learning Base OSS AMI for Amazon Linux 2023, as AWS spells it. */
const deepLearningName = (release: string): string => `Deep Learning Base OSS Nvidia Driver GPU AMI (Amazon Linux 2023) ${release}`;

/** The emulator ships no Deep Learning AMI, so these rows are test set-up: names and owner are AWS's own, the ids are ours. */
export const GPU_IMAGES: Readonly<Record<string, string>> = {
  "20260901": "ami-0a00000020260901a",
  "20260519": "ami-0a00000020260519a",
};

/** A file in the form that moto reads in place of the images it ships. */
export function imagesFile(): string {
  const rows = Object.entries(GPU_IMAGES).map(([release, ami_id]) => ({
    ami_id,
    name: deepLearningName(release),
    description: "test set-up",
    owner_id: AMAZON,
    public: true,
    virtualization_type: "hvm",
    architecture: "x86_64",
    state: "available",
    platform: null,
    image_type: "machine",
    hypervisor: "xen",
    root_device_name: "/dev/xvda",
    root_device_type: "ebs",
    sriov: "simple",
  }));
  const file = join(mkdtempSync(join(tmpdir(), "moto-images-")), "images.json");
  writeFileSync(file, JSON.stringify(rows));
  return file;
}
