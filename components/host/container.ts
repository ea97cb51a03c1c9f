import type * as pulumi from "@pulumi/pulumi";
import type { Problems } from "../../lib/invalid";

/** A directory of the machine in the container. */
export interface Mount {
  /** Absolute; made at boot, owned by the container's user, where it does not exist. */
  hostPath: string;
  /** Absolute. */
  containerPath: string;
  /** @default false: the boot check proves that the user can write */
  readOnly?: boolean;
}

/** A port on the machine's loopback; reach it through `aws ssm start-session --document-name AWS-StartPortForwardingSession`. */
export interface Port {
  /** 1 to 65535. */
  host: number;
  /**
   * 1 to 65535.
   * @default as `host`
   */
  container?: number;
}

/** User and group that the container runs as. */
export interface Identity {
  /** 1 to 4294967294: root is refused. */
  uid: number;
  /** 1 to 4294967294. */
  gid: number;
}

/** The first user id of a Linux system that is a person's, and of most images that have one; that of ours, too. */
export const DEFAULT_IDENTITY: Identity = { uid: 1000, gid: 1000 };

export interface ContainerArgs {
  /**
   * Arguments of the image's entry point.
   * @default the image's own
   */
  command?: string[];
  /**
   * Environment variables; whoever may describe the launch template can read them, so a secret output is refused: give its ARN in `secrets`.
   * @default none
   */
  environment?: Record<string, pulumi.Input<string>>;
  /**
   * Name to ARN of a Secrets Manager secret or an SSM parameter. The machine fetches each at every start of the container into memory; the container
   * finds it in the file `/run/secrets/<name>`. Never in user data, state or environment.
   * @default none
   */
  secrets?: Record<string, pulumi.Input<string>>;
  /**
   * ARN of the customer-managed KMS key that encrypts the secrets.
   * @default the keys that AWS manages, which need no right
   */
  secretsKmsKeyArn?: pulumi.Input<string>;
  /**
   * User and group inside the container; all capabilities are dropped.
   * @default 1000:1000
   */
  identity?: Identity;
  /** @default none */
  mounts?: Mount[];
  /**
   * Shared memory in MiB. PyTorch's data loaders and NCCL pass tensors through it, for which Docker's own 64 MiB are too small.
   * @default 1024
   */
  shmSizeMiB?: number;
  /**
   * Ports on the machine's loopback; nothing is reachable from the network.
   * @default none
   */
  ports?: Port[];
  /**
   * Let the container use the machine's role. That needs a hop limit of 2 for the metadata service, and gives the container every right of the
   * role, also to stop its group from launching.
   * @default false: hop limit 1, the role stays with the machine
   */
  usesInstanceRole?: boolean;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const SECRET_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const SECRET_ARN = /^arn:[a-z-]+:(secretsmanager:[a-z0-9-]+:\d{12}:secret|ssm:[a-z0-9-]+:\d{12}:parameter)[:/]/;
// A comma would end the field of docker's --mount, a space the field of the settings.
const PATH = /^\/[^\s,:]*$/;

/** Notes what docker or the boot scripts could not take. */
export function checkContainer(container: ContainerArgs, problems: Problems): void {
  const { environment = {}, secrets = {}, identity, mounts = [], ports = [], shmSizeMiB } = container;
  for (const name of Object.keys(environment)) {
    if (!NAME.test(name))
      problems.add(`container.environment["${name}"]`, "a variable's name has letters, digits and underscores, and starts with no digit");
  }
  for (const [name, arn] of Object.entries(secrets)) {
    const path = `container.secrets["${name}"]`;
    if (!SECRET_NAME.test(name)) problems.add(path, "the name becomes a file name; use letters, digits, underscores, dots and dashes");
    if (typeof arn === "string" && !SECRET_ARN.test(arn)) {
      problems.add(path, "must be the ARN of a Secrets Manager secret or of an SSM parameter, not the secret itself");
    }
  }
  for (const key of ["uid", "gid"] as const) {
    const id = identity?.[key];
    if (id === 0) problems.add(`container.identity.${key}`, "the container does not run as root; use 1000, and mounts that it owns");
    else if (id !== undefined && !(Number.isInteger(id) && id > 0 && id < 2 ** 32 - 1)) {
      problems.add(`container.identity.${key}`, `must be a whole number from 1 to 4294967294, got ${id}`);
    }
  }
  mounts.forEach((mount, i) => {
    for (const key of ["hostPath", "containerPath"] as const) {
      if (!PATH.test(mount[key]))
        problems.add(`container.mounts[${i}].${key}`, "must be an absolute path without spaces, commas and colons");
    }
    if (mount.containerPath.startsWith("/run/secrets"))
      problems.add(`container.mounts[${i}].containerPath`, "/run/secrets holds the secrets; use another path");
  });
  ports.forEach((port, i) => {
    for (const key of ["host", "container"] as const) {
      const value = port[key];
      if (value !== undefined && !(Number.isInteger(value) && value >= 1 && value <= 65535)) {
        problems.add(`container.ports[${i}].${key}`, `must be a whole number from 1 to 65535, got ${value}`);
      }
    }
    if (ports.findIndex(({ host }) => host === port.host) < i)
      problems.add(`container.ports[${i}].host`, `port ${port.host} is already taken by another entry`);
  });
  if (shmSizeMiB !== undefined && !(Number.isInteger(shmSizeMiB) && shmSizeMiB >= 1)) {
    problems.add("container.shmSizeMiB", `must be a whole number of at least 1, got ${shmSizeMiB}`);
  }
}
