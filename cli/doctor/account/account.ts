import { parseArgs } from "node:util";
import { findInstanceType, INSTANCE_TYPES, type InstanceType, nearest } from "../../../catalog";
import { type Io, UsageError } from "../../command";
import { readAmi } from "../../explain/question-json";
import { type Check, exitCodeOf, renderChecks } from "../check";
import { refusal } from "../refusal";
import { AMI_ACTIONS, ami } from "./ami";
import { OFFERING_ACTIONS, offering } from "./offering";
import { placementScore, SCORE_ACTIONS } from "./placement-score";
import type { AccountQuestion } from "./question";
import { QUOTA_ACTIONS, quota } from "./quota";
import { RESERVATION_ACTIONS, reservations } from "./reservations";

const CHECKS: readonly { name: string; actions: string; look: (question: AccountQuestion) => Promise<Check> }[] = [
  { name: "quota", actions: QUOTA_ACTIONS, look: quota },
  { name: "offering", actions: OFFERING_ACTIONS, look: offering },
  { name: "reservations", actions: RESERVATION_ACTIONS, look: reservations },
  { name: "spot-placement-score", actions: SCORE_ACTIONS, look: placementScore },
  { name: "ami", actions: AMI_ACTIONS, look: ami },
];

/** `pulumi-gpu doctor account`: what stands between this account and a machine of a type, before anything is launched. */
export async function doctorAccount(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      region: { type: "string" },
      "instance-type": { type: "string" },
      spot: { type: "boolean" },
      ami: { type: "string" },
      json: { type: "boolean" },
    },
  });
  const region = values.region ?? io.env.AWS_REGION ?? io.env.AWS_DEFAULT_REGION;
  if (region === undefined) throw new UsageError("name the region: --region us-east-1");
  const type = typeOf(values["instance-type"]);
  const amiName = values.ami === undefined ? undefined : readAmi(values.ami);
  if (values.ami !== undefined && !amiName)
    throw new UsageError(`--ami '${values.ami}' must be family@release or family@release/kubernetes`);
  const question: AccountQuestion = {
    region,
    type,
    market: values.spot ? "spot" : "on-demand",
    ...(amiName ? { ami: amiName } : {}),
    clients: await accountClients(region),
  };
  const checks = await Promise.all(
    CHECKS.map(({ name, actions, look }) =>
      look(question).catch((error: unknown): Check => ({ check: name, status: "undecided", ...refusal(error, actions) })),
    ),
  );
  const asked = { region, instanceType: type.instanceType, market: question.market, ...(values.ami ? { ami: values.ami } : {}) };
  if (values.json) io.out(`${JSON.stringify({ schema: "pulumi-gpu.account/1", ...asked, checks }, null, 2)}\n`);
  else io.out(`One ${type.instanceType}, ${question.market}, in ${region}\n${renderChecks(checks, io)}\n`);
  return exitCodeOf(checks);
}

function typeOf(name: string | undefined): InstanceType {
  if (name === undefined) throw new UsageError("name the type: --instance-type g6.xlarge");
  const found = findInstanceType(name);
  if (!found) throw new UsageError(`'${name}' is not in the catalog; nearest: ${nearest(name, Object.keys(INSTANCE_TYPES)).join(", ")}`);
  return found;
}

/** Loaded only here: the SDK costs more than every other command. */
async function accountClients(region: string): Promise<AccountQuestion["clients"]> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const [{ EC2Client }, { ServiceQuotasClient }, { SSMClient }] = await Promise.all([
    import("@aws-sdk/client-ec2"),
    import("@aws-sdk/client-service-quotas"),
    import("@aws-sdk/client-ssm"),
  ]);
  const options = { region, maxAttempts: 3, requestHandler: { connectionTimeout: 10_000, requestTimeout: 30_000 } };
  return { ec2: new EC2Client(options), quotas: new ServiceQuotasClient(options), ssm: new SSMClient(options) };
}
