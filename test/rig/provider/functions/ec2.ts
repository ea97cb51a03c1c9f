import { DescribeImagesCommand, DescribeSubnetsCommand, DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { GetAmiArgs, GetAmiIdsArgs, GetSubnetArgs, GetVpcArgs } from "@pulumi/aws/ec2";
import type { Call } from ".";

const filtersOf = (filters: { name: string; values: string[] }[] | undefined) =>
  filters?.map(({ name, values }) => ({ Name: name, Values: values }));

/** As the provider answers: none is an error, several are one too unless `mostRecent`. */
const getAmi: Call = async (given, session) => {
  const args = given as GetAmiArgs;
  const { Images = [] } = await session.client(EC2Client).send(
    new DescribeImagesCommand({
      Owners: args.owners,
      ExecutableUsers: args.executableUsers,
      Filters: filtersOf(args.filters),
      IncludeDeprecated: args.includeDeprecated,
    }),
  );
  const matching = args.nameRegex ? Images.filter(({ Name = "" }) => new RegExp(String(args.nameRegex)).test(Name)) : Images;
  const [found, ...more] = matching.sort((a, b) => String(b.CreationDate).localeCompare(String(a.CreationDate)));
  if (found === undefined) throw new Error("Your query returned no results. Please change your search criteria and try again.");
  if (more.length > 0 && !args.mostRecent) {
    throw new Error(
      "Your query returned more than one result. Please try a more specific search criteria, or set `most_recent` attribute to true.",
    );
  }
  return {
    id: found.ImageId,
    imageId: found.ImageId,
    name: found.Name,
    ownerId: found.OwnerId,
    architecture: found.Architecture,
    creationDate: found.CreationDate,
    deprecationTime: found.DeprecationTime,
    rootDeviceName: found.RootDeviceName,
    arn: `arn:aws:ec2:${session.region}::image/${found.ImageId}`,
    tags: {},
  };
};

/** None is an empty list. */
const getAmiIds: Call = async (given, session) => {
  const { owners, filters, includeDeprecated } = given as unknown as GetAmiIdsArgs;
  const { Images = [] } = await session
    .client(EC2Client)
    .send(new DescribeImagesCommand({ Owners: owners, Filters: filtersOf(filters), IncludeDeprecated: includeDeprecated }));
  const newestFirst = Images.sort((a, b) => String(b.CreationDate).localeCompare(String(a.CreationDate)));
  return { id: session.region, ids: newestFirst.map(({ ImageId }) => ImageId), owners, filters };
};

const getVpc: Call = async (given, session) => {
  const args = given as GetVpcArgs;
  const VpcIds = args.id ? [args.id] : undefined;
  const wanted = { VpcIds, Filters: args.default ? [{ Name: "is-default", Values: ["true"] }] : filtersOf(args.filters) };
  const { Vpcs = [] } = await session.client(EC2Client).send(new DescribeVpcsCommand(wanted));
  const [found, ...more] = Vpcs;
  if (found === undefined || more.length > 0) throw new Error(found ? "multiple EC2 VPCs matched" : "no matching EC2 VPC found");
  return {
    id: found.VpcId,
    arn: await session.arn("ec2", `vpc/${found.VpcId}`),
    cidrBlock: found.CidrBlock,
    default: found.IsDefault,
    ownerId: found.OwnerId,
    tags: Object.fromEntries((found.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
  };
};

const getSubnet: Call = async (given, session) => {
  const args = given as GetSubnetArgs;
  const wanted = { SubnetIds: args.id ? [args.id] : undefined, Filters: filtersOf(args.filters) };
  const { Subnets = [] } = await session.client(EC2Client).send(new DescribeSubnetsCommand(wanted));
  const [found, ...more] = Subnets;
  if (found === undefined || more.length > 0) throw new Error(found ? "multiple EC2 Subnets matched" : "no matching EC2 Subnet found");
  return {
    id: found.SubnetId,
    arn: found.SubnetArn,
    vpcId: found.VpcId,
    cidrBlock: found.CidrBlock,
    availabilityZone: found.AvailabilityZone,
  };
};

export const EC2: Readonly<Record<string, Call>> = {
  "aws:ec2/getAmi:getAmi": getAmi,
  "aws:ec2/getAmiIds:getAmiIds": getAmiIds,
  "aws:ec2/getVpc:getVpc": getVpc,
  "aws:ec2/getSubnet:getSubnet": getSubnet,
};
