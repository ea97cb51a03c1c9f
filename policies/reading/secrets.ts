import { remember } from "./remember";

/** Forms of secrets. Each is narrow enough that a plain script does not hit it; what a hit says is never printed. */
const FORMS: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: "an AWS access key id", pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { what: "an AWS secret access key", pattern: /\baws_?secret_?access_?key\b["']?\s*[:=]\s*["']?[A-Za-z0-9/+]{40}\b/i },
  { what: "a private key", pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/ },
  { what: "a GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})/ },
  { what: "a GitLab token", pattern: /\bglpat-[A-Za-z0-9_-]{20,}/ },
  { what: "a Hugging Face token", pattern: /\bhf_[A-Za-z0-9]{30,}\b/ },
  { what: "an NGC API key", pattern: /\bnvapi-[A-Za-z0-9_-]{40,}/ },
  { what: "a Slack token", pattern: /\bxox[abprs]-[A-Za-z0-9-]{10,}/ },
  { what: "an API key", pattern: /\bsk-(?:[a-z]+-)*[A-Za-z0-9_-]{32,}/ },
  { what: "a Pulumi access token", pattern: /\bpul-[0-9a-f]{40}\b/ },
  { what: "a token", pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/ },
  {
    what: "a token",
    pattern: /\bauthorization\b["']?\s*[:=]\s*["']?(?:bearer|basic|token)\s+[A-Za-z0-9._~+/=-]{12,}/i,
  },
  { what: "a password", pattern: /\b(?:docker|podman|nerdctl)\s+login\b.*\s-p[ =]?["']?[^\s$`"'<{-][^\s$`"']{3,}/ },
  { what: "a password in an address", pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@$]+:[^\s/@$]{3,}@/i },
];

/** `PASSWORD=…`, `--token …`, `api_key: …` with a literal value; a variable, a command or a place to fill in is none. */
const NAMED =
  /(?:^|[\s;"'{,-])(?:[A-Za-z0-9_.-]*(?:passw(?:or)?d|passphrase|secret(?:[_-]?key)?|api[_-]?key|access[_-]?key|auth[_-]?token|token|credentials))\\?["']?\s*(?:=|:\s|:(?=\\?["'])|\s)\s*\\?(["']?)([^\s"';,}]+)\1/gi;
const ASSIGNED = /(?:=|:\s|:\\?["'])/;

export interface SecretHit {
  readonly line: number;
  /** What it looks like, never what it is. */
  readonly what: string;
}

/** The lines of a text that look as if they held a secret. */
export const secretsIn = remember((text): readonly SecretHit[] => {
  const hits: SecretHit[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const form = FORMS.find(({ pattern }) => pattern.test(line));
    if (form) hits.push({ line: index + 1, what: form.what });
    else if (namesSecret(line)) hits.push({ line: index + 1, what: "a password or token" });
  }
  return hits;
});

function namesSecret(line: string): boolean {
  for (const [all, , value = ""] of line.matchAll(NAMED)) {
    if (!ASSIGNED.test(all) && !/--[\w-]+\s/.test(all)) continue;
    if (isLiteral(value)) return true;
  }
  return false;
}

/** Not a variable, a command, a path, an ARN, a flag, a placeholder or a name of where the secret is. */
const isLiteral = (value: string): boolean =>
  value.length >= 4 &&
  !/^(?:\$|`|<|\{\{|%|-|\/|~|\.\/|arn:|\/?aws\/|ssm:|file:|secretsmanager|https?:|true$|false$|null$|none$|required$|optional$|yes$|no$|x{3,}$|\*+$)/i.test(
    value,
  ) &&
  !value.includes("$(") &&
  !value.includes("${") &&
  !/^(?:changeme|placeholder|your[-_].*|example)$/i.test(value);
