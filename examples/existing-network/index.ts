import * as pulumi from "@pulumi/pulumi";
import { driverAmi, GpuInstance, GpuNetwork, ImageRegistry, pinnedImage } from "pulumi-gpu";

const config = new pulumi.Config();
const region = new pulumi.Config("aws").require("region");

const image = pinnedImage(
  "pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime@sha256:417bd75df6365104c283ea4c1651fb3530d9eb5a4c2fafa51943cff2a94e6385",
);

// The VPC is the network team's: nothing is made in it but the endpoints asked for here.
const network = new GpuNetwork("network", {
  existing: {
    vpcId: config.require("vpcId"),
    subnetIds: config.requireObject<string[]>("subnetIds"),
    routeTableIds: config.requireObject<string[]>("routeTableIds"),
  },
  interfaceEndpoints: ["ssm", "ssmmessages", "ecr.api", "ecr.dkr", "logs", "ec2", "autoscaling"],
  proxy: { https: config.require("proxy"), noProxy: [".internal", ".amazonaws.com"] },
});

// The machine has no way to Docker Hub: the image is copied into the account, and pulled through the endpoints.
const registry = new ImageRegistry("images", { retention: "forceDelete", copies: [image] });

const machine = new GpuInstance("train", {
  image,
  imageUri: registry.imageUris[image.reference],
  ami: driverAmi({ family: "dlami-base-oss-al2023", release: "20260901", region }),
  instanceTypes: ["g6.xlarge", "g5.xlarge"],
  capacity: "spot-then-on-demand",
  network: network.network,
});

export const imageUri = registry.imageUris[image.reference];
export const bootResult = machine.bootResult;
