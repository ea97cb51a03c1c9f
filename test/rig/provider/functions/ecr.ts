import { DescribeImagesCommand, ECRClient } from "@aws-sdk/client-ecr";
import type { GetImageArgs } from "@pulumi/aws/ecr";
import type { Call } from ".";

const getImage: Call = async (given, session) => {
  const { repositoryName, imageTag, imageDigest, registryId } = given as unknown as GetImageArgs;
  const { imageDetails = [] } = await session
    .client(ECRClient)
    .send(new DescribeImagesCommand({ repositoryName, registryId, imageIds: [{ imageTag, imageDigest }] }));
  const [found] = imageDetails;
  if (found === undefined) throw new Error("no ECR image matched");
  return {
    id: found.imageDigest,
    imageDigest: found.imageDigest,
    imageTags: found.imageTags,
    imageSizeInBytes: found.imageSizeInBytes,
    repositoryName,
    registryId: found.registryId,
  };
};

export const ECR: Readonly<Record<string, Call>> = { "aws:ecr/getImage:getImage": getImage };
