import type { BootAddition } from "./addition";

/** What a machine is told. Everything here can be read by whoever may describe the launch template: no secret belongs in it. */
export interface BootSettings {
  /** Pullable reference with a digest. */
  readonly image: string;
  /** Driver that the AMI promises; undefined where no source states it: then the machine only reports what runs. */
  readonly driver?: string;
  /** What each accepted type has; a type without known names is checked by count alone. */
  readonly gpus: readonly { readonly instanceType: string; readonly count: number; readonly models?: readonly string[] }[];
  readonly logGroup: string;
  /** Failed boots in a row after which the group stops launching. */
  readonly suspendAfter: number;
  readonly uid: number;
  readonly gid: number;
  readonly shmSizeMiB: number;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Name to ARN; fetched by the machine. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly mounts: readonly { readonly hostPath: string; readonly containerPath: string; readonly readOnly?: boolean }[];
  /** Published on the machine's loopback only. */
  readonly ports: readonly { readonly host: number; readonly container: number }[];
}

/** A word that bash reads back exactly as it is. */
export const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** One assignment of `settings.sh`. */
export const assign = (name: string, value: string): string => `${name}=${quote(value)}`;

/** One array of `settings.sh`. */
export const list = (name: string, words: readonly string[]): string =>
  `${name}=(${words.map((word) => `\n  ${quote(word)}`).join("")}${words.length > 0 ? "\n" : ""})`;

/** The settings as assignments that the scripts source, with those of an addition behind them. */
export function settingsScript(
  settings: BootSettings,
  { settings: added = [], sourced = [], steps = [], startUnits = [] }: BootAddition = {},
): string {
  const { image, mounts } = settings;
  const runArgs = [
    ...Object.entries(settings.environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...mounts.flatMap(({ hostPath, containerPath, readOnly }) => [
      "--mount",
      `type=bind,source=${hostPath},target=${containerPath}${readOnly ? ",readonly" : ""}`,
    ]),
    ...settings.ports.flatMap(({ host, container }) => ["--publish", `127.0.0.1:${host}:${container}`]),
  ];
  return [
    assign("IMAGE", image),
    `ECR=${isEcr(image) ? "yes" : "no"}`,
    assign("DRIVER", settings.driver ?? ""),
    list(
      "GPUS",
      settings.gpus.map(({ instanceType, count, models = [] }) => `${instanceType} ${count} ${models.join("|")}`.trim()),
    ),
    assign("LOG_GROUP", settings.logGroup),
    `SUSPEND_AFTER=${settings.suspendAfter}`,
    `RUN_UID=${settings.uid}`,
    `RUN_GID=${settings.gid}`,
    `SHM_MIB=${settings.shmSizeMiB}`,
    list(
      "SECRETS",
      Object.entries(settings.secrets).map(([name, arn]) => `${name} ${arn}`),
    ),
    list(
      "MOUNTS",
      mounts.map(({ hostPath, readOnly }) => `${readOnly ? "ro" : "rw"} ${hostPath}`),
    ),
    list("RUN_ARGS", runArgs),
    list("COMMAND", settings.command),
    list("SOURCED", sourced),
    list("STEPS", steps),
    list("START_UNITS", startUnits),
    ...added,
    "",
  ].join("\n");
}

const isEcr = (image: string): boolean => /^\d{12}\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//.test(image);
