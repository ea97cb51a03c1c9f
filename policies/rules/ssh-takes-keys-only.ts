import { isUnknown } from "../../catalog";
import { commandOf, containersOf } from "../reading/containers";
import { SCRIPT_TYPES, scriptsOf } from "../reading/scripts";
import { passwordLoginsIn } from "../reading/sshd";
import { type Finding, type Rule, undecided, violation } from "../rule";

export const sshTakesKeysOnly: Rule = {
  name: "ssh-takes-keys-only",
  description: "An SSH server lets in keys only: no password, no root, on machines and in containers.",
  severity: "high",
  level: "mandatory",
  remedy:
    "Write `PasswordAuthentication no` and `PermitRootLogin no` into sshd_config, `ssh_pwauth: false` into cloud-config, or use SSM sessions.",
  types: SCRIPT_TYPES,
  judge(resource) {
    const { scripts, unread } = scriptsOf(resource);
    const findings: Finding[] = unread.map(({ path, why }) => undecided(path, `${why}; it may let in passwords`));
    for (const { text, placeOf } of scripts) {
      findings.push(...passwordLoginsIn(text).map(({ line, what }) => violation(placeOf(line), `sshd is set to take ${what}`)));
    }
    for (const place of containersOf(resource).places) {
      const words = commandOf(place);
      const text = words.map((word) => (typeof word.text === "string" ? word.text : "")).join(" ");
      if (!/sshd/.test(text)) continue;
      for (const { path, text: word } of words) {
        if (!isUnknown(word) && typeof word === "string")
          findings.push(...passwordLoginsIn(word).map(({ what }) => violation(path, `sshd is set to take ${what}`)));
      }
    }
    return findings;
  },
};
