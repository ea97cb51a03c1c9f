import * as pulumi from "@pulumi/pulumi";
import type { BootAddition } from "../../boot/addition";
import { assign } from "../../boot/settings";
import { excess, packed, USER_DATA_LIMIT, userData } from "../../boot/user-data";
import { type DeclaredRows, type ExpectedGpus, expectedGpus } from "../../catalog";
import type { Problems } from "../../lib/invalid";
import { DEFAULT_IDENTITY } from "./container";
import { cudaOf, type Judged } from "./judgement";
import type { HostSettings } from "./resolve";
import { imageMiB } from "./root-volume";

/** A second failed boot in a row stops the group from launching. */
const SUSPEND_AFTER = 2;

const SHM_MIB = 1024;

/** What the machine must show. Who overrode a verdict wants to see what the machine makes of it. */
function expected({ instanceType, verdict }: Judged, declared: DeclaredRows | undefined): ExpectedGpus {
  const gpus = expectedGpus(instanceType, declared);
  return verdict.status === "fail" ? { ...gpus, kernelModules: undefined } : gpus;
}

interface KnownAtUpdate {
  readonly image: string;
  readonly logGroup: string;
  readonly environment: Record<string, string>;
  readonly secrets: Record<string, string>;
  /** Absent where the registry asks for no account, or is ECR. */
  readonly registrySecret?: string;
}

type MachineSettings = Pick<HostSettings, "image" | "judged" | "container" | "network" | "declared" | "registrySecretArn">;

/** The addition, and the log-in to a registry that asks for one. */
const withLogin = (secret: string | undefined, addition: BootAddition = {}): BootAddition =>
  secret === undefined
    ? addition
    : {
        ...addition,
        sourced: [...(addition.sourced ?? []), "registry-login.sh"],
        settings: [...(addition.settings ?? []), assign("REGISTRY_SECRET", secret)],
      };

function textOf({ image, judged, container, network, declared }: MachineSettings, known: KnownAtUpdate, addition?: BootAddition): string {
  const { proxy = {}, caBundle } = network;
  const { registrySecret, ...settings } = known;
  return userData(
    {
      ...settings,
      driver: judged.find(({ driver }) => driver !== undefined)?.driver,
      cuda: judged.some(({ verdict }) => verdict.status === "fail") ? undefined : cudaOf(judged),
      imageMiB: imageMiB(image),
      gpus: judged.map((one) => expected(one, declared)),
      suspendAfter: SUSPEND_AFTER,
      ...DEFAULT_IDENTITY,
      ...container.identity,
      shmSizeMiB: container.shmSizeMiB ?? SHM_MIB,
      command: container.command ?? [],
      mounts: container.mounts ?? [],
      ports: (container.ports ?? []).map((port) => ({ host: port.host, container: port.container ?? port.host })),
    },
    { httpProxy: proxy.http, httpsProxy: proxy.https, noProxy: proxy.noProxy, caBundle },
    withLogin(registrySecret, addition),
  );
}

/** The user data of the machine, as a launch template takes it. */
export function machineUserData(
  settings: HostSettings,
  logGroup: pulumi.Input<string>,
  addition?: pulumi.Input<BootAddition>,
): pulumi.Output<string> {
  const { container, imageUri, registrySecretArn } = settings;
  return pulumi
    .all([
      imageUri,
      logGroup,
      refusingSecrets(container.environment ?? {}),
      pulumi.all(container.secrets ?? {}),
      pulumi.output(registrySecretArn),
      pulumi.output(addition) as pulumi.Output<BootAddition | undefined>,
    ])
    .apply(([image, group, environment, secrets, registrySecret, added]) =>
      packed(fitting(textOf(settings, { image, logGroup: group, environment, secrets, registrySecret }, added))),
    );
}

/** Notes user data that is too long by what is known before the update; what is not known yet counts as empty. */
export function checkUserData(settings: MachineSettings, image: pulumi.Input<string>, problems: Problems, addition?: BootAddition): void {
  const plain = (values: Record<string, pulumi.Input<string>> = {}) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? value : ""]));
  const { environment, secrets } = settings.container;
  const text = textOf(
    settings,
    {
      image: typeof image === "string" ? image : "",
      logGroup: "",
      environment: plain(environment),
      secrets: plain(secrets),
      registrySecret: plain({ arn: settings.registrySecretArn ?? "" }).arn || undefined,
    },
    addition,
  );
  if (excess(text) > 0) problems.add("container", tooLong(excess(text)));
}

const tooLong = (bytes: number): string =>
  `user data is ${bytes} bytes above EC2's limit of ${USER_DATA_LIMIT} when compressed; shorten container.command, container.environment or network.caBundle`;

/** The text itself, if EC2 takes it: with what only the update knows. */
export function fitting(text: string): string {
  const over = excess(text);
  if (over === 0) return text;
  throw new Error(tooLong(over));
}

/** Names of the variables whose values are secret. */
export async function secretNames(environment: Readonly<Record<string, pulumi.Input<string>>>): Promise<string[]> {
  const names = Object.entries(environment).map(async ([name, value]) => ((await pulumi.isSecret(pulumi.output(value))) ? [name] : []));
  return (await Promise.all(names)).flat();
}

/** User data can be read by whoever may describe the launch template, also when the state keeps it encrypted: no secret goes there. */
export function withoutSecrets(values: Record<string, string>, secret: readonly string[]): Record<string, string> {
  if (secret.length === 0) return values;
  throw new Error(
    `container.environment has secret values (${secret.join(", ")}); store each in Secrets Manager and give its ARN in container.secrets`,
  );
}

const refusingSecrets = (environment: Record<string, pulumi.Input<string>>): pulumi.Output<Record<string, string>> =>
  pulumi.all([pulumi.all(environment), secretNames(environment)]).apply(([values, secret]) => withoutSecrets(values, secret));
