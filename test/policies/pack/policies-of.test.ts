import type { PolicyResourceOptions, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { policiesOf } from "../../../policies/pack/policies-of";
import type { Surroundings } from "../../../policies/pack/surroundings";
import { RULES, readPolicyConfig } from "../../../policies/rules";
import { anyText, containing, matching } from "../matchers";

const OPTIONS: PolicyResourceOptions = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  additionalSecretOutputs: [],
};
const around: Surroundings = {
  context: async () => ({ today: "2026-11-23" }),
  configuration: async (data) => readPolicyConfig({ "exceptions-are-justified": data }, RULES),
};

/** One resource through every policy in order, as the engine does it. */
async function analyze(type: string, props: Record<string, unknown>, config: Record<string, object> = {}): Promise<[string, string][]> {
  const said: [string, string][] = [];
  for (const policy of policies()) {
    const args: ResourceValidationArgs = {
      type,
      props,
      name: "images",
      urn: `urn:pulumi:test::gpu::${type}::images`,
      opts: OPTIONS,
      stackTags: new Map(),
      isType: () => false,
      asType: () => undefined,
      getConfig: <T extends object>() => (config[policy.name] ?? {}) as T,
      notApplicable: (reason) => {
        throw new Error(reason);
      },
    };
    const { validateResource } = policy;
    if (typeof validateResource === "function") await validateResource(args, (message) => said.push([policy.name, message]));
  }
  return said;
}
const instance = policiesOf(RULES, around) as ResourceValidationPolicy[];
const policies = () => instance;
const exceptions = (...list: object[]) => ({ "exceptions-are-justified": { exceptions: list } });
const REPOSITORY = "aws:ecr/repository:Repository";
const bad = {
  imageTagMutability: "MUTABLE",
  imageScanningConfiguration: { scanOnPush: true },
  encryptionConfigurations: [{ encryptionType: "KMS" }],
};
const exception = { rule: "registry-tags-are-immutable", resource: "images", reason: "moves in January", expires: "2027-01-31" };

it("registers two policies a rule, the second one as advice, and that of the exceptions first", () => {
  expect(instance.map(({ name, enforcementLevel }) => `${name} ${enforcementLevel}`)).toEqual([
    "exceptions-are-justified mandatory",
    ...RULES.flatMap(({ name, level }) => [`${name} ${level}`, `${name}-undecided advisory`]),
  ]);
});

describe("a resource", () => {
  it("is reported with path, reason and way out", async () => {
    expect(await analyze(REPOSITORY, bad)).toEqual([
      ["registry-tags-are-immutable", matching(/^imageTagMutability: tags can be moved.*\. Set imageTagMutability: "IMMUTABLE"/)],
    ]);
  });

  it("is reported by the advisory twin where something is unknown, and by no other", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    expect(await analyze(REPOSITORY, { ...bad, imageTagMutability: unknown })).toEqual([
      ["registry-tags-are-immutable-undecided", containing("not known")],
    ]);
  });

  it("is left alone by an exception that is in force, and only by such", async () => {
    expect(await analyze(REPOSITORY, bad, exceptions(exception))).toEqual([]);
    expect(await analyze(REPOSITORY, bad, exceptions({ ...exception, expires: "2026-11-22" }))).toMatchObject([
      ["registry-tags-are-immutable", anyText],
    ]);
    expect(await analyze(REPOSITORY, bad, exceptions({ ...exception, resource: "other" }))).toHaveLength(1);
  });
});

describe("the stack", () => {
  const stack = (config: Record<string, object>) => analyze("pulumi:pulumi:Stack", {}, config);

  it("carries what is wrong with the exceptions, once", async () => {
    expect(await stack(exceptions(exception, { ...exception, reason: "" }))).toEqual([
      ["exceptions-are-justified", containing("exceptions[1]: the exception of registry-tags-are-immutable for images has no reason")],
    ]);
  });

  it("carries a configuration that cannot be read, and then no exception counts", async () => {
    const broken = exceptions(exception, { rule: "no-such-rule", resource: "*" });
    expect(await stack(broken)).toEqual([["exceptions-are-justified", containing("'no-such-rule' is no rule")]]);
    expect(await analyze(REPOSITORY, bad, broken)).toHaveLength(1);
  });
});
