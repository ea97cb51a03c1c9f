import {
  type _InstanceType,
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateCommand,
  DescribeLaunchTemplatesCommand,
  EC2Client,
  type LaunchTemplate,
  ModifyLaunchTemplateCommand,
  type RequestLaunchTemplateData,
  type ResourceType,
} from "@aws-sdk/client-ec2";
import type { LaunchTemplateArgs } from "@pulumi/aws/ec2";
import type { Unwrap } from "@pulumi/pulumi";
import { type Handler, handler, promised, unlessGone } from "../handler";
import type { Session } from "../session";
import { retag, tagSpecification } from "./ec2-tags";

type Inputs = Unwrap<LaunchTemplateArgs>;

/** AWS spells the same words with a capital letter. */
function capitalised<Shape>(value: unknown): Shape {
  if (Array.isArray(value)) return value.map((each) => capitalised<unknown>(each)) as Shape;
  if (value === null || typeof value !== "object") return value as Shape;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.charAt(0).toUpperCase() + key.slice(1), capitalised<unknown>(inner)]),
  ) as Shape;
}

/** The provider takes these as text, to tell "false" from "not said". */
const truth = (text: string | undefined) => (text === undefined ? undefined : text === "true");

function dataOf(inputs: Inputs): RequestLaunchTemplateData {
  return {
    ImageId: inputs.imageId,
    InstanceType: inputs.instanceType as _InstanceType | undefined,
    KeyName: inputs.keyName,
    UserData: inputs.userData,
    EbsOptimized: truth(inputs.ebsOptimized),
    DisableApiTermination: inputs.disableApiTermination,
    InstanceInitiatedShutdownBehavior: capitalised(inputs.instanceInitiatedShutdownBehavior),
    SecurityGroupIds: inputs.vpcSecurityGroupIds,
    IamInstanceProfile: capitalised(inputs.iamInstanceProfile),
    MetadataOptions: capitalised(inputs.metadataOptions),
    Monitoring: capitalised(inputs.monitoring),
    Placement: capitalised(inputs.placement),
    InstanceMarketOptions: capitalised(inputs.instanceMarketOptions),
    CapacityReservationSpecification: capitalised(inputs.capacityReservationSpecification),
    BlockDeviceMappings: inputs.blockDeviceMappings?.map(({ ebs, ...mapping }) => ({
      ...capitalised<object>(mapping),
      Ebs: ebs && {
        ...capitalised<object>(ebs),
        DeleteOnTermination: truth(ebs.deleteOnTermination),
        Encrypted: truth(ebs.encrypted),
      },
    })),
    NetworkInterfaces: inputs.networkInterfaces?.map(({ securityGroups, associatePublicIpAddress, deleteOnTermination, ...rest }) => ({
      ...capitalised<object>(rest),
      Groups: securityGroups,
      AssociatePublicIpAddress: truth(associatePublicIpAddress),
      DeleteOnTermination: truth(deleteOnTermination),
    })),
    TagSpecifications: inputs.tagSpecifications?.map(({ resourceType, tags }) => ({
      ResourceType: resourceType as ResourceType | undefined,
      Tags: Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    })),
  };
}

const outputsOf = async (template: LaunchTemplate, session: Session) => ({
  arn: await session.arn("ec2", `launch-template/${template.LaunchTemplateId}`),
  name: template.LaunchTemplateName,
  latestVersion: template.LatestVersionNumber,
  defaultVersion: template.DefaultVersionNumber,
});

const describe = async (id: string, session: Session) => {
  const answer = await unlessGone(session.client(EC2Client).send(new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [id] })));
  return answer?.LaunchTemplates?.[0];
};

const launchTemplate = handler<LaunchTemplateArgs>({
  named: { property: "name", longest: 128 },
  async create(inputs, session) {
    const created = await session.client(EC2Client).send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: inputs.name,
        VersionDescription: inputs.description,
        LaunchTemplateData: dataOf(inputs),
        TagSpecifications: tagSpecification("launch-template", inputs.tags, session),
      }),
    );
    const template = promised(created.LaunchTemplate, "launch template");
    return { id: promised(template.LaunchTemplateId, "launch template id"), outputs: await outputsOf(template, session) };
  },
  async read(id, _state, session) {
    const template = await describe(id, session);
    return template && outputsOf(template, session);
  },
  /** A change is a new version; the template stays. */
  async update(id, inputs, state, session) {
    const client = session.client(EC2Client);
    const { LaunchTemplateVersion: version } = await client.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: id,
        VersionDescription: inputs.description,
        LaunchTemplateData: dataOf(inputs),
      }),
    );
    if (inputs.updateDefaultVersion) {
      await client.send(new ModifyLaunchTemplateCommand({ LaunchTemplateId: id, DefaultVersion: String(version?.VersionNumber) }));
    }
    await retag(id, inputs.tags, state.tagsAll, session);
    return outputsOf(promised(await describe(id, session), "launch template"), session);
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(EC2Client).send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: id })));
  },
});

export const LAUNCH_TEMPLATE: Readonly<Record<string, Handler>> = { "aws:ec2/launchTemplate:LaunchTemplate": launchTemplate };
