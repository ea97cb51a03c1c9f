import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../../plan/plan";
import { planFolder } from "../../plan/run-folder";
import { ENVIRONMENT_NAMES } from "../../stacks/environments";
import { unpacked } from "../boot/unpacked";

const PROJECT = join(__dirname, "../..");
const plans = new Map<string, Plan>();
const plan = (stack: string): Plan => {
  const found = plans.get(stack);
  if (!found) throw new Error(`${stack} was not planned`);
  return found;
};
const only = (stack: string, type: string) => plan(stack).resources.filter((resource) => resource.type === type);

beforeAll(async () => {
  await Promise.all(ENVIRONMENT_NAMES.map(async (stack) => plans.set(stack, await planFolder(PROJECT, { stack }))));
}, 60_000);

describe.each(ENVIRONMENT_NAMES)("%s, planned without account, engine and network", (stack) => {
  it("has no problem, and waits for no answer of the cloud to decide what exists", () => {
    expect(plan(stack).problems).toEqual([]);
    expect(plan(stack).unanswered.filter(({ awaited }) => awaited)).toEqual([]);
  });

  it("admits nothing from outside", () => {
    const open = only(stack, "aws:ec2/securityGroup:SecurityGroup").filter(({ props }) =>
      JSON.stringify(props.ingress ?? []).includes("0.0.0.0/0"),
    );
    expect(open).toEqual([]);
  });

  it("tags what can be tagged with the environment", () => {
    const tagged = plan(stack).resources.filter(({ custom, props }) => custom && props.tags !== undefined);
    expect(tagged.length).toBeGreaterThan(10);
    // An Auto Scaling group has a list of tags, everything else a map.
    const carries = (tags: unknown) =>
      Array.isArray(tags)
        ? (tags as { key: string; value: string }[]).some(({ key, value }) => key === "environment" && value === stack)
        : (tags as Record<string, string>).environment === stack;
    expect(tagged.filter(({ props }) => !carries(props.tags)).map(({ urn }) => urn)).toEqual([]);
  });

  it("says which lock it used", () => {
    expect(plan(stack).outputs.lockFile).toBe(join(PROJECT, "gpu.lock.json"));
  });
});

describe("the differences", () => {
  it("buy dev on spot alone, and give staging and prod an on-demand group to fall back to", () => {
    const groups = (stack: string) => only(stack, "aws:autoscaling/group:Group").length;
    expect([groups("dev"), groups("staging"), groups("prod")]).toEqual([1, 2, 2]);
  });

  it("encrypt prod with a key of its own", () => {
    expect(only("dev", "aws:kms/key:Key")).toEqual([]);
    expect(only("prod", "aws:kms/key:Key").map(({ props }) => props.enableKeyRotation)).toEqual([true]);
    expect(only("prod", "aws:ecr/repository:Repository")[0]?.props.encryptionConfigurations).toEqual([
      expect.objectContaining({ encryptionType: "KMS" }),
    ]);
  });

  it("let a destroy of dev delete its images, and keep those of prod", () => {
    const forced = (stack: string) => only(stack, "aws:ecr/repository:Repository").map(({ props }) => props.forceDelete);
    expect([forced("dev"), forced("prod")]).toEqual([[true], [false]]);
  });
});

it("hands the log-in of a private registry to whoever fetches the image: the machine, or the copy in the account", async () => {
  const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:hub-AbCdEf";
  const [dev, staging] = await Promise.all(
    ["dev", "staging"].map((stack) => planFolder(PROJECT, { stack, config: { "gpu:upstreamSecretArn": secret } })),
  );
  expect([...(dev?.problems ?? []), ...(staging?.problems ?? [])]).toEqual([]);
  const holders = (planned: Plan | undefined) =>
    planned?.resources.flatMap(({ type, name, custom, props }) => {
      // Where the image is copied, the address it is pulled from is not known yet, and so is user data.
      const { userData } = props;
      const text = `${JSON.stringify(props)}${typeof userData === "string" ? unpacked(userData) : ""}`;
      return custom && text.includes(secret) ? [`${type.split(":").at(-1) ?? ""} ${name}`] : [];
    });
  expect(holders(dev)).toEqual(["LaunchTemplate machine"]);
  expect(holders(staging)?.filter((holder) => /machine/.test(holder))).toEqual([]);
}, 60_000);

it("shows a wrong configuration whole, as the program's one problem", async () => {
  const { problems, resources } = await planFolder(PROJECT, { stack: "dev", config: { "gpu:capacity": "cheap", "gpu:size": "2" } });
  expect(problems.map(({ message }) => message).join("\n")).toContain(
    "the configuration of stack dev has 2 problems\n" +
      "  - gpu:capacity: must be one of spot, on-demand, spot-then-on-demand, got 'cheap'\n" +
      "      pulumi config set gpu:capacity spot\n" +
      "  - gpu:size: must be 0 or 1\n" +
      "      pulumi config set gpu:size 1",
  );
  expect(resources.map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack"]);
}, 60_000);
