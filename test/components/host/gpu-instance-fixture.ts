import { GpuInstance } from "../../../components/host/gpu-instance";
import type { GpuInstanceArgs, GpuInstanceOptions } from "../../../components/host/gpu-instance-args";
import { driverAmi } from "../../../components/pins/driver-ami";
import { pinnedImage } from "../../../components/pins/pinned-image";

const IMAGE = "pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime";

/** A valid instance: break one thing in it. */
export const validArgs = (): GpuInstanceArgs => ({
  image: pinnedImage(IMAGE),
  ami: driverAmi({ family: "dlami-base-oss-al2023", release: "20260519", id: "ami-0123456789abcdef0" }),
  instanceTypes: ["g6.xlarge", "g5.xlarge"],
  network: { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"] },
  capacity: "spot",
});

export const gpuInstance = (change: Partial<GpuInstanceArgs> = {}, opts: GpuInstanceOptions = {}): GpuInstance =>
  new GpuInstance("box", { ...validArgs(), ...change }, opts);
