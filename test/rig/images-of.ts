import { BatchGetImageCommand, ECRClient } from "@aws-sdk/client-ecr";
import type { Place } from "./inventory";

/** Whether a repository answers to a digest, which is how a machine asks for its image. */
export async function hasImage(place: Place, repositoryName: string, imageDigest: string): Promise<boolean> {
  const { images = [] } = await new ECRClient(place).send(new BatchGetImageCommand({ repositoryName, imageIds: [{ imageDigest }] }));
  return images.some(({ imageId }) => imageId?.imageDigest === imageDigest);
}
