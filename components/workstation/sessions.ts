import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import { assign, list } from "../../boot/settings";
import type { CommonArgs } from "../../lib/common-args";
import type { Problems } from "../../lib/invalid";
import { tagsOf } from "../../lib/tags";
import type { Identity, Port } from "../host/container";
import type { Part } from "./part";

/** JupyterLab. The image starts it on `port` with the token in the file `/run/secrets/jupyter-token`. */
export interface Jupyter {
  /**
   * Port in the container, and on the loopback of the machine.
   * @default 8888
   */
  port?: number;
  /**
   * ARN of a Secrets Manager secret with a token of your own.
   * @default a secret made here; its value is made by the first machine, and is in no state
   */
  tokenSecretArn?: pulumi.Input<string>;
}

/**
 * The SSH server of the image: without root, on `port`, with the keys of the file `/run/secrets/ssh-authorized-keys` and the host key of
 * `/run/secrets/ssh-host-key`.
 */
export interface Ssh {
  /** Public keys in the form of an `authorized_keys` file, together at most 4096 characters; a new one is there after the next start of the container. */
  authorizedKeys: string[];
  /**
   * Port in the container, and on the loopback of the machine; above 1023, because the server does not run as root.
   * @default 2222
   */
  port?: number;
  /**
   * Name to log in with.
   * @default "app", the user of our images; under another `identity` than 1000:1000 they call it `u<uid>`
   */
  user?: string;
  /**
   * ARN of a Secrets Manager secret with a private ed25519 host key of your own.
   * @default a secret made here; the first machine makes the key, and every later one has the same
   */
  hostKeySecretArn?: pulumi.Input<string>;
}

const JUPYTER_PORT = 8888;
const SSH_PORT = 2222;
const PUBLIC_KEY =
  /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com) [A-Za-z0-9+/]+=*( [^\n\r]*)?$/;
const SECRET_ARN = /^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:/;
/** What a standard parameter of Systems Manager holds. */
const PARAMETER_LIMIT = 4096;

/** Notes what would leave nobody able to enter, or everybody. */
export function checkSessions(jupyter: Jupyter | false, ssh: Ssh | undefined, taken: readonly Port[], problems: Problems): void {
  const ports = taken.map(({ host }) => host);
  const port = (path: string, value: number, least: number) => {
    if (!(Number.isInteger(value) && value >= least && value <= 65535))
      problems.add(path, `must be a whole number from ${least} to 65535, got ${value}`);
    else if (ports.includes(value)) problems.add(path, `port ${value} is taken already; name another`);
    ports.push(value);
  };
  const secret = (path: string, arn: pulumi.Input<string> | undefined) => {
    if (typeof arn === "string" && !SECRET_ARN.test(arn))
      problems.add(path, "must be the ARN of a Secrets Manager secret, not the secret itself");
  };
  if (jupyter) port("jupyter.port", jupyter.port ?? JUPYTER_PORT, 1024);
  if (jupyter) secret("jupyter.tokenSecretArn", jupyter.tokenSecretArn);
  if (!ssh) return;
  port("ssh.port", ssh.port ?? SSH_PORT, 1024);
  secret("ssh.hostKeySecretArn", ssh.hostKeySecretArn);
  if (ssh.authorizedKeys.length === 0) problems.add("ssh.authorizedKeys", "without a key nobody can log in; name one, or drop ssh");
  ssh.authorizedKeys.forEach((key, i) => {
    if (key.includes("PRIVATE KEY"))
      problems.add(`ssh.authorizedKeys[${i}]`, "is a private key; give the public one, the file that ends with .pub");
    else if (!PUBLIC_KEY.test(key.trim())) problems.add(`ssh.authorizedKeys[${i}]`, "is no public key such as ssh-ed25519 AAAA… anna");
  });
  if (keysFile(ssh).length > PARAMETER_LIMIT)
    problems.add(
      "ssh.authorizedKeys",
      `together they have ${keysFile(ssh).length} characters, and at most ${PARAMETER_LIMIT} fit; drop their comments, or some keys`,
    );
  if (ssh.user !== undefined && !/^[a-z_][a-z0-9_-]{0,31}$/.test(ssh.user)) problems.add("ssh.user", `'${ssh.user}' is no Linux user name`);
}

