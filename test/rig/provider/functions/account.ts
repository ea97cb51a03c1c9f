import { DescribeAvailabilityZonesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Call } from ".";

const getCallerIdentity: Call = async (_args, session) => {
  const { Account, Arn, UserId } = await session.client(STSClient).send(new GetCallerIdentityCommand({}));
  return { id: Account, accountId: Account, arn: Arn, userId: UserId };
};

const getRegion: Call = async (_args, { region }) => ({ id: region, region, endpoint: `ec2.${region}.amazonaws.com`, description: region });

const getPartition: Call = async () => ({ id: "aws", partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" });

const getAvailabilityZones: Call = async (_args, session) => {
  const { AvailabilityZones = [] } = await session.client(EC2Client).send(new DescribeAvailabilityZonesCommand({}));
  return {
    id: session.region,
    names: AvailabilityZones.map(({ ZoneName }) => ZoneName).sort(),
    zoneIds: AvailabilityZones.map(({ ZoneId }) => ZoneId).sort(),
  };
};

export const ACCOUNT: Readonly<Record<string, Call>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
  "aws:index/getRegion:getRegion": getRegion,
  "aws:index/getPartition:getPartition": getPartition,
  "aws:index/getAvailabilityZones:getAvailabilityZones": getAvailabilityZones,
};
