import * as pulumi from "@pulumi/pulumi";
import { driverAmi, GpuWorkstation, ImageBuild, ImageRegistry, packageImage } from "pulumi-gpu";

const config = new pulumi.Config();
const region = new pulumi.Config("aws").require("region");
const subnetIds = config.requireObject<string[]>("subnetIds");
const [first = ""] = subnetIds;

// PyTorch 2.8 with JupyterLab and an SSH server, built in the account: the first `up` waits for it, later ones find it.
const registry = new ImageRegistry("images", { retention: "forceDelete" });
const notebook = new ImageBuild("notebook", { ...packageImage("pytorch-cuda"), registry });

const desk = new GpuWorkstation("desk", {
  image: notebook.image,
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
/** Writes the image that was built into gpu.lock.json. */
export const pin = notebook.pin;
