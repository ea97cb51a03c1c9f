/** Classes whose token and password Jupyter takes: of its server, and the names under which older ones and JupyterLab had them. */
const CLASS = "(?:NotebookApp|ServerApp|LabApp|IdentityProvider|PasswordIdentityProvider)";
const TRAIT = "(token|password|hashed_password)";
/** A quoted text, also with the quotes escaped, or a word. */
const VALUE = `(\\$\\([^)\\n]*\\)|'[^'\\n]*'|"(?:[^"\\\\\\n]|\\\\.)*"|\\\\"[^"\\n]*\\\\"|[^\\s;&|)"',\\]\\\\]*)`;
const OPTION = new RegExp(`--${CLASS}\\.${TRAIT}(?:=|[ \\t]+(?=['"$]))${VALUE}`, "g");
const CONFIGURED = new RegExp(`\\bc\\.${CLASS}\\.${TRAIT}[ \\t]*=[ \\t]*${VALUE}`, "g");
const AS_JSON = new RegExp(`"${CLASS}"\\s*:\\s*\\{[^{}]*?"${TRAIT}"\\s*:\\s*("(?:[^"\\\\\\n]|\\\\.)*")`, "g");

/** One setting of Jupyter's login. */
interface LoginSetting {
  readonly trait: string;
  readonly empty: boolean;
  /** Where it stands in the text. */
  readonly index: number;
}

/** Value of a variable: a text, or undefined where the text does not say. */
export type Lookup = (name: string) => string | undefined;

function settingsBy(pattern: RegExp, text: string, lookup: Lookup): LoginSetting[] {
  return [...text.matchAll(pattern)].map((match) => ({
    trait: match[1] ?? "token",
    empty: isEmpty(match[2] ?? "", lookup),
    index: match.index,
  }));
}

const quick = /token|password/;

/** Options of a command. */
export const loginOptionsIn = (text: string, lookup: Lookup): LoginSetting[] => (quick.test(text) ? settingsBy(OPTION, text, lookup) : []);

/** Lines of a configuration file, of Python or JSON. */
export const loginSettingsIn = (text: string): LoginSetting[] =>
  quick.test(text) ? [...settingsBy(CONFIGURED, text, () => undefined), ...settingsBy(AS_JSON, text, () => undefined)] : [];

/**
 * Jupyter serves whoever comes: an empty token, no other token and no password. An empty password alone changes nothing, and an empty
 * `JUPYTER_TOKEN` leaves the token that Jupyter makes. Seen with jupyter-server 2.21, JupyterLab 4 and notebook 6.5 on 2026-11-28.
 */
export const isOpen = (settings: readonly Pick<LoginSetting, "trait" | "empty">[]): boolean =>
  settings.some(({ trait, empty }) => trait === "token" && empty) && settings.every(({ empty }) => empty);

function isEmpty(raw: string, lookup: Lookup): boolean {
  const text = raw.replace(/^\\?(["'])(.*?)\\?\1$/s, "$2").trim();
  if (text === "") return true;
  const [, braced, plain, called] = /^(?:\$\{(\w+)(?::?-)?\}|\$(\w+)|\$\((\w+)\))$/.exec(text) ?? [];
  const name = braced ?? plain ?? called;
  return name !== undefined && lookup(name) === "";
}

/** `-e JUPYTER_TOKEN=`, `export JUPYTER_TOKEN=""`, `Environment=JUPYTER_TOKEN=`. */
export const emptiesToken = (text: string): boolean =>
  /(?:-e|--env|export|\bENV|Environment=)[ =]?(["']?)JUPYTER_TOKEN=(?:""|''|(?=\1(?:\s|$)))/.test(text);

/** JupyterHub's authenticator that takes any name with any password. */
export const isHubOpen = (text: string): boolean =>
  /\bc\.JupyterHub\.authenticator_class\s*=\s*["'](?:dummy|[\w.]*DummyAuthenticator)["']/.test(text) &&
  !/\bc\.DummyAuthenticator\.password\s*=\s*(?!\s*(?:""|'')\s*$)\S/m.test(text);
