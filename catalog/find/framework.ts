import { type FrameworkArchitecture, findWheel } from "../tables/framework-architectures";
import type { CpuArchitecture } from "../tables/instance-types";
import { minorOf } from "../version";

/**
 * What a public PyTorch wheel was compiled for: torch `2.8.0` or `2.8.0+cu128`, CUDA `12.8` where the torch version does not say it.
 * Builds of NVIDIA's own (`2.8.0a0+5228986c39`) are no such wheels.
 */
export function findFrameworkArchitecture(
  torch: string,
  cuda?: string,
  platform: CpuArchitecture = "x86_64",
): FrameworkArchitecture | undefined {
  const [version = "", local] = torch.trim().replace(/^v/i, "").split("+", 2);
  if (!/^\d+\.\d+(\.\d+)?$/.test(version)) return undefined;
  const tagged = /^cu(\d+)(\d)$/.exec(local ?? "");
  const minor = tagged ? `${tagged[1]}.${tagged[2]}` : cuda === undefined || local !== undefined ? undefined : minorOf(cuda);
  if (minor === undefined) return undefined;
  return findWheel(version, minor, platform);
}
