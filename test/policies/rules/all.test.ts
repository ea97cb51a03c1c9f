import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { neighboursOf } from "../../../policies/neighbours";
import { RULES } from "../../../policies/rules";
import { depending, resource } from "../resources";

const types = [...new Set(RULES.flatMap((rule) => rule.types.map((type) => type.replace("*", "example.com/v1:Thing"))))];
const KEYS = [
  "userData ami imageId instanceType instanceTypes tags labels metadataOptions httpTokens blockDeviceMappings ebs encrypted ingress cidrBlocks fromPort",
  "protocol mixedInstancesPolicy instancesDistribution overrides launchTemplate spec template containers image containerDefinitions values chart",
  "computeResources amiType releaseVersion pulumi-gpu:driver pulumi-gpu:cuda pulumi-gpu:types __proto__ constructor",
  "networkInterfaces interfaceType placement groupName capacityReservationSpecification instanceRefresh preferences minHealthyPercentage maxHealthyPercentage",
  "checkpointPercentages maxSize desiredCapacity replicas strategy resources limits nvidia.com/gpu maxUnavailable minAvailable data command args env name value",
  "image repository tag version hub config settings algorithmSpecification trainingImage onStart launchTemplateConfigs metadata selector matchLabels",
].flatMap((line) => line.split(" "));
const SECRET = "canary-9d41c7";
const leaf = fc.oneof(
  fc.constant(UNKNOWN),
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.constantFrom("g6.xlarge", "p5.48xlarge", "0.0.0.0/0", "tcp", "580.126.09", "13.0", "[{]", ""),
  fc.constant(SECRET),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie("value"), { maxKeys: 4 }),
  ),
}));
const props = fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 6 });

describe("every rule", () => {
  it("judges whatever stands in a plan without throwing, and repeats no text of it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), props, (type, given) => {
        const one = depending(resource(type, given), resource(type, given));
        for (const context of [{}, { neighbours: neighboursOf([one]) }])
          for (const rule of RULES) expect(JSON.stringify(rule.judge(one, context))).not.toContain(SECRET);
      }),
      { numRuns: 300 },
    );
  });

  it("says nothing of the known alone when everything is unknown: no violation rests on a value that nobody has", () => {
    for (const rule of RULES) {
      for (const type of rule.types) {
        const unknown = Object.fromEntries(KEYS.map((key) => [key, UNKNOWN]));
        const found = rule.judge(
          resource(type.replace("*", "example.com/v1:Thing"), {
            ...unknown,
            imageScanningConfiguration: UNKNOWN,
            imageTagMutability: UNKNOWN,
            encryptionConfigurations: UNKNOWN,
            rootBlockDevice: UNKNOWN,
            cidrIpv4: UNKNOWN,
            ebsBlockDevices: UNKNOWN,
          }),
          {},
        );
        expect(found.filter(({ kind }) => kind === "violation")).toEqual([]);
      }
    }
  });

  it("is named by its law in the affirmative, and has words and a way out", () => {
    expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
    for (const { name, description, remedy, types: applies } of RULES) {
      expect(name).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/);
      expect(description).toMatch(/^[A-Z].*\.$/s);
      expect(remedy).toMatch(/^[A-Z].*\.$/s);
      expect(applies.length).toBeGreaterThan(0);
    }
  });
});
