import { Policy } from "@pulumi/aws/iam";
import { Bucket } from "@pulumi/aws/s3";
import { Queue } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { driverAmi, GpuFleet, pinnedImage } from "pulumi-gpu";

const config = new pulumi.Config();
const region = new pulumi.Config("aws").require("region");

// The work comes from a queue, and what is half done lies in a bucket: any machine can go on with it.
const jobs = new Queue("jobs", { visibilityTimeoutSeconds: 600, sqsManagedSseEnabled: true });
const checkpoints = new Bucket("checkpoints");
const worker = new Policy("worker", {
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: pulumi.interpolate`${checkpoints.arn}/*` },
      { Effect: "Allow", Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"], Resource: jobs.arn },
    ],
  }),
});

const workers = new GpuFleet("workers", {
  image: pinnedImage(
    "pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime@sha256:417bd75df6365104c283ea4c1651fb3530d9eb5a4c2fafa51943cff2a94e6385",
  ),
  ami: driverAmi({ family: "dlami-base-oss-al2023", release: "20260901", region }),
  // More types and zones: more places in which spot machines can be had.
  instanceTypes: ["g6.xlarge", "g5.xlarge", "g6.2xlarge", "g5.2xlarge"],
  network: { vpcId: config.require("vpcId"), subnetIds: config.requireObject<string[]>("subnetIds") },
  // Nothing runs while nothing waits.
  size: { min: 0, max: 4 },
  capacity: { market: "spot" },
  scaling: { queue: { arn: jobs.arn, messagesPerMachine: 10 } },
  policyArns: [worker.arn],
  container: {
    usesInstanceRole: true,
    environment: { QUEUE_URL: jobs.url, CHECKPOINTS: pulumi.interpolate`s3://${checkpoints.bucket}` },
    command: ["python", "/work/worker.py"],
    mounts: [{ hostPath: "/srv/work", containerPath: "/work" }],
  },
  // When spot takes a machine back: no new message, then the state of the one in hand.
  interruption: { drain: ["touch", "/work/stop"], checkpoint: ["python", "/work/save.py"] },
  // With 0 to 4 machines an update may have to stop all of them at once; each saves its state first.
  update: { mayStop: 4 },
});

export const queueUrl = jobs.url;
export const bucket = checkpoints.bucket;
export const group = workers.groupName;
export const bootResult = workers.bootResult;
