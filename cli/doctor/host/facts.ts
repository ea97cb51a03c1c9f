import { execFile } from "node:child_process";
import type { KernelModule, Question } from "../../../catalog/question";
import type { Io } from "../../command";
import type { Check } from "../check";

/** What a host says of itself, as the verdict takes it. What it did not say is absent. */
export type HostFacts = Pick<
  Question,
  "driver" | "gpu" | "gpuCount" | "instanceType" | "kernelModule" | "fabricManager" | "containerToolkit" | "mig"
>;

/** Facts out of the checks' values: what is there counts, whether or not it was promised. */
export function factsOf(checks: readonly Check[], toolkit: string | undefined, instanceType: string | undefined): HostFacts {
  const value = (name: string) => checks.find(({ check }) => check === name)?.value ?? "";
  const driver = /^\d+\.[\d.]+$/.exec(value("driver"))?.[0];
  const [, count, gpu] = /^(\d+) (.+)$/.exec(value("gpus")) ?? [];
  const module = /^(open|proprietary|grid)$/.exec(value("kernel-module"))?.[0] as KernelModule | undefined;
  const manager = /Fabric Manager ([\d.]+)/.exec(value("fabric-manager"))?.[1];
  return {
    ...(driver === undefined ? {} : { driver }),
    ...(gpu === undefined || gpu === "GPUs" ? {} : { gpu, gpuCount: Number(count) }),
    ...(instanceType === undefined ? {} : { instanceType }),
    ...(module === undefined ? {} : { kernelModule: module }),
    ...(manager === undefined ? {} : { fabricManager: manager }),
    ...(toolkit === undefined ? {} : { containerToolkit: toolkit }),
    ...(value("mig") === "Disabled" ? { mig: false as const } : {}),
  };
}

/** Version of the NVIDIA Container Toolkit; undefined where it does not answer. */
export const toolkitVersion = (env: Io["env"]): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile("nvidia-ctk", ["--version"], { env: { ...env }, timeout: 10_000 }, (_, stdout) =>
      resolve(/version (\d+\.\d+\.\d+)/.exec(stdout)?.[1]),
    );
  });
