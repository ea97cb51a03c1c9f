import { isUnknown } from "../../catalog";
import { listAt, textAt } from "../reading/value";
import { type Rule, undecided, violation } from "../rule";

export const registryIsEncryptedByYourKey: Rule = {
  name: "registry-is-encrypted-by-your-key",
  description:
    "A registry is encrypted with a KMS key whose use can be granted, seen and ended; AES256, its default, encrypts with a key of AWS.",
  severity: "low",
  level: "advisory",
  remedy:
    'Set encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: <arn> }]; it cannot be changed later without replacing the repository.',
  types: ["aws:ecr/repository:Repository"],
  judge({ props }) {
    const list = listAt(props, "encryptionConfigurations");
    if (isUnknown(list)) return [undecided("encryptionConfigurations", "not known before the update")];
    const kind = textAt(list[0], "encryptionType");
    if (isUnknown(kind) || isUnknown(list[0]))
      return [undecided("encryptionConfigurations[0].encryptionType", "not known before the update")];
    return kind === "KMS" || kind === "KMS_DSSE"
      ? []
      : [violation("encryptionConfigurations", "the repository is encrypted with a key of AWS, not with yours")];
  },
};
