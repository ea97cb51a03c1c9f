import { type ColdStartBudget, coldStartBudget } from "../../catalog";
import type { Lock } from "../../lock/schema";
import { fieldsOf, type GpuHost, listOf } from "./gpu-hosts";

/** How long a host takes until it works, on one of its types. */
export interface HostColdStart {
  readonly host: GpuHost;
  readonly budget: ColdStartBudget;
}

/** One budget for each host and known type, from its claims, its volume and the lock. */
export const coldStarts = (hosts: readonly GpuHost[], lock: Lock | undefined): HostColdStart[] =>
  hosts.flatMap((host) => {
    const imageBytes = imageBytesOf(host, lock);
    const volumeMiBps = volumeMiBpsOf(host);
    const modelGiB = host.claims.model === undefined ? undefined : Number(host.claims.model);
    return host.types.map((instanceType) => ({
      host,
      budget: coldStartBudget({
        instanceType,
        ...(imageBytes === undefined ? {} : { imageBytes }),
        ...(volumeMiBps === undefined ? {} : { volumeMiBps }),
        ...(modelGiB === undefined || Number.isNaN(modelGiB) ? {} : { modelGiB }),
      }),
    }));
  });

/** The claim holds the first characters of the digest. */
function imageBytesOf({ claims }: GpuHost, lock: Lock | undefined): number | undefined {
  const { digest } = claims;
  return digest === undefined
    ? undefined
    : Object.values(lock?.images ?? {}).find((row) => row.digest.startsWith(`sha256:${digest}`))?.sizeBytes;
}

/** Throughput that was bought for the root volume. */
function volumeMiBpsOf({ resource }: GpuHost): number | undefined {
  const [throughput] = listOf(resource.props.blockDeviceMappings).map((mapping) => fieldsOf(fieldsOf(mapping).ebs).throughput);
  return typeof throughput === "number" ? throughput : undefined;
}
