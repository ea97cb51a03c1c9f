import { afterEach, describe, expect, it, vi } from "vitest";
import { type Answer, startAnswers } from "./aws-answers";
import { runCommand } from "./run-command";

afterEach(() => vi.unstubAllEnvs());

const quota = (value: number): Answer => ({ body: JSON.stringify({ Quota: { ServiceCode: "ec2", QuotaCode: "x", Value: value } }) });
const instances = (...lines: string[]): Answer => ({
  body: `<DescribeInstancesResponse><reservationSet><item><instancesSet>${lines.join("")}</instancesSet></item></reservationSet></DescribeInstancesResponse>`,
});
const instance = (type: string, lifecycle = "") =>
  `<item><instanceId>i-1</instanceId><instanceType>${type}</instanceType>${lifecycle ? `<instanceLifecycle>${lifecycle}</instanceLifecycle>` : ""}</item>`;
const offerings = (...zones: string[]): Answer => ({
  body: `<DescribeInstanceTypeOfferingsResponse><instanceTypeOfferingSet>${zones
    .map((zone) => `<item><instanceType>x</instanceType><locationType>availability-zone</locationType><location>${zone}</location></item>`)
    .join("")}</instanceTypeOfferingSet></DescribeInstanceTypeOfferingsResponse>`,
});
const reservations = (items = ""): Answer => ({
  body: `<DescribeCapacityReservationsResponse><capacityReservationSet>${items}</capacityReservationSet></DescribeCapacityReservationsResponse>`,
});
const scores = (items: string): Answer => ({
  body: `<GetSpotPlacementScoresResponse><spotPlacementScoreSet>${items}</spotPlacementScoreSet></GetSpotPlacementScoresResponse>`,
});
const READY: Record<string, Answer> = {
  GetServiceQuota: quota(64),
  DescribeInstances: instances(),
  DescribeInstanceTypeOfferings: offerings("us-east-1b", "us-east-1a"),
  DescribeCapacityReservations: reservations(),
  GetSpotPlacementScores: scores(
    "<item><region>us-east-1</region><availabilityZoneId>use1-az1</availabilityZoneId><score>7</score></item>",
  ),
};

async function account(answers: Record<string, Answer>, ...args: string[]) {
  const aws = await startAnswers(answers);
  for (const [name, value] of Object.entries(aws.env)) vi.stubEnv(name, value);
  try {
    const run = await runCommand(["doctor", "account", "--region", "us-east-1", "--json", ...args]);
    const report = run.out === "" ? undefined : (JSON.parse(run.out) as { checks: { check: string }[] });
    return { ...run, asked: aws.asked, checks: Object.fromEntries((report?.checks ?? []).map((one) => [one.check, one])) };
  } finally {
    await aws.stop();
  }
}

