import { Policy } from "@pulumi/aws/iam";
import { Bucket } from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { driverAmi, GpuInstance, pinnedImage } from "pulumi-gpu";

const config = new pulumi.Config();
const region = new pulumi.Config("aws").require("region");

// What the program has anyway: a bucket, and a policy for whoever writes to it.
const checkpoints = new Bucket("checkpoints");
const writer = new Policy("checkpoints-writer", {
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: pulumi.interpolate`${checkpoints.arn}/*` }],
  }),
});

// The one component: judged before anything is registered, proven at boot.
const machine = new GpuInstance("train", {
  image: pinnedImage(
    "pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime@sha256:417bd75df6365104c283ea4c1651fb3530d9eb5a4c2fafa51943cff2a94e6385",
  ),
  ami: driverAmi({ family: "dlami-base-oss-al2023", release: "20260901", region }),
  instanceTypes: ["g6.xlarge", "g5.xlarge"],
  capacity: "spot",
  network: { vpcId: config.require("vpcId"), subnetIds: config.requireObject<string[]>("subnetIds") },
  policyArns: [writer.arn],
  container: { usesInstanceRole: true },
});

export const bucket = checkpoints.bucket;
export const bootResult = machine.bootResult;
