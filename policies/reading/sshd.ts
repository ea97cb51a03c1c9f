import { commandLines } from "./scripts";

/** What a setting of sshd or cloud-init lets in. */
const SETTINGS: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  {
    what: "logins by password",
    pattern:
      /(?:\b|-o)(?:PasswordAuthentication|KbdInteractiveAuthentication|ChallengeResponseAuthentication)(?:[ \t]+|[ \t]*=[ \t]*)["']?yes\b/i,
  },
  { what: "logins of root by password", pattern: /(?:\b|-o)PermitRootLogin(?:[ \t]+|[ \t]*=[ \t]*)["']?yes\b/i },
  { what: "logins without a password", pattern: /(?:\b|-o)PermitEmptyPasswords(?:[ \t]+|[ \t]*=[ \t]*)["']?yes\b/i },
  { what: "logins by password", pattern: /^\s*ssh_pwauth:\s*["']?(?:true|yes|on|1)\b/i },
];
/** `s/old/new/`: only what it writes counts. */
const SUBSTITUTION = /\bs([/|#,@!])(?:\\.|(?!\1).)*\1((?:\\.|(?!\1).)*)\1/g;

/** The lines of a script or of a configuration that let in more than keys. */
export function passwordLoginsIn(text: string): { readonly line: number; readonly what: string }[] {
  if (!/Authentication|PermitRootLogin|PermitEmptyPasswords|ssh_pwauth/i.test(text)) return [];
  return commandLines(text).flatMap(({ line, text: command }) => {
    // What is searched for is not set.
    const written = command.replace(SUBSTITUTION, " $2 ").replace(/\bgrep\b[^|;&]*/g, " ");
    return SETTINGS.filter(({ pattern }) => pattern.test(written)).map(({ what }) => ({ line, what }));
  });
}
