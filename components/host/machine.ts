import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import type { RoleArgs } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { BootAddition } from "../../boot/addition";
import type { CommonArgs } from "../../lib/common-args";
import { type Tags, tagsOf } from "../../lib/tags";
import type { Transform } from "../../lib/transform";
import { amiId } from "../pins/ami-id";
import type { DriverAmi } from "../pins/driver-ami";
import { claimTags } from "./claims";
import { instanceRole, type Statement } from "./instance-role";
import { launchTemplate } from "./launch-template";
import { machineUserData } from "./machine-user-data";
import type { HostSettings } from "./resolve";

export interface MachineSpec extends CommonArgs {
  readonly settings: HostSettings;
  readonly ami: DriverAmi;
  /** IAM policies of the workload. */
  readonly policyArns?: readonly pulumi.Input<string>[];
  /** Why a `fail` is launched all the same. */
  readonly overrideReason?: string;
  /** Claims beside those of every machine, or instead of them. */
  readonly claims?: Tags;
  /** What the component adds to the boot gate. */
  readonly addition?: pulumi.Input<BootAddition>;
  /** Rights that the addition needs. */
  readonly statements?: readonly Statement[];
  readonly transform?: { launchTemplate?: Transform<ec2.LaunchTemplateArgs>; role?: Transform<RoleArgs> };
}

/** What every machine is made of, but for the group that starts it: log group, role and profile, security group, launch template. */
export function machine(name: string, spec: MachineSpec, parent: pulumi.Resource) {
  const { settings, ami, transform = {} } = spec;
  const { container, network } = settings;
  const tags = (resource: string) => tagsOf(resource, spec.tags);

  // A name of our own: user data tells the machine where to report, and with a generated name no policy could read it at preview.
  const logGroupName = `/pulumi-gpu/${pulumi.getProject()}/${pulumi.getStack()}/${name}`.replace(/[^\w/.#-]/g, "-");
  const logs = new cloudwatch.LogGroup(
    `${name}-logs`,
    { name: logGroupName, retentionInDays: settings.logRetentionDays, kmsKeyId: spec.kmsKeyId, tags: tags(`${name}-logs`) },
    { parent },
  );
  const { role, profile, rights } = instanceRole(
    name,
    {
      imageUri: settings.imageUri,
      logGroupArn: logs.arn,
      secretArns: [
        ...Object.values(container.secrets ?? {}),
        ...(settings.registrySecretArn === undefined ? [] : [settings.registrySecretArn]),
      ],
      secretsKmsKeyArn: container.secretsKmsKeyArn,
      policyArns: spec.policyArns ?? [],
      statements: spec.statements ?? [],
      permissionsBoundary: spec.permissionsBoundary,
      path: spec.rolePath,
      tags: tags(`${name}-role`),
      transform: transform.role,
    },
    parent,
  );
  const securityGroupIds = network.securityGroupIds ?? [outboundOnly(name, spec, parent).id];
  const template = launchTemplate(
    name,
    {
      imageId: amiId(ami, { parent }),
      profileArn: profile.arn,
      securityGroupIds,
      userData: machineUserData(settings, logGroupName, spec.addition),
      rootDeviceName: settings.rootDeviceName,
      rootVolumeGiB: settings.rootVolumeGiB,
      kmsKeyId: spec.kmsKeyId,
      containerUsesRole: container.usesInstanceRole ?? false,
      tags: spec.tags,
      claims: {
        ...claimTags({
          image: settings.image,
          ami,
          judged: settings.judged,
          capacity: settings.capacity,
          overrideReason: spec.overrideReason,
        }),
        ...spec.claims,
      },
      transform: transform.launchTemplate,
    },
    // The machine must find its rights when it boots.
    { parent, dependsOn: rights },
  );
  return { logs, role, template };
}

/** No inbound rule: people come in through SSM. Outbound is open, because registries, S3, NFS and proxies all differ in their ports. */
function outboundOnly(name: string, { settings, tags }: MachineSpec, parent: pulumi.Resource): ec2.SecurityGroup {
  return new ec2.SecurityGroup(
    `${name}-outbound`,
    {
      description: `GPU instance ${name}: nothing inbound`,
      vpcId: settings.network.vpcId,
      ingress: [],
      egress: [
        { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"], description: "registry, logs, SSM" },
      ],
      revokeRulesOnDelete: true,
      tags: tagsOf(`${name}-outbound`, tags),
    },
    { parent },
  );
}

/** Command that prints the tag in which the machines of these groups say how their boot went. */
export const howToReadBootResult = (groups: string[]): string =>
  `aws ec2 describe-instances --filters Name=tag:aws:autoscaling:groupName,Values=${groups.join(",")} --query 'Reservations[].Instances[].[InstanceId,State.Name,Tags[?Key==\`pulumi-gpu:boot\`]|[0].Value]' --output text`;
