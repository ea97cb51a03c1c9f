import { describe, expect, it } from "vitest";
import { ConfigError, judge, RULES, readPolicyConfig } from "../../policies/rules";
import { containing, matching } from "./matchers";
import { resource } from "./resources";

const read = (data: unknown) => readPolicyConfig(data, RULES);
const problemsOf = (data: unknown): readonly string[] => {
  try {
    read(data);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};
const open = resource(
  "aws:ecr/repository:Repository",
  {
    imageTagMutability: "MUTABLE",
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfigurations: [{ encryptionType: "KMS" }],
  },
  "images",
);
const exception = {
  rule: "registry-tags-are-immutable",
  resource: "images",
  reason: "moves to IMMUTABLE in January",
  expires: "2027-01-31",
};
const excepting = (change: Record<string, unknown>) => read({ "exceptions-are-justified": { exceptions: [{ ...exception, ...change }] } });
const judged = (config: ReturnType<typeof read>, today = "2026-11-23") => judge([open], { today }, config);

describe("levels", () => {
  it("follow the rule, then all, then the policy's own entry", () => {
    expect(judged(read({}))).toMatchObject([{ level: "mandatory" }]);
    expect(judged(read({ all: "advisory" }))).toMatchObject([{ level: "advisory" }]);
    expect(judged(read({ all: "disabled", "registry-tags-are-immutable": { enforcementLevel: "mandatory" } }))).toMatchObject([
      { level: "mandatory" },
    ]);
    expect(judged(read({ "registry-tags-are-immutable": "disabled" }))).toEqual([]);
  });

  it("can turn what could not be decided into a block", () => {
    const unsure = resource("aws:ecr/repository:Repository", { ...open.props, imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" });
    expect(judge([unsure], {}, read({}))).toMatchObject([{ kind: "undecided", level: "advisory" }]);
    expect(judge([unsure], {}, read({ "registry-tags-are-immutable-undecided": "mandatory" }))).toMatchObject([
      { kind: "undecided", level: "mandatory" },
    ]);
    expect(judge([unsure], {}, read({ "registry-tags-are-immutable-undecided": "disabled" }))).toEqual([]);
  });
});

describe("an exception", () => {
  it("covers by name, type and URN, with * for any run", () => {
    for (const glob of ["images", "im*", "aws:ecr/*", "urn:pulumi:test::gpu::*::images", "*"]) {
      expect(judged(excepting({ resource: glob }))).toMatchObject([{ excepted: { reason: exception.reason, expires: "2027-01-31" } }]);
    }
    for (const glob of ["image", "mages", "i.ages", "aws:ec2/*"])
      expect(judged(excepting({ resource: glob }))[0]?.excepted).toBeUndefined();
  });

  it("covers its own rule only, through its last day", () => {
    expect(judged(excepting({ rule: "images-are-pinned" }))[0]?.excepted).toBeUndefined();
    expect(judged(excepting({}), "2027-01-31")[0]?.excepted).toBeDefined();
  });

  it.each([
    [{ expires: "2026-11-22" }, "expired on 2026-11-22"],
    [{ reason: undefined }, "has no reason"],
    [{ reason: "  " }, "has no reason"],
    [{ expires: undefined }, "has no `expires` date"],
  ])("that is flawed (%o) is a violation itself and covers nothing", (change, words) => {
    const results = judged(excepting(change));
    expect(results).toMatchObject([
      { rule: "exceptions-are-justified", level: "mandatory", path: "exceptions[0]", message: containing(words) },
      { rule: "registry-tags-are-immutable" },
    ]);
    expect(results[1]?.excepted).toBeUndefined();
  });
});

describe("a configuration that cannot be read", () => {
  it("lists every problem at once, with the nearest names", () => {
    expect(
      problemsOf({
        "images-are-pined": "advisory",
        "ami-is-pinned": "remediate",
        "volumes-are-encrypted": { level: "advisory" },
        "exceptions-are-justified": { exceptions: [{ rule: "spot-is-set-up-as-ment", resource: "*" }] },
      }),
    ).toEqual([
      matching(/^images-are-pined: is no rule; use images-are-pinned/),
      "ami-is-pinned: must be mandatory, advisory or disabled",
      containing("volumes-are-encrypted"),
      matching(/exceptions\[0\]\.rule: 'spot-is-set-up-as-ment' is no rule; use spot-is-set-up-as-meant/),
    ]);
    expect(problemsOf({ "exceptions-are-justified": { exceptions: [{ ...exception, expires: "soon" }] } })).toEqual([
      "exceptions-are-justified.exceptions[0].expires: must be an ISO date, for example 2027-01-31",
    ]);
  });

  it("refuses what is no map, and takes an empty file for none", () => {
    expect(problemsOf([])).toHaveLength(1);
    expect(problemsOf("advisory")).toHaveLength(1);
    expect(problemsOf(null)).toEqual([]);
  });
});
