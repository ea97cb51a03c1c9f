import type { Handler } from "../handler";

/** Loaded at first use: a program that has no Lambda function does not load its client. */
const SERVICES: Readonly<Record<string, () => Promise<Readonly<Record<string, Handler>>>>> = {
  ecr: async () => (await import("./ecr")).ECR,
  ec2: async () => (await import("./launch-template")).LAUNCH_TEMPLATE,
};

/** The handler of a type token such as `aws:ecr/repository:Repository`. */
export async function handlerOf(type: string): Promise<Handler> {
  const service = type.split(":")[1]?.split("/")[0] ?? "";
  const found = (await SERVICES[service]?.())?.[type];
  if (found === undefined) throw new Error(`the stand-in provider has no ${type}; add it in test/rig/provider/resources`);
  return found;
}
