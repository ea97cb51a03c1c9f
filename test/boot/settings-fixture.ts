import type { BootSettings } from "../../boot/settings";

/** Settings of a machine that boots well. */
export const bootSettings = (change: Partial<BootSettings>): BootSettings => ({
  image: `123456789012.dkr.ecr.us-west-2.amazonaws.com/pytorch@sha256:${"a".repeat(64)}`,
  driver: "580.159.04",
  // The recorded machine shows one GPU of the eight that the type has.
  gpus: [{ instanceType: "p5en.48xlarge", count: 1, models: ["H200", "NVIDIA H200"] }],
  logGroup: "box-logs",
  suspendAfter: 2,
  uid: process.getuid?.() ?? 0,
  gid: process.getgid?.() ?? 0,
  shmSizeMiB: 1024,
  command: [],
  environment: {},
  secrets: {},
  mounts: [],
  ports: [],
  ...change,
});
