import type { BootAddition } from "./addition";

/** What one accepted type must show; what no source states is absent, and then only reported. The catalog's rows have this form. */
export interface ExpectedGpus {
  readonly instanceType: string;
  readonly count: number;
  readonly models?: readonly string[];
  readonly kernelModules?: readonly ("open" | "proprietary" | "grid")[];
  readonly nvswitch?: boolean;
  /** NVLinks of each GPU. */
  readonly nvlinks?: number;
}

/** One row of the array `GPUS`. */
export const gpuRow = ({ instanceType, count, models = [], kernelModules, nvswitch, nvlinks }: ExpectedGpus): string =>
  [instanceType, count, kernelModules?.join("|") ?? "-", nvswitch ? "yes" : "-", nvlinks ?? "-", models.join("|") || "-"].join(" ");

/** What a machine is told. Everything here can be read by whoever may describe the launch template: no secret belongs in it. */
export interface BootSettings {
  /** Pullable reference with a digest. */
  readonly image: string;
  /** Driver that the AMI promises; undefined where no source states it: then the machine only reports what runs. */
  readonly driver?: string;
  /** CUDA of the image; undefined where no source states it. */
  readonly cuda?: string;
  /** Room that the image takes on disk, in MiB; undefined where its size is not known. */
  readonly imageMiB?: number;
  /** Ask NCCL for an all-reduce over all GPUs. Default true. */
  readonly nccl?: boolean;
  /** EFA interfaces of the machine. Default 0. */
  readonly efa?: number;
  readonly gpus: readonly ExpectedGpus[];
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
    assign("CUDA", settings.cuda ?? ""),
    list("GPUS", settings.gpus.map(gpuRow)),
    "MIG=off",
    `NCCL=${settings.nccl === false ? "no" : "yes"}`,
    `EFA=${settings.efa ?? 0}`,
    `IMAGE_MIB=${settings.imageMiB ?? 0}`,
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
