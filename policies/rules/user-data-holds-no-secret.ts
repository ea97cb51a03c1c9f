import { isUnknown } from "../../catalog";
import { secretsIn } from "../reading/secrets";
import { embedded, USER_DATA_TYPES, userDataOf } from "../reading/user-data";
import { type Finding, type Rule, undecided, violation } from "../rule";

export const userDataHoldsNoSecret: Rule = {
  name: "user-data-holds-no-secret",
  description: "User data holds no secret: every process on the machine, and whoever may describe the instance, can read it.",
  severity: "critical",
  level: "mandatory",
  remedy:
    "Put the value into Secrets Manager or an SSM SecureString, give the instance's role access to it, and fetch it at boot by its ARN.",
  types: USER_DATA_TYPES,
  judge({ type, props }) {
    return userDataOf(type, props).flatMap(({ path, text }): Finding[] => {
      if (isUnknown(text)) return [undecided(path, "not known before the update, or a secret itself")];
      if (text === undefined) return [undecided(path, "neither text nor packed text, so it cannot be searched")];
      const own = secretsIn(text).map(({ line, what }) => violation(`${path}:${line}`, `looks like ${what}`));
      const packed = embedded(text)
        .flatMap((part) => secretsIn(part))
        .map(({ what }) => violation(path, `a packed file in it looks as if it held ${what}`));
      return [...own, ...packed];
    });
  },
};
