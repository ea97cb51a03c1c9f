import { isUnknown } from "../../catalog";
import { assignmentsIn } from "../reading/container-commands";
import { type ContainerPlace, commandOf, containersOf, environmentOf, type Word } from "../reading/containers";
import { HELM_RELEASE } from "../reading/helm-values";
import { emptiesToken, isHubOpen, isOpen, loginOptionsIn, loginSettingsIn } from "../reading/jupyter";
import { commandLines, SCRIPT_TYPES, type Script, scriptsOf } from "../reading/scripts";
import { at, type Dictionary, textAt } from "../reading/value";
import { type Finding, type Rule, undecided, violation } from "../rule";

const NOTEBOOK = /^kubernetes:kubeflow\.org\/[^:]*:Notebook$/;
const OPEN = "Jupyter is started with an empty token and no password: whoever reaches it has a shell";
const EMPTY = "JUPYTER_TOKEN is empty: Jupyter then makes a token of its own, but a start script that passes it on turns the login off";

export const jupyterRequiresALogin: Rule = {
  name: "jupyter-requires-a-login",
  description: "Jupyter and JupyterHub ask for a token or password: behind them is a shell with the rights of the machine.",
  severity: "critical",
  level: "mandatory",
  remedy:
    'Remove the empty token: Jupyter then reads JUPYTER_TOKEN, which ECS takes from secrets: [{ name: "JUPYTER_TOKEN", valueFrom: "<secret ARN>" }], ' +
    "Kubernetes from valueFrom.secretKeyRef, and a script from `aws secretsmanager get-secret-value`.",
  types: SCRIPT_TYPES,
  judge(resource) {
    if (resource.type === HELM_RELEASE) return hubRelease(resource.props);
    const { scripts, unread } = scriptsOf(resource);
    const findings: Finding[] = unread.map(({ path, why }) => undecided(path, `${why}; it may start Jupyter without a login`));
    findings.push(...scripts.flatMap(inScript), ...containersOf(resource).places.flatMap(inContainer));
    return NOTEBOOK.test(resource.type) ? findings.map(behindGateway) : findings;
  },
};

function inScript(script: Script): Finding[] {
  const { text, placeOf } = script;
  if (!/jupyter|NotebookApp|ServerApp|IdentityProvider/i.test(text)) return [];
  const findings: Finding[] = [];
  const variables = assignmentsIn(text);
  const lookup = (name: string) => {
    const value = variables.get(name);
    return isUnknown(value) ? undefined : value;
  };
  for (const { line, text: command } of commandLines(text)) {
    const options = loginOptionsIn(command, lookup);
    if (isOpen(options)) findings.push(violation(placeOf(line), OPEN));
    else if (options.length === 0 && emptiesToken(command)) findings.push(undecided(placeOf(line), EMPTY));
  }
  const settings = loginSettingsIn(text.replace(/^[ \t]*#.*$/gm, (comment) => " ".repeat(comment.length)));
  const lineAt = (index: number): number => text.slice(0, index).split("\n").length;
  if (isOpen(settings)) {
    for (const { trait, empty, index } of settings) if (trait === "token" && empty) findings.push(violation(placeOf(lineAt(index)), OPEN));
  }
  if (isHubOpen(text)) findings.push(violation(placeOf(lineAt(text.search(/authenticator_class/))), HUB_OPEN));
  return findings;
}

/** Options, variables that hold options, and variables that options name belong together. */
function inContainer(place: ContainerPlace): Finding[] {
  const environment = environmentOf(place);
  const words = commandOf(place);
  const lookup = (name: string) => {
    const value = environment.get(name)?.text;
    return typeof value === "string" ? value : undefined;
  };
  const pieces = [...joinedOptions(words), ...environment.values()].flatMap(({ path, text }) =>
    typeof text === "string" ? loginOptionsIn(text, lookup).map((option) => ({ ...option, path })) : [],
  );
  if (isOpen(pieces)) {
    const paths = pieces.filter(({ trait, empty }) => trait === "token" && empty).map(({ path }) => path);
    return [...new Set(paths)].map((path) => violation(path, OPEN));
  }
  const token = environment.get("JUPYTER_TOKEN");
  if (pieces.length === 0 && token?.text === "") return [undecided(token.path, EMPTY)];
  const image = textAt(place.container, "image");
  const hidden = words.find(({ text }) => isUnknown(text));
  if (hidden && pieces.length === 0 && typeof image === "string" && /jupyter|notebook/i.test(image))
    return [undecided(hidden.path, "not known before the update; it may turn the login of Jupyter off")];
  return [];
}

/** `["--IdentityProvider.token", ""]` is one option in two words. */
function joinedOptions(words: readonly Word[]): Word[] {
  return words.map((word, index) => {
    const next = words[index + 1]?.text;
    const splits =
      typeof word.text === "string" && /^--\w+\.(?:token|password|hashed_password)$/.test(word.text) && typeof next === "string";
    return splits ? { path: word.path, text: `${String(word.text)}='${next.replace(/^'|'$/g, "")}'` } : word;
  });
}

const behindGateway = (finding: Finding): Finding =>
  finding.kind === "violation"
    ? undecided(
        finding.path,
        "Jupyter itself asks for nothing; only the gateway of Kubeflow in front of it can, and it cannot be seen here",
      )
    : finding;

const HUB_OPEN = "JupyterHub takes any name with any password";
const AUTHENTICATOR = "values.hub.config.JupyterHub.authenticator_class";
const HUB_REMEDY =
  "Set hub.config.JupyterHub.authenticator_class in values to an authenticator of yours, for example generic-oauth, with its client secret from a Secret.";

/**
 * The chart of Zero to JupyterHub. Its default is the dummy authenticator without a password
 * (jupyterhub/zero-to-jupyterhub-k8s: jupyterhub/values.yaml; `auth.type: dummy` before 0.10). Bitnami's chart of this name makes a password.
 */
function hubRelease(props: Dictionary): Finding[] {
  const chart = textAt(props, "chart");
  const repository = textAt(props, "repositoryOpts", "repo");
  if (isUnknown(chart) || !/(?:^|\/)jupyterhub(?:[-:][\w.-]*)?(?:\.tgz)?$/.test(chart ?? "")) return [];
  if (/bitnami/.test(`${chart ?? ""} ${isUnknown(repository) ? "" : (repository ?? "")}`)) return [];
  const values = at(props, "values");
  const named = at(values, "hub", "config", "JupyterHub", "authenticator_class") ?? at(values, "auth", "type");
  const password = at(values, "hub", "config", "DummyAuthenticator", "password") ?? at(values, "auth", "dummy", "password");
  if (isUnknown(named) || isUnknown(password)) return isUnknown(named) ? [undecided(AUTHENTICATOR, "not known before the update")] : [];
  if (named !== undefined && !/^dummy$|DummyAuthenticator$/.test(String(named))) return [];
  if (typeof password === "string" && password !== "") return [];
  // Python of one's own can name another one, and files are not read here.
  const elsewhere = ["hub.extraConfig", "valueYamlFiles"].find((path) =>
    path === "valueYamlFiles" ? at(props, path) !== undefined : at(values, "hub", "extraConfig") !== undefined,
  );
  if (named === undefined && elsewhere !== undefined)
    return [
      undecided(
        elsewhere === "valueYamlFiles" ? elsewhere : `values.${elsewhere}`,
        "may name the authenticator; without one, JupyterHub takes any name with any password",
      ),
    ];
  return [violation(AUTHENTICATOR, named === undefined ? `absent, and by the chart's default ${HUB_OPEN}` : HUB_OPEN, HUB_REMEDY)];
}
