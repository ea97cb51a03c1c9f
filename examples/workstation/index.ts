import * as pulumi from "@pulumi/pulumi";
import { driverAmi, GpuWorkstation, pinnedImage } from "pulumi-gpu";

const config = new pulumi.Config();
const region = new pulumi.Config("aws").require("region");
const subnetIds = config.requireObject<string[]>("subnetIds");
const [first = ""] = subnetIds;

const desk = new GpuWorkstation("desk", {
  // images/pytorch-cuda as you have built and pushed it; any image whose Jupyter and SSH server read the same files will do.
  image: pinnedImage(config.require("image"), {
    declared: { cuda: "12.8", torch: "2.8.0+cu128", source: "images/pytorch-cuda/Dockerfile", checked: "2026-11-28" },
  }),
  ami: driverAmi({ family: "dlami-base-oss-al2023", release: "20260901", region }),
  instanceTypes: ["g6.xlarge", "g5.xlarge"],
  network: { vpcId: config.require("vpcId"), subnetIds },
  capacity: "spot",
  // One volume in one zone: quick, and found again by every machine of this workstation.
  home: { ebs: { subnetId: first, sizeGiB: 200 } },
  data: { imagenet: { s3: { bucket: config.require("dataBucket"), prefix: "imagenet/" } } },
  ssh: { authorizedKeys: config.requireObject<string[]>("publicKeys") },
  idle: { afterMinutes: 60 },
  schedule: { stop: "0 21 * * *", timeZone: "Europe/Berlin" },
});

export const jupyter = desk.jupyterCommand;
export const ssh = desk.sshCommand;
export const start = desk.startCommand;
export const stop = desk.stopCommand;
export const bootResult = desk.bootResult;
export const homeVolume = desk.homeVolumeId;