const keysFile = ({ authorizedKeys }: Ssh): string => authorizedKeys.map((key) => `${key.trim()}\n`).join("");

/** Ways into the workstation, and the secrets that they need. */
export interface Sessions extends Part {
  readonly ports: readonly Port[];
  /** What our images read their ports from. */
  readonly environment: Readonly<Record<string, string>>;
  /** Name of the file below `/run/secrets` to ARN. */
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;
  readonly jupyter?: { readonly port: number; readonly tokenArn: pulumi.Output<string> };
  readonly ssh?: { readonly port: number; readonly user: string };
}

export interface SessionsSpec extends CommonArgs {
  readonly jupyter: Jupyter | false;
  readonly ssh?: Ssh;
  readonly identity: Identity;
}

/** Makes the secrets, without values, and says what the machine makes of them. */
export function makeSessions(name: string, spec: SessionsSpec, parent: pulumi.Resource): Sessions {
  const { jupyter, ssh, tags } = spec;
  const generated: pulumi.Output<string>[] = [];
  const made: pulumi.Output<string>[] = [];
  // Empty: the machine makes the value, so that neither state nor program ever has it.
  const secret = (suffix: string, description: string, given: pulumi.Input<string> | undefined): pulumi.Output<string> => {
    if (given !== undefined) return pulumi.output(given);
    const logicalName = `${name}-${suffix}`;
    const { arn } = new secretsmanager.Secret(
      logicalName,
      {
        description: `${description} of the workstation ${name}`,
        kmsKeyId: spec.kmsKeyId,
        recoveryWindowInDays: 0,
        tags: tagsOf(logicalName, tags),
      },
      { parent },
    );
    generated.push(pulumi.interpolate`${suffix} ${arn}`);
    made.push(arn);
    return arn;
  };
  const secrets: Record<string, pulumi.Input<string>> = {};
  const ports: Port[] = [];
  if (jupyter) {
    secrets["jupyter-token"] = secret("jupyter-token", "Token of JupyterLab", jupyter.tokenSecretArn);
    ports.push({ host: jupyter.port ?? JUPYTER_PORT });
  }
  if (ssh) {
    secrets["ssh-host-key"] = secret("ssh-host-key", "SSH host key", ssh.hostKeySecretArn);
    secrets["ssh-authorized-keys"] = new ssm.Parameter(
      `${name}-ssh-authorized-keys`,
      {
        type: "String",
        insecureValue: keysFile(ssh),
        description: `Who may log in to ${name}`,
        tags: tagsOf(`${name}-ssh-authorized-keys`, tags),
      },
      { parent },
    ).arn;
    ports.push({ host: ssh.port ?? SSH_PORT });
  }
  return {
    ports,
    environment: {
      ...(jupyter ? { JUPYTER_PORT: String(jupyter.port ?? JUPYTER_PORT) } : {}),
      ...(ssh ? { SSH_PORT: String(ssh.port ?? SSH_PORT) } : {}),
    },
    secrets,
    settings: [
      ...(generated.length > 0 ? [pulumi.all(generated).apply((lines) => list("GENERATED", lines))] : []),
      assign("JUPYTER_PORT", jupyter ? String(jupyter.port ?? JUPYTER_PORT) : ""),
      assign("SSH_PORT", ssh ? String(ssh.port ?? SSH_PORT) : ""),
    ],
    statements: () =>
      made.length === 0
        ? []
        : [
            { Effect: "Allow", Action: ["secretsmanager:PutSecretValue"], Resource: made },
            ...(spec.kmsKeyId === undefined
              ? []
              : [{ Effect: "Allow" as const, Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: spec.kmsKeyId }]),
          ],
    ...(jupyter ? { jupyter: { port: jupyter.port ?? JUPYTER_PORT, tokenArn: pulumi.output(secrets["jupyter-token"] ?? "") } } : {}),
    ...(ssh
      ? { ssh: { port: ssh.port ?? SSH_PORT, user: ssh.user ?? (spec.identity.uid === 1000 ? "app" : `u${spec.identity.uid}`) } }
      : {}),
  };
}
