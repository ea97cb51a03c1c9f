import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";
import { TAGGED_BY_TEMPLATE, type Tags, tagsOf } from "../../lib/tags";
import { type Transform, transformed } from "../../lib/transform";

export interface LaunchTemplateSpec {
  readonly imageId: pulumi.Input<string>;
  readonly profileArn: pulumi.Input<string>;
  readonly securityGroupIds: pulumi.Input<string>[];
  /** In base64. */
  readonly userData: pulumi.Input<string>;
  readonly rootDeviceName: string;
  readonly rootVolumeGiB: number;
  readonly kmsKeyId?: pulumi.Input<string>;
  /** The container talks to the metadata service itself. */
  readonly containerUsesRole: boolean;
  readonly tags?: Tags;
  readonly claims: Tags;
  readonly transform?: Transform<ec2.LaunchTemplateArgs>;
}

/** What every machine of the component is made of. */
export function launchTemplate(name: string, spec: LaunchTemplateSpec, opts: pulumi.CustomResourceOptions): ec2.LaunchTemplate {
  const tags = tagsOf(name, spec.tags);
  const args: ec2.LaunchTemplateArgs = {
    description: `GPU instance ${name}`,
    imageId: spec.imageId,
    userData: spec.userData,
    iamInstanceProfile: { arn: spec.profileArn },
    vpcSecurityGroupIds: spec.securityGroupIds,
    updateDefaultVersion: true,
    // A boot that fails ends its machine by switching it off: the price ends with it.
    instanceInitiatedShutdownBehavior: "terminate",
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      // A container stands one hop behind the machine: with a limit of 1 the role's credentials stay with the machine.
      httpPutResponseHopLimit: spec.containerUsesRole ? 2 : 1,
    },
    blockDeviceMappings: [
      {
        deviceName: spec.rootDeviceName,
        ebs: {
          volumeType: "gp3",
          volumeSize: spec.rootVolumeGiB,
          encrypted: "true",
          deleteOnTermination: "true",
          ...(spec.kmsKeyId === undefined ? {} : { kmsKeyId: spec.kmsKeyId }),
        },
      },
    ],
    // AWS makes these, not Pulumi: a provider's default tags do not reach them.
    tagSpecifications: TAGGED_BY_TEMPLATE.map((resourceType) => ({
      resourceType,
      tags: resourceType === "instance" ? { ...tags, ...spec.claims } : tags,
    })),
    tags: { ...tags, ...spec.claims },
  };
  return new ec2.LaunchTemplate(name, transformed(args, spec.transform), opts);
}
