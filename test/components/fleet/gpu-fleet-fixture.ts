import { GpuFleet } from "../../../components/fleet/gpu-fleet";
import type { GpuFleetArgs, GpuFleetOptions } from "../../../components/fleet/gpu-fleet-args";
import { driverAmi } from "../../../components/pins/driver-ami";
import { pinnedImage } from "../../../components/pins/pinned-image";

/** A valid fleet: break one thing in it. */
export const validFleet = (): GpuFleetArgs => ({
  image: pinnedImage("pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime"),
  ami: driverAmi({ family: "dlami-base-oss-al2023", release: "20260519", id: "ami-0123456789abcdef0" }),
  instanceTypes: ["g6.xlarge", "g5.xlarge"],
  network: { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"] },
  size: { min: 2, max: 4 },
  capacity: { market: "spot" },
});

/** One subnet, machines with eight EFA devices and more, and a container that knows what it reaches. */
export const efaFleet = (): GpuFleetArgs => ({
  ...validFleet(),
  instanceTypes: ["p4d.24xlarge"],
  network: { vpcId: "vpc-1", subnetIds: ["subnet-a"] },
  size: 4,
  capacity: { market: "on-demand" },
  efa: true,
  container: { usesInstanceRole: true },
});

export const gpuFleet = (change: Partial<GpuFleetArgs> = {}, opts: GpuFleetOptions = {}): GpuFleet =>
  new GpuFleet("workers", { ...validFleet(), ...change }, opts);
