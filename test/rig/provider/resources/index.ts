import type { Handler } from "../handler";
import { factsOf } from "../replaces";
import { recorded } from "./recorded";

/** Loaded at first use: a program that has no Lambda function does not load its client. */
const SERVICES: Readonly<Record<string, () => Promise<Readonly<Record<string, Handler>>>>> = {
  autoscaling: async () => (await import("./autoscaling.js")).AUTOSCALING,
  cloudwatch: async () => ({ ...(await import("./logs.js")).LOGS, ...(await import("./events.js")).EVENTS }),
  codebuild: async () => (await import("./codebuild.js")).CODEBUILD,
  ebs: async () => (await import("./ebs.js")).EBS,
  ec2: async () => (await import("./ec2.js")).EC2,
  ecr: async () => (await import("./ecr.js")).ECR,
  efs: async () => (await import("./efs.js")).EFS,
  iam: async () => (await import("./iam.js")).IAM,
  kms: async () => (await import("./kms.js")).KMS,
  lambda: async () => (await import("./lambda.js")).LAMBDA,
  s3: async () => (await import("./s3.js")).S3,
  scheduler: async () => (await import("./scheduler.js")).SCHEDULER,
  secretsmanager: async () => (await import("./secrets-manager.js")).SECRETS_MANAGER,
  sfn: async () => (await import("./step-functions.js")).STEP_FUNCTIONS,
  sns: async () => (await import("./sns.js")).SNS,
  ssm: async () => (await import("./ssm.js")).SSM,
  vpc: async () => (await import("./security-group.js")).SECURITY_GROUP,
};

/** The handler of a type token such as `aws:ecr/repository:Repository`. */
export async function handlerOf(type: string): Promise<Handler> {
  const service = type.split(":")[1]?.split("/")[0] ?? "";
  const found = (await SERVICES[service]?.())?.[type] ?? (factsOf(type).notEmulated === undefined ? undefined : recorded);
  if (found === undefined) throw new Error(`the stand-in provider has no ${type}; add it in test/rig/provider/resources`);
  return found;
}
