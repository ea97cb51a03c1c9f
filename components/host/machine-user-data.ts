import * as pulumi from "@pulumi/pulumi";
import { excess, USER_DATA_LIMIT, userData } from "../../boot/user-data";
import { findGpu, findInstanceType } from "../../catalog";
import type { HostSettings } from "./resolve";

/** A second failed boot in a row stops the group from launching. */
const SUSPEND_AFTER = 2;

/** The first user id of a Linux system that is a person's, and of most images that have one. */
const IDENTITY = { uid: 1000, gid: 1000 };

const SHM_MIB = 1024;

/** Number and names of the GPUs that a type must show. A share of a GPU is one device. */
function expectedGpus(instanceType: string) {
  const row = findInstanceType(instanceType);
  const gpu = row && findGpu(row.gpu);
  return { instanceType, count: Math.max(1, Math.floor(row?.gpuCount ?? 1)), ...(gpu ? { models: [gpu.gpu, ...gpu.aliases] } : {}) };
}

/** The user data of the machine; what it cannot carry is refused here, because some of it is known only now. */
export function machineUserData(
  { imageUri, judged, container, network }: HostSettings,
  logGroup: pulumi.Input<string>,
): pulumi.Output<string> {
  const { proxy = {}, caBundle } = network;
  const environment = container.environment ?? {};
  return pulumi
    .all([imageUri, logGroup, refusingSecrets(environment), pulumi.all(container.secrets ?? {})])
    .apply(([image, group, variables, secrets]) => {
      const text = userData(
        {
          image,
          driver: judged.find(({ driver }) => driver !== undefined)?.driver,
          gpus: judged.map(({ instanceType }) => expectedGpus(instanceType)),
          logGroup: group,
          suspendAfter: SUSPEND_AFTER,
          ...IDENTITY,
          ...container.identity,
          shmSizeMiB: container.shmSizeMiB ?? SHM_MIB,
          command: container.command ?? [],
          environment: variables,
          secrets,
          mounts: container.mounts ?? [],
          ports: (container.ports ?? []).map((port) => ({ host: port.host, container: port.container ?? port.host })),
        },
        { httpProxy: proxy.http, httpsProxy: proxy.https, noProxy: proxy.noProxy, caBundle },
      );
      const over = excess(text);
      if (over > 0)
        throw new Error(
          `user data is ${over} bytes above EC2's limit of ${USER_DATA_LIMIT}; shorten container.command, container.environment or network.caBundle`,
        );
      return text;
    });
}

/** User data can be read by whoever may describe the launch template, also when the state keeps it encrypted. */
function refusingSecrets(environment: Record<string, pulumi.Input<string>>): pulumi.Output<Record<string, string>> {
  const names = Object.entries(environment).map(async ([name, value]) => ((await pulumi.isSecret(pulumi.output(value))) ? [name] : []));
  return pulumi.all([pulumi.all(environment), Promise.all(names)]).apply(([values, secret]) => {
    const found = secret.flat();
    if (found.length > 0)
      throw new Error(
        `container.environment has secret values (${found.join(", ")}); store each in Secrets Manager and give its ARN in container.secrets`,
      );
    return values;
  });
}
