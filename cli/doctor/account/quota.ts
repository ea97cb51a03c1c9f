import { findInstanceType, findVcpuQuota, type VcpuQuota } from "../../../catalog";
import type { Check } from "../check";
import type { AccountQuestion } from "./question";

export const QUOTA_ACTIONS = "servicequotas:GetServiceQuota and ec2:DescribeInstances";

/** Is there room for one more machine of this type in the account's quota of vCPUs? */
export async function quota(question: AccountQuestion): Promise<Check> {
  const { type, market, region } = question;
  const row = findVcpuQuota(type.family, market);
  if (!row) {
    return {
      check: "quota",
      status: "undecided",
      value: `no source states the quota of ${type.family} on ${market}`,
      remedy: "look for it in the console of Service Quotas, Amazon EC2",
    };
  }
  const [limit, used] = await Promise.all([limitOf(row, question), usedOf(row, question)]);
  const told = `${used} of ${limit} vCPUs of '${row.name}' are in use in ${region}`;
  if (limit - used >= type.vcpu) return { check: "quota", status: "pass", value: told, expected: `${type.vcpu} free` };
  return {
    check: "quota",
    status: "fail",
    value: told,
    expected: `${type.vcpu} free for a ${type.instanceType}`,
    remedy: `aws service-quotas request-service-quota-increase --region ${region} --service-code ec2 --quota-code ${row.code} --desired-value ${used + type.vcpu}`,
  };
}

/** The account's own value; AWS's default where nobody ever changed it. */
async function limitOf({ code }: VcpuQuota, { clients }: AccountQuestion): Promise<number> {
  const { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand, NoSuchResourceException } = await import(
    "@aws-sdk/client-service-quotas"
  );
  const asked = { ServiceCode: "ec2", QuotaCode: code };
  try {
    const { Quota } = await clients.quotas.send(new GetServiceQuotaCommand(asked));
    return Quota?.Value ?? 0;
  } catch (error) {
    if (!(error instanceof NoSuchResourceException)) throw error;
    const { Quota } = await clients.quotas.send(new GetAWSDefaultServiceQuotaCommand(asked));
    return Quota?.Value ?? 0;
  }
}

/** vCPUs of what runs, or starts, and counts against the quota. */
async function usedOf({ families, market }: VcpuQuota, { clients }: AccountQuestion): Promise<number> {
  const { paginateDescribeInstances } = await import("@aws-sdk/client-ec2");
  const filters = [
    { Name: "instance-state-name", Values: ["pending", "running"] },
    { Name: "instance-type", Values: families.map((family) => `${family}.*`) },
  ];
  let used = 0;
  for await (const { Reservations = [] } of paginateDescribeInstances({ client: clients.ec2 }, { Filters: filters })) {
    for (const { InstanceType = "", InstanceLifecycle, CpuOptions } of Reservations.flatMap(({ Instances = [] }) => Instances)) {
      // Capacity Blocks count against quotas of their own.
      if (InstanceLifecycle === "capacity-block" || (InstanceLifecycle === "spot") !== (market === "spot")) continue;
      used += findInstanceType(InstanceType)?.vcpu ?? (CpuOptions?.CoreCount ?? 0) * (CpuOptions?.ThreadsPerCore ?? 0);
    }
  }
  return used;
}
