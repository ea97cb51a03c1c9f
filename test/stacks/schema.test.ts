import { describe, expect, it } from "vitest";
import { EMPTY_LOCK, type Lock } from "../../lock/schema";
import { checkBudget } from "../../stacks/budget";
import { ENVIRONMENTS } from "../../stacks/environments";
import { fixOf, readStackConfig } from "../../stacks/schema";
import { settingsOf } from "../../stacks/settings";

const GOOD = { "aws:region": "us-east-1", "gpu:network": '{"newVpc":{"availabilityZones":["us-east-1a"]}}' };
const read = (raw: Record<string, string>, lock: Lock = EMPTY_LOCK) => readStackConfig("dev", raw, lock);
const problemsOf = (run: () => unknown): string[] => {
  try {
    run();
  } catch (error) {
    return (error as Error).message.split("\n");
  }
  throw new Error("nothing was refused");
};

describe("a stack's configuration", () => {
  it("is read from text, as `pulumi config set` writes it, and from the lists of the file", () => {
    expect(read({ ...GOOD, "gpu:instanceTypes": "g6.xlarge, g5.xlarge", "gpu:size": "0", "gpu:copyImage": "true" })).toMatchObject({
      region: "us-east-1",
      network: { newVpc: { availabilityZones: ["us-east-1a"] } },
      instanceTypes: ["g6.xlarge", "g5.xlarge"],
      size: 0,
      copyImage: true,
    });
    expect(read({ ...GOOD, "gpu:instanceTypes": '["g5.xlarge"]' }).instanceTypes).toEqual(["g5.xlarge"]);
  });

  it("leaves the keys of other programs and providers alone", () => {
    expect(read({ ...GOOD, "aws:profile": "team", "other:thing": "1" })).toEqual({
      region: "us-east-1",
      network: { newVpc: { availabilityZones: ["us-east-1a"] } },
    });
  });

  it("takes an instance type that the lock declares", () => {
    const row = { instanceType: "g7.xlarge", gpu: "L4", gpuCount: 1, source: "a ticket", checked: "2026-11-23" };
    const lock: Lock = { ...EMPTY_LOCK, declared: { instanceTypes: [row] } };
    expect(read({ ...GOOD, "gpu:instanceTypes": "g7.xlarge" }, lock).instanceTypes).toEqual(["g7.xlarge"]);
  });

  it("lists each problem with its key and the command that mends it", () => {
    const bad = {
      "gpu:instanceTypes": "g6.xlage",
      "gpu:capacity": "cheap",
      "gpu:ami": "dlami-base-oss-al2023@latest",
      "gpu:network": '{"existing":{"vpcId":"net","subnetIds":[]},"newVpc":{"availabilityZones":["us-east-1a"]}}',
      "gpu:instancetype": "g6.xlarge",
      "gpu:maxUsdPerHour": "much",
    };
    expect(problemsOf(() => read(bad))).toEqual([
      "the configuration of stack dev has 9 problems",
      "  - aws:region: is not set",
      "      pulumi config set aws:region us-east-1",
      "  - gpu:network.existing.vpcId: must be a VPC id such as vpc-0a1b2c3d4e5f60718",
      "      pulumi config set --path 'gpu:network.existing.vpcId' vpc-0a1b2c3d4e5f60718",
      "  - gpu:network.existing.subnetIds: name at least one subnet",
      "      pulumi config set --path 'gpu:network.existing.subnetIds[0]' subnet-0a1b2c3d4e5f60718",
      "  - gpu:network: needs either existing or newVpc",
      "      pulumi config set --path 'gpu:network.newVpc.availabilityZones[0]' us-east-1a",
      "  - gpu:ami: must name one exact release: what latest names moves, and its driver with it",
      "      pulumi config set gpu:ami dlami-base-oss-al2023@20260901",
      expect.stringMatching(/ {2}- gpu:instanceTypes\[0\]: 'g6.xlage' is no GPU instance type of the catalog; use g6.xlarge, /),
      "      pulumi config set gpu:instanceTypes g6.xlarge,g5.xlarge",
      "  - gpu:capacity: must be one of spot, on-demand, spot-then-on-demand, got 'cheap'",
      "      pulumi config set gpu:capacity spot",
      "  - gpu:maxUsdPerHour: must be a number above 0, got 'much'",
      "      pulumi config set gpu:maxUsdPerHour 2",
      expect.stringContaining("  - gpu:instancetype: is no key of this program; near are gpu:instanceTypes, "),
      "      pulumi config rm gpu:instancetype",
    ]);
  });

  it("says that the network is missing", () => {
    expect(problemsOf(() => read({ "aws:region": "us-east-1" }))).toEqual([
      "the configuration of stack dev has 1 problem",
      "  - gpu:network: is not set",
      "      pulumi config set --path 'gpu:network.newVpc.availabilityZones[0]' us-east-1a",
    ]);
  });

  it("accepts the commands that it gives as a way out", () => {
    const words = (key: Parameters<typeof fixOf>[0]) => fixOf(key).split(" ").slice(3);
    for (const key of ["environment", "image", "ami", "instanceTypes", "capacity", "size", "copyImage", "maxUsdPerHour"] as const) {
      const [name = "", value = ""] = words(key);
      expect(() => read({ ...GOOD, [name]: value })).not.toThrow();
    }
  });
});

describe("an environment", () => {
  it("follows from the stack's name, and the file may override what it shares a key with", () => {
    const { environment } = settingsOf("prod", { ...GOOD, "gpu:instanceTypes": "p5.48xlarge" }, EMPTY_LOCK);
    expect(environment).toEqual({ ...ENVIRONMENTS.prod, instanceTypes: ["p5.48xlarge"] });
  });

  it("is named by configuration for a stack of another name", () => {
    expect(settingsOf("alice", { ...GOOD, "gpu:environment": "dev" }, EMPTY_LOCK).environment).toEqual(ENVIRONMENTS.dev);
    expect(problemsOf(() => settingsOf("stagin", GOOD, EMPTY_LOCK))).toEqual([
      "the configuration of stack stagin has 1 problem",
      "  - gpu:environment: is not set, and no environment is called 'stagin'; near are staging, dev, prod",
      "      pulumi config set gpu:environment dev",
    ]);
  });

  it("keeps under a ceiling by the on-demand price, which spot never exceeds", () => {
    expect(() => checkBudget("dev", "us-east-1", ["g6.xlarge"], 0.8048)).not.toThrow();
    expect(problemsOf(() => checkBudget("dev", "us-east-1", ["g6.xlarge", "g5.xlarge"], 0.9))).toEqual([
      "the configuration of stack dev has 1 problem",
      "  - gpu:maxUsdPerHour: g5.xlarge costs up to 1.006 USD an hour in us-east-1, over the ceiling of 0.9",
      "      pulumi config set gpu:maxUsdPerHour 1.006",
    ]);
  });

  it("refuses a ceiling where the catalog knows no price", () => {
    expect(problemsOf(() => checkBudget("dev", "eu-south-2", ["g6.xlarge"], 5))[1]).toContain(
      "the catalog has no price of g6.xlarge in eu-south-2, so the ceiling of 5 USD an hour cannot be held",
    );
  });
});
