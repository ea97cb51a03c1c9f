import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type Io, UsageError } from "../command";

/** What a registry may be given. Never printed, never part of a message. */
export type Credentials = { readonly username: string; readonly password: string } | { readonly identityToken: string };

const authEntry = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
});
const dockerConfig = z.object({
  auths: z.record(z.string(), authEntry).default({}),
  credHelpers: z.record(z.string(), z.string()).default({}),
  credsStore: z.string().optional(),
});
type DockerConfig = z.infer<typeof dockerConfig>;

const helperAnswer = z.object({ Username: z.string(), Secret: z.string() });

/**
 * Looks credentials up where `docker login` and `podman login` put them: `DOCKER_AUTH_CONFIG` (the text of a config.json, for pipelines),
 * `REGISTRY_AUTH_FILE`, `DOCKER_CONFIG`, `~/.docker/config.json`, `XDG_RUNTIME_DIR/containers/auth.json`; with the helpers named there.
 */
export async function findCredentials(registry: string, repository: string, env: Io["env"]): Promise<Credentials | undefined> {
  const names = serverNames(registry, repository);
  for (const config of configs(env)) {
    const helper = names
      .map((name) => (Object.hasOwn(config.credHelpers, name) ? config.credHelpers[name] : undefined))
      .find((name) => name);
    if (helper) return askHelper(helper, helperName(registry), env);
    for (const name of names) {
      const entry = Object.hasOwn(config.auths, name) ? config.auths[name] : undefined;
      const found = entry && fromEntry(entry);
      if (found) return found;
    }
    if (config.credsStore) {
      const found = await askHelper(config.credsStore, helperName(registry), env);
      if (found) return found;
    }
  }
  return undefined;
}

/** The names under which a login may lie, the most exact first: podman allows a part of the repository. */
function serverNames(registry: string, repository: string): string[] {
  const hosts = registry === "docker.io" ? ["docker.io", "index.docker.io", "registry-1.docker.io"] : [registry];
  const parts = repository.split("/");
  const paths = hosts.flatMap((host) => parts.map((_, index) => [host, ...parts.slice(0, parts.length - index)].join("/")));
  return [...paths, ...hosts.flatMap((host) => [host, `https://${host}`, `https://${host}/v1/`, `https://${host}/v2/`])];
}

const helperName = (registry: string): string => (registry === "docker.io" ? "https://index.docker.io/v1/" : registry);

function* configs(env: Io["env"]): Generator<DockerConfig> {
  if (env.DOCKER_AUTH_CONFIG) yield parseConfig(env.DOCKER_AUTH_CONFIG, "DOCKER_AUTH_CONFIG");
  const files = [
    env.REGISTRY_AUTH_FILE,
    join(env.DOCKER_CONFIG ?? join(env.HOME ?? homedir(), ".docker"), "config.json"),
    env.XDG_RUNTIME_DIR && join(env.XDG_RUNTIME_DIR, "containers/auth.json"),
  ];
  for (const file of files) if (file && existsSync(file)) yield parseConfig(readFileSync(file, "utf8"), file);
}

/** Says which file is broken and never shows a part of it. */
function parseConfig(text: string, name: string): DockerConfig {
  try {
    return dockerConfig.parse(JSON.parse(text));
  } catch {
    throw new UsageError(`${name} is not a docker config.json; log in again with docker login, or mend it`);
  }
}

function fromEntry({ auth, username, password, identitytoken }: z.infer<typeof authEntry>): Credentials | undefined {
  if (identitytoken) return { identityToken: identitytoken };
  if (username && password) return { username, password };
  if (!auth) return undefined;
  const decoded = Buffer.from(auth, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  return colon > 0 ? { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) } : undefined;
}

/** Asks `docker-credential-<helper>`, as Docker does: the server on standard input, JSON on standard output. */
async function askHelper(helper: string, server: string, env: Io["env"]): Promise<Credentials | undefined> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(helper)) throw new UsageError(`'${helper}' is no name of a docker credential helper`);
  const command = `docker-credential-${helper}`;
  const { code, output } = await run(command, server, env);
  if (code !== 0) {
    if (/not found/i.test(output)) return undefined; // the helper works and has nothing for this server
    throw new UsageError(`${command} failed for ${server} (exit code ${code}); run it by hand: echo ${server} | ${command} get`);
  }
  let answer: z.infer<typeof helperAnswer>;
  try {
    answer = helperAnswer.parse(JSON.parse(output));
  } catch {
    throw new UsageError(`${command} did not answer with Username and Secret for ${server}`);
  }
  if (answer.Username === "" && answer.Secret === "") return undefined;
  return answer.Username === "<token>" ? { identityToken: answer.Secret } : { username: answer.Username, password: answer.Secret };
}

function run(command: string, input: string, env: Io["env"]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, ["get"], { env: { ...env }, stdio: ["pipe", "pipe", "ignore"], timeout: 30_000 });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
    child.stdin.on("error", () => undefined); // a helper may answer without reading
    child.on("error", () =>
      reject(new UsageError(`${command} is named in the docker config and is not on the PATH; install it, or log in without it`)),
    );
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
    child.stdin.end(`${input}\n`);
  });
}
