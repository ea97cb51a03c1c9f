export type { DeclaredAmi, DeclaredImage, DeclaredInstanceType, DeclaredRows } from "./catalog/declared";
export type { Question } from "./catalog/question";
export type { CapacityBlockFleet, FleetCapacity, OnDemandFleet, Reservation, SpotFleet } from "./components/fleet/fleet-capacity";
export { GpuFleet } from "./components/fleet/gpu-fleet";
export type { ExistingPlacement, FleetSize, FleetUpdate, GpuFleetArgs, GpuFleetOptions, WarmPool } from "./components/fleet/gpu-fleet-args";
export type { Interruption } from "./components/fleet/interruption";
export type { FleetScaling, QueueScaling, ScheduledSize } from "./components/fleet/scaling";
export type { Capacity, Market } from "./components/host/capacity";
export type { ContainerArgs, Identity, Mount, Port } from "./components/host/container";
export { GpuInstance } from "./components/host/gpu-instance";
export type { GpuInstanceArgs, GpuInstanceOptions, HostNetwork, VerdictOverride } from "./components/host/gpu-instance-args";
export { type ExistingVpc, GpuNetwork, type GpuNetworkArgs, type NewVpc } from "./components/network/gpu-network";
export type { EndpointService } from "./components/network/interface-endpoints";
export type { Nat } from "./components/network/new-vpc";
export { type DriverAmi, type DriverAmiArgs, type DriverAmiOptions, driverAmi } from "./components/pins/driver-ami";
export {
  type BuiltImage,
  type ImageFacts,
  type MachineImage,
  type PinnedImage,
  type PinOptions,
  pinnedImage,
} from "./components/pins/pinned-image";
export type { Copier } from "./components/registry/copy-buildspec";
export { ImageBuild, type ImageBuildArgs, type RefusedFindings, type TargetRegistry } from "./components/registry/image-build";
export type { Signer } from "./components/registry/image-buildspec";
export { ImageRegistry, type ImageRegistryArgs, type ImageRegistryOptions, type Retention } from "./components/registry/image-registry";
export type { KeepTagged } from "./components/registry/lifecycle";
export type { PullThrough } from "./components/registry/pull-through";
export type { DataSource, FsxDirectory, S3Prefix } from "./components/workstation/data";
export type { EfsDirectory } from "./components/workstation/efs";
export { GpuWorkstation } from "./components/workstation/gpu-workstation";
export type { GpuWorkstationArgs, GpuWorkstationOptions } from "./components/workstation/gpu-workstation-args";
export type { EbsVolume, Home } from "./components/workstation/home";
export type { Idle } from "./components/workstation/idle";
export type { Schedule } from "./components/workstation/schedule";
export type { Jupyter, Ssh } from "./components/workstation/sessions";
export type { BuildContext } from "./images/context";
export { type PackageImage, packageImage } from "./images/package-image";
export type { CommonArgs } from "./lib/common-args";
export type { Transform } from "./lib/transform";
export type { HostProxy } from "./lib/way-out";
export { type FoundLock, findLock, readLock } from "./lock/read";
export type { Lock } from "./lock/schema";
