import { z } from "zod";
import { findInstanceType, INSTANCE_TYPES, nearest } from "../catalog";
import { CAPACITIES } from "../components/host/capacity";
import { ENDPOINT_SERVICES } from "../components/network/interface-endpoints";
import type { Lock } from "../lock/schema";
import { ConfigError, type ConfigProblem } from "./config-problem";
import { ENVIRONMENT_NAMES } from "./environments";

/** Values arrive as text: `pulumi config set` writes text, and lists and objects of the file come as JSON. */
const json = (value: unknown): unknown => {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};
const list = (value: unknown): unknown => {
  const parsed = json(value);
  return typeof parsed === "string" ? parsed.split(",").map((item) => item.trim()) : parsed;
};
const number = (value: unknown): unknown => (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value);
const boolean = (value: unknown): unknown => (value === "true" ? true : value === "false" ? false : value);

const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: ({ input }) => `must be one of ${values.join(", ")}, got '${String(input)}'` });
const numeric = (rule: string) => z.number({ error: ({ input }) => `must be ${rule}, got '${String(input)}'` });
const arn = (service: string) =>
  z.string().regex(new RegExp(`^arn:aws[a-z-]*:${service}:`), `must be an ARN that begins with arn:aws:${service}:`);
const zones = z.array(z.string()).min(1, "name at least one zone");

const MINUTES = "a whole number from 2 to 1440";

const network = z
  .strictObject({
    existing: z
      .strictObject({
        vpcId: z.string().regex(/^vpc-[0-9a-f]+$/, "must be a VPC id such as vpc-0a1b2c3d4e5f60718"),
        subnetIds: z
          .array(z.string().regex(/^subnet-[0-9a-f]+$/, "must be a subnet id such as subnet-0a1b2c3d4e5f60718"))
          .min(1, "name at least one subnet"),
        securityGroupIds: z
          .array(z.string().regex(/^sg-[0-9a-f]+$/, "must be a security group id such as sg-0a1b2c3d4e5f60718"))
          .optional(),
        routeTableIds: z.array(z.string().regex(/^rtb-[0-9a-f]+$/, "must be a route table id such as rtb-0a1b2c3d4e5f60718")).optional(),
      })
      .optional(),
    newVpc: z
      .strictObject({
        cidr: z.string().optional(),
        availabilityZones: zones,
        subnets: oneOf(["public", "private"]).optional(),
        nat: oneOf(["none", "single", "per-zone"]).optional(),
      })
      .optional(),
    interfaceEndpoints: z.array(oneOf(ENDPOINT_SERVICES)).optional(),
    proxy: z
      .strictObject({ http: z.string().optional(), https: z.string().optional(), noProxy: z.array(z.string()).optional() })
      .optional(),
    caBundle: z.string().optional(),
  })
  .refine(({ existing, newVpc }) => (existing === undefined) !== (newVpc === undefined), "needs either existing or newVpc");

const settings = (lock: Lock) =>
  z.strictObject({
    /** Which record of `environments.ts` the stack takes; the stack's own name unless set. */
    environment: oneOf(ENVIRONMENT_NAMES).optional(),
    region: z.string({ error: "is not set" }).regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, "must be a region such as us-east-1"),
    network: z.preprocess(json, z.custom((value) => value !== undefined, "is not set").pipe(network)),
    image: z.string().min(1).optional(),
    ami: z
      .string()
      .regex(
        /^([a-z0-9-]+@[^@/\s]+(\/\d+\.\d+)?|ami-[0-9a-f]{8,17})$/,
        "must be family@release, or the id of an AMI that the lock declares",
      )
      .refine((ami) => !ami.endsWith("@latest"), "must name one exact release: what latest names moves, and its driver with it")
      .optional(),
    instanceTypes: z.preprocess(list, z.array(instanceType(lock)).min(1, "name at least one type").optional()),
    capacity: oneOf(CAPACITIES).optional(),
    fallbackAfterMinutes: z.preprocess(
      number,
      numeric(MINUTES).int(`must be ${MINUTES}`).min(2, `must be ${MINUTES}`).max(1440, `must be ${MINUTES}`).optional(),
    ),
    size: z.preprocess(number, z.union([z.literal(0), z.literal(1)], "must be 0 or 1").optional()),
    copyImage: z.preprocess(boolean, z.boolean("must be true or false").optional()),
    /** Most USD an hour that the instances may cost by the catalog, bought on demand. */
    maxUsdPerHour: z.preprocess(number, numeric("a number above 0").positive("must be a number above 0").optional()),
    /** Log-in of the image's registry: of the copy in the account, or of the machine where nothing is copied. */
    upstreamSecretArn: arn("secretsmanager").optional(),
    kmsKeyArn: arn("kms").optional(),
    permissionsBoundary: arn("iam").optional(),
    rolePath: z
      .string()
      .regex(/^\/([!-~]+\/)?$/, "must begin and end with a slash")
      .optional(),
    tags: z.preprocess(json, z.record(z.string(), z.string()).optional()),
  });

