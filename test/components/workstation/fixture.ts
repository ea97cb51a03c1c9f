import { GpuWorkstation } from "../../../components/workstation/gpu-workstation";
import type { GpuWorkstationArgs, GpuWorkstationOptions } from "../../../components/workstation/gpu-workstation-args";
import { validArgs as instanceArgs } from "../host/gpu-instance-fixture";
import { type Recording, record } from "../record";

/** A valid workstation: break one thing in it. */
export const validArgs = (): GpuWorkstationArgs => {
  const { image, ami, instanceTypes, network } = instanceArgs();
  return { image, ami, instanceTypes, network, home: { ebs: { subnetId: "subnet-a" } } };
};

export const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ4rXw0m8uQZ5r3v1M6yq8J1h0uV1q0Qx7mR3yT8bQxk anna";

export const workstation = (change: Partial<GpuWorkstationArgs> = {}, opts: GpuWorkstationOptions = {}): GpuWorkstation =>
  new GpuWorkstation("desk", { ...validArgs(), ...change }, opts);

/** What it registers, in a subnet of us-west-2a. */
export const recordWorkstation = (build: () => unknown, options: Recording = {}) =>
  record(build, { ...options, answers: { "aws:ec2/getSubnet:getSubnet": { availabilityZone: "us-west-2a" }, ...options.answers } });
