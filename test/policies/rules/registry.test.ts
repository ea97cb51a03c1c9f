import { expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { registryImagesAreScanned } from "../../../policies/rules/registry-images-are-scanned";
import { registryIsEncryptedByYourKey } from "../../../policies/rules/registry-is-encrypted-by-your-key";
import { registryTagsAreImmutable } from "../../../policies/rules/registry-tags-are-immutable";
import { containing } from "../matchers";
import { resource } from "../resources";

const repository = (props: Record<string, unknown>) => resource("aws:ecr/repository:Repository", props);

it("wants immutable tags, which are not the default", () => {
  const judge = (imageTagMutability: unknown) => registryTagsAreImmutable.judge(repository({ imageTagMutability }), {});
  expect(judge("IMMUTABLE")).toEqual([]);
  expect(judge("MUTABLE")).toMatchObject([{ kind: "violation", path: "imageTagMutability" }]);
  expect(judge("MUTABLE_WITH_EXCLUSION")).toMatchObject([{ kind: "violation" }]);
  expect(judge(undefined)).toMatchObject([{ kind: "violation", message: containing("default") }]);
  expect(judge("IMMUTABLE_WITH_EXCLUSION")).toMatchObject([{ kind: "undecided" }]);
  expect(judge(UNKNOWN)).toMatchObject([{ kind: "undecided", path: "imageTagMutability" }]);
});

it("wants a scan on push", () => {
  const judge = (imageScanningConfiguration: unknown) => registryImagesAreScanned.judge(repository({ imageScanningConfiguration }), {});
  expect(judge({ scanOnPush: true })).toEqual([]);
  expect(judge({ scanOnPush: false })).toMatchObject([{ kind: "violation", path: "imageScanningConfiguration.scanOnPush" }]);
  expect(judge(undefined)).toMatchObject([{ kind: "violation" }]);
  expect(judge(UNKNOWN)).toMatchObject([{ kind: "undecided", path: "imageScanningConfiguration.scanOnPush" }]);
});

it("advises a key of your own", () => {
  const judge = (encryptionConfigurations: unknown) => registryIsEncryptedByYourKey.judge(repository({ encryptionConfigurations }), {});
  expect(judge([{ encryptionType: "KMS" }])).toEqual([]);
  expect(judge([{ encryptionType: "AES256" }])).toMatchObject([{ kind: "violation", path: "encryptionConfigurations" }]);
  expect(judge(undefined)).toMatchObject([{ kind: "violation" }]);
  expect(judge([{ encryptionType: UNKNOWN }])).toMatchObject([{ kind: "undecided" }]);
  expect(judge(UNKNOWN)).toMatchObject([{ kind: "undecided", path: "encryptionConfigurations" }]);
  expect(registryIsEncryptedByYourKey.level).toBe("advisory");
});