describe("doctor account", () => {
  it("passes where there is quota, a zone and a score", async () => {
    const { code, checks } = await account(READY, "--instance-type", "g6.xlarge", "--spot");
    expect(code).toBe(0);
    expect(checks).toEqual({
      quota: {
        check: "quota",
        status: "pass",
        value: "0 of 64 vCPUs of 'All G and VT Spot Instance Requests' are in use in us-east-1",
        expected: "4 free",
      },
      offering: { check: "offering", status: "pass", value: "us-east-1a, us-east-1b" },
      reservations: { check: "reservations", status: "not-applicable", value: "the account has no reservation of g6.xlarge in us-east-1" },
      "spot-placement-score": { check: "spot-placement-score", status: "pass", value: "use1-az1 7/10" },
      ami: { check: "ami", status: "not-applicable", value: "no AMI was named; --ami family@release asks for it" },
    });
  });

  it("gives the one command that raises a quota that is used up, counting what runs in the same market", async () => {
    const { code, checks, asked } = await account(
      { ...READY, GetServiceQuota: quota(192), DescribeInstances: instances(instance("p5.48xlarge"), instance("p4d.24xlarge", "spot")) },
      "--instance-type",
      "p5.48xlarge",
    );
    expect(code).toBe(1);
    expect(checks.quota).toMatchObject({
      status: "fail",
      value: "192 of 192 vCPUs of 'Running On-Demand P instances' are in use in us-east-1",
      remedy:
        "aws service-quotas request-service-quota-increase --region us-east-1 --service-code ec2 --quota-code L-417A185B --desired-value 384",
    });
    expect(asked.join("\n")).toContain('"QuotaCode":"L-417A185B"');
  });

  it.each([
    ["g6.xlarge", "--spot", "L-3819A6DF"],
    ["p4d.24xlarge", "--spot", "L-7212CCBC"],
    ["p5en.48xlarge", "--spot", "L-C4BD4855"],
    ["g6.xlarge", undefined, "L-DB2E81BA"],
  ])("asks for the quota of %s %s by the code that AWS documents", async (type, spot, code) => {
    const { asked } = await account(READY, "--instance-type", type, ...(spot ? [spot] : []));
    expect(asked.join("\n")).toContain(`"QuotaCode":"${code}"`);
  });

  it("does not guess a quota that no source states", async () => {
    const { code, checks } = await account(READY, "--instance-type", "p6-b200.48xlarge", "--spot");
    expect(checks.quota).toMatchObject({ status: "undecided", value: "no source states the quota of p6-b200 on spot" });
    expect(code).toBe(3);
  });

  it("takes AWS's default where the account never changed the quota", async () => {
    const { checks } = await account(
      { ...READY, GetServiceQuota: { error: "NoSuchResourceException" }, GetAWSDefaultServiceQuota: quota(0) },
      "--instance-type",
      "g6.xlarge",
    );
    expect(checks.quota).toMatchObject({ status: "fail", value: expect.stringMatching(/^0 of 0 vCPUs/) as unknown });
  });

  it("names the regions that have the type where this one does not", async () => {
    const { checks } = await account({ ...READY, DescribeInstanceTypeOfferings: offerings() }, "--instance-type", "g6.xlarge");
    expect(checks.offering).toMatchObject({
      status: "fail",
      value: "no zone of us-east-1 offers g6.xlarge",
      remedy: expect.stringMatching(/^the catalog knows it in us-east-2/) as unknown,
    });
  });

  it("shows reservations, and that spot never uses them", async () => {
    const { checks } = await account(
      {
        ...READY,
        DescribeCapacityReservations: reservations(
          "<item><capacityReservationId>cr-1</capacityReservationId><availabilityZone>us-east-1a</availabilityZone><totalInstanceCount>2</totalInstanceCount><availableInstanceCount>1</availableInstanceCount><instanceMatchCriteria>targeted</instanceMatchCriteria></item>",
        ),
      },
      "--instance-type",
      "p5.48xlarge",
      "--spot",
    );
    expect(checks.reservations).toEqual({
      check: "reservations",
      status: "pass",
      value: "cr-1 (targeted, us-east-1a): 1 of 2 free",
      remedy: "spot machines never use a reservation; drop --spot to use it",
    });
  });

  it("says of each check which right is missing, and goes on", async () => {
    const { code, checks, err } = await account(
      { DescribeInstanceTypeOfferings: offerings("us-east-1a") },
      "--instance-type",
      "g6.xlarge",
      "--spot",
      "--ami",
      "ecs-gpu-al2023@20260226",
    );
    expect(err).toBe("");
    expect(code).toBe(3);
    expect(checks).toMatchObject({
      quota: { status: "undecided", remedy: "allow servicequotas:GetServiceQuota and ec2:DescribeInstances" },
      offering: { status: "pass" },
      reservations: { status: "undecided", remedy: "allow ec2:DescribeCapacityReservations" },
      "spot-placement-score": { status: "undecided", remedy: "allow ec2:GetSpotPlacementScores" },
      ami: { status: "undecided", value: "the credentials may not read; allow ssm:GetParameter and ec2:DescribeImages" },
    });
  });

  it.each([
    [["--instance-type", "g6.xlrage"], "'g6.xlrage' is not in the catalog; nearest: g6.xlarge"],
    [[], "name the type: --instance-type g6.xlarge"],
    [["--instance-type", "g6.xlarge", "--ami", "x"], "--ami 'x' must be family@release or family@release/kubernetes"],
  ])("refuses %j in words", async (args, problem) => {
    const { code, err } = await runCommand(["doctor", "account", "--region", "us-east-1", ...args]);
    expect(err).toContain(problem);
    expect(code).toBe(2);
  });
});