const instanceType = (lock: Lock) =>
  z
    .string()
    .refine((type) => findInstanceType(type) !== undefined || lock.declared.instanceTypes?.some((row) => row.instanceType === type), {
      error: ({ input }) =>
        `'${String(input)}' is no GPU instance type of the catalog; use ${nearest(String(input), Object.keys(INSTANCE_TYPES)).join(", ")}, or declare it in gpu.lock.json`,
    });

export type StackConfig = z.infer<ReturnType<typeof settings>>;

const EXAMPLES: Readonly<Record<keyof StackConfig, string>> = {
  environment: "gpu:environment dev",
  region: "aws:region us-east-1",
  network: "--path 'gpu:network.newVpc.availabilityZones[0]' us-east-1a",
  image: "gpu:image pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime",
  ami: "gpu:ami dlami-base-oss-al2023@20260901",
  instanceTypes: "gpu:instanceTypes g6.xlarge,g5.xlarge",
  capacity: "gpu:capacity spot",
  fallbackAfterMinutes: "gpu:fallbackAfterMinutes 10",
  size: "gpu:size 1",
  copyImage: "gpu:copyImage true",
  maxUsdPerHour: "gpu:maxUsdPerHour 2",
  upstreamSecretArn: "gpu:upstreamSecretArn <ARN of the secret>",
  kmsKeyArn: "gpu:kmsKeyArn <ARN of the key>",
  permissionsBoundary: "gpu:permissionsBoundary <ARN of the policy>",
  rolePath: "gpu:rolePath /gpu/",
  tags: "--path 'gpu:tags.team' vision",
};

const NETWORK_EXAMPLES: Readonly<Record<string, string>> = {
  "existing.vpcId": "vpc-0a1b2c3d4e5f60718",
  "existing.subnetIds": "subnet-0a1b2c3d4e5f60718",
  "existing.securityGroupIds": "sg-0a1b2c3d4e5f60718",
  "existing.routeTableIds": "rtb-0a1b2c3d4e5f60718",
  "newVpc.cidr": "10.0.0.0/16",
  "newVpc.availabilityZones": "us-east-1a",
  "newVpc.subnets": "public",
  "newVpc.nat": "single",
  interfaceEndpoints: "ssm",
  "proxy.https": "http://proxy.internal:3128",
};
const LISTS = /Ids$|Zones$|Endpoints$/;

/** The command that sets a key, or a part of it, to a value that would be accepted. */
export function fixOf(key: keyof StackConfig, path: readonly string[] = []): string {
  const names = path.filter((part) => !/^\d+$/.test(part)).join(".");
  const example = key === "network" && Object.hasOwn(NETWORK_EXAMPLES, names) ? NETWORK_EXAMPLES[names] : undefined;
  if (example === undefined) return `pulumi config set ${EXAMPLES[key]}`;
  const item = LISTS.test(names) ? `[${path.find((part) => /^\d+$/.test(part)) ?? "0"}]` : "";
  return `pulumi config set --path 'gpu:network.${names}${item}' ${example}`;
}

const keyOf = (name: string): string => (name === "region" ? "aws:region" : `gpu:${name}`);
const isKey = (name: string): name is keyof StackConfig => Object.hasOwn(EXAMPLES, name);

/** Reads a stack's configuration, all keys with their namespace; throws a `ConfigError` with every problem, its key and the command that mends it. */
export function readStackConfig(stack: string, raw: Readonly<Record<string, string>>, lock: Lock): StackConfig {
  const own = Object.entries(raw)
    .filter(([key]) => key.startsWith("gpu:"))
    .map(([key, value]) => [key.slice("gpu:".length), value]);
  const result = settings(lock).safeParse({ ...Object.fromEntries(own), region: raw["aws:region"] });
  if (result.success) return result.data;
  throw new ConfigError(stack, result.error.issues.flatMap(problemsOf));
}

function problemsOf(issue: z.core.$ZodIssue): ConfigProblem[] {
  const [name = "", ...rest] = issue.path.map(String);
  if (issue.code === "unrecognized_keys" && name === "")
    return issue.keys.map((key) => ({
      key: keyOf(key),
      problem: `is no key of this program; near are ${nearest(key, Object.keys(EXAMPLES)).map(keyOf).join(", ")}`,
      fix: `pulumi config rm ${keyOf(key)}`,
    }));
  const path = rest.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join("");
  return [{ key: `${keyOf(name)}${path}`, problem: issue.message, fix: isKey(name) ? fixOf(name, rest) : "" }];
}
