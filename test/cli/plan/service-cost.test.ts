import { describe, expect, it } from "vitest";
import { TAG } from "../../../catalog/labels";
import { UNKNOWN } from "../../../catalog/unknown";
import { costOf } from "../../../cli/plan/cost";
import { costLines } from "../../../cli/plan/cost-text";
import { gpuHosts } from "../../../cli/plan/gpu-hosts";
import type { PlannedResource } from "../../../plan/resource";
import { group, planned, planOf, template } from "./planned";

const cost = (resources: readonly PlannedResource[], region = "us-east-1") => {
  const plan = planOf(resources, { config: { "aws:region": region } });
  return costOf(plan, gpuHosts(plan));
};
const disk = (ebs: Record<string, unknown>) => ({ blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs }] });
const host = (ebs: Record<string, unknown>) => template({ [TAG.types]: "g6.xlarge", [TAG.capacity]: "on-demand" }, disk(ebs));

describe("what stands beside the machines", () => {
  it("is counted by the month: keys, secrets, addresses", () => {
    const { services, standingUsdPerMonth, notCounted } = cost([
      planned("aws:kms/key:Key", "a"),
      planned("aws:kms/key:Key", "b"),
      planned("aws:secretsmanager/secret:Secret", "token"),
      planned("aws:ec2/eip:Eip", "nat"),
      planned("aws:kms/key:Key", "exists", {}, { read: true }),
    ]);
    expect(services).toMatchObject([
      { part: "kms-key", region: "us-east-1", count: 2, usdPerMonth: 2 },
      { part: "public-ipv4", count: 1, usdPerMonth: 3.65 },
      { part: "secret", count: 1, usdPerMonth: 0.4 },
    ]);
    expect(standingUsdPerMonth).toBe(6.05);
    expect(notCounted).toEqual([]);
  });

  it("counts the volume of each machine that may run, with what is provisioned above the baseline", () => {
    const machine = host({ volumeType: "gp3", volumeSize: 100, iops: 4000, throughput: 225 });
    const sizes = { minSize: 0, desiredCapacity: 1, maxSize: 2 };
    expect(cost([machine, group("a", machine, sizes)]).services).toMatchObject([
      { part: "ebs-gp3", count: 2, gb: 200, usdPerMonth: 2 * (100 * 0.08 + 1000 * 0.005 + 100 * 0.04) },
    ]);
  });

  it.each([
    ["another type", { volumeType: "io2", volumeSize: 100 }],
    ["a size that is not known", { volumeType: "gp3", volumeSize: UNKNOWN }],
    ["IOPS that are not known", { volumeType: "gp3", volumeSize: 100, iops: UNKNOWN }],
  ])("names without a price a volume of %s", (_, ebs) => {
    const machine = host(ebs);
    const { services, notCounted } = cost([machine, group("a", machine, { desiredCapacity: 1 })]);
    expect(services).toEqual([]);
    expect(notCounted).toEqual(["1 x EBS volume of a machine, per GB-month"]);
  });

  it("names without a price what lies in a region that nobody read", () => {
    const { services, notCounted } = cost([planned("aws:kms/key:Key", "a"), planned("aws:ec2/eip:Eip", "b")], "eu-west-1");
    expect(services).toMatchObject([{ part: "public-ipv4", region: "eu-west-1" }]);
    expect(notCounted).toEqual(["1 x KMS key, per month"]);
  });
});

describe("what is charged by use", () => {
  it("has its rate and no sum", () => {
    const build = { type: "LINUX_CONTAINER", computeType: "BUILD_GENERAL1_SMALL" };
    const { services, standingUsdPerMonth } = cost([
      planned("aws:cloudwatch/logGroup:LogGroup", "logs"),
      planned("aws:codebuild/project:Project", "copy", { environment: build }),
      planned("aws:ecr/repository:Repository", "images"),
      planned("aws:efs/fileSystem:FileSystem", "home"),
    ]);
    expect(services).toMatchObject([
      { part: "cloudwatch-logs", use: { usdPerGb: 0.5, usdPerGbMonth: 0.03 } },
      { part: "codebuild-minute", use: { usdPerMinute: 0.005 } },
      { part: "ecr", use: { usdPerGbMonth: 0.1 } },
      { part: "efs", use: { usdPerGbMonth: 0.3 } },
    ]);
    expect(services.some(({ usdPerMonth }) => usdPerMonth !== undefined)).toBe(false);
    expect(standingUsdPerMonth).toBe(0);
  });

  it("stays without a price for a build machine or a file system of another kind", () => {
    const arm = { environment: { type: "ARM_CONTAINER", computeType: "BUILD_GENERAL1_SMALL" } };
    const { services, notCounted } = cost([
      planned("aws:codebuild/project:Project", "copy", arm),
      planned("aws:efs/fileSystem:FileSystem", "home", { availabilityZoneName: "us-east-1a" }),
    ]);
    expect(services).toEqual([]);
    expect(notCounted).toEqual(["1 x CodeBuild, per build minute", "1 x EFS storage, per GB-month"]);
  });
});

it("prints each part and the month of all of it", () => {
  const machine = host({ volumeType: "gp3", volumeSize: 100 });
  const lines = costLines(cost([machine, group("a", machine, { desiredCapacity: 1 }), planned("aws:kms/key:Key", "k")]), 80);
  expect(lines.slice(-3)).toEqual([
    "  1 x EBS gp3 volume in us-east-1, 100 GB: $8.00 a month",
    "  1 x KMS key in us-east-1: $1.00 a month",
    "  with the machines: $596.50 a month, and what is used",
  ]);
  expect(costLines(cost([planned("aws:kms/key:Key", "k")]), 80)).toEqual([
    "  1 x KMS key in us-east-1: $1.00 a month",
    "  all of it: $1.00 a month, and what is used",
  ]);
});
