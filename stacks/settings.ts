import { nearest } from "../catalog";
import type { Lock } from "../lock/schema";
import { ConfigError } from "./config-problem";
import { ENVIRONMENT_NAMES, ENVIRONMENTS, type Environment, type EnvironmentName } from "./environments";
import { fixOf, readStackConfig, type StackConfig } from "./schema";

export interface Settings {
  readonly region: string;
  /** The record of `environments.ts`, with what the stack's file overrides. */
  readonly environment: Environment;
  readonly config: StackConfig;
}

/** What a stack is: its environment's record, under the configuration of its file. */
export function settingsOf(stack: string, raw: Readonly<Record<string, string>>, lock: Lock): Settings {
  const config = readStackConfig(stack, raw, lock);
  const base: Environment = ENVIRONMENTS[environmentName(stack, config)];
  const {
    image = base.image,
    ami = base.ami,
    instanceTypes = base.instanceTypes,
    capacity = base.capacity,
    copyImage = base.copyImage,
  } = config;
  return { region: config.region, environment: { ...base, image, ami, instanceTypes, capacity, copyImage }, config };
}

function environmentName(stack: string, { environment }: StackConfig): EnvironmentName {
  const name = environment ?? ENVIRONMENT_NAMES.find((known) => known === stack);
  if (name !== undefined) return name;
  throw new ConfigError(stack, [
    {
      key: "gpu:environment",
      problem: `is not set, and no environment is called '${stack}'; near are ${nearest(stack, ENVIRONMENT_NAMES).join(", ")}`,
      fix: fixOf("environment"),
    },
  ]);
}
