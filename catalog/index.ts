export type { Axis, AxisResult, Status, Verdict, WayOut } from "./answer";
export { CATALOG_DATE } from "./catalog-date";
export {
  type ColdStartBudget,
  type ColdStartPhase,
  type ColdStartPhaseName,
  type ColdStartQuestion,
  coldStartBudget,
  longestColdStart,
} from "./cold-start/cold-start-budget";
export type { Declared, DeclaredAmi, DeclaredImage, DeclaredInstanceType, DeclaredRows } from "./declared";
export { amiCandidates, driverOf, findAmi, findAmiFamily, type HostDriver, kernelModuleOf } from "./find/ami";
export { findContainerToolkit } from "./find/container-toolkit";
export { cudaReleases, findCuda, findCudaFamily, findForwardCompatibility } from "./find/cuda";
export { findDriverBranch, findDriverRelease } from "./find/driver";
export { type ExpectedGpus, expectedGpus } from "./find/expected-gpus";
export { findFrameworkArchitecture } from "./find/framework";
export { findArchitecture, findGpu, findToolkitArchitecture, gpuNameKey } from "./find/gpu";
export { findImage } from "./find/image";
export { findInstanceType, findNvlinks, findVcpuQuota } from "./find/instance-type";
export { nearest } from "./find/nearest";
export { confidenceOf, rowRef } from "./find/row-ref";
export { formatReference, type ImageReference, parseReference } from "./image-reference";
export { LABEL, TAG } from "./labels";
export type { AmiName, Feature, InjectionMode, KernelModule, Question } from "./question";
export type { Confidence, RowRef, Sourced } from "./sourced";
export type { AmiFamily, AmiKernelModule, AmiRelease } from "./tables/amis/ami";
export { amiKey } from "./tables/amis/ami";
export { AMI_FAMILIES } from "./tables/amis/families";
export { amiReleases } from "./tables/amis/releases";
export { ARCHITECTURES, type ArchitectureSupport } from "./tables/architectures";
export { CONTAINER_TOOLKITS, type CompatLibraries, type ContainerToolkit } from "./tables/container-toolkits";
export { CUDA_FAMILIES, CUDA_TOOLKITS, type CudaFamily, type CudaToolkit } from "./tables/cuda-toolkits";
export { DRIVER_BRANCHES, type DriverBranch, type DriverBranchKind } from "./tables/driver-branches";
export { type DriverRelease, driverReleases } from "./tables/driver-releases";
export {
  FLASH_ATTENTION_HARDWARE,
  FLASH_ATTENTION_RELEASES,
  type FlashAttentionHardware,
  type FlashAttentionRelease,
} from "./tables/flash-attention";
export {
  type CompatCell,
  FORWARD_COMPATIBILITY,
  FORWARD_COMPATIBILITY_BASES,
  FORWARD_COMPATIBILITY_HARDWARE,
  type ForwardCompatibility,
  OLDER_FORWARD_COMPATIBILITY,
  type OlderForwardCompatibility,
} from "./tables/forward-compatibility";
export { FRAMEWORK_ARCHITECTURES, type FrameworkArchitecture } from "./tables/framework-architectures";
export { type Architecture, GPUS, type Gpu, type OpenKernelModule } from "./tables/gpus";
export type { Image } from "./tables/images/image";
export { images } from "./tables/images/images";
export {
  type BootMode,
  type CpuArchitecture,
  INSTANCE_TYPES,
  type InstanceType,
  OFFERED_REGIONS,
  type UsageClass,
} from "./tables/instance-types";
export { type NetworkPart, type NetworkPrice, networkPriceOf } from "./tables/network-prices";
export { NVLINKS, type NvlinkCount } from "./tables/nvlinks";
export { type OnDemandPrice, type Price, pricedTypes, priceOf, type SpotSample } from "./tables/prices";
export { VCPU_QUOTAS, type VcpuQuota } from "./tables/quotas";
export { type ServicePart, type ServicePrice, servicePriceOf } from "./tables/service-prices";
export { TOOLKIT_ARCHITECTURES, type ToolkitArchitecture } from "./tables/toolkit-architectures";
export { isUnknown, UNKNOWN, type Unknown } from "./unknown";
export { verdict } from "./verdict/verdict";
export { branchOf, compareVersions, isVersion, minorOf } from "./version";
