import { CreateTagsCommand, DeleteTagsCommand, EC2Client, type ResourceType, type TagSpecification } from "@aws-sdk/client-ec2";
import { tagList } from "../handler";
import type { Session } from "../session";

/** EC2 refuses an empty list, so no tags is no specification. */
export function tagSpecification(
  type: ResourceType,
  tags: Record<string, string> | undefined,
  session: Session,
): TagSpecification[] | undefined {
  const list = tagList(tags, session);
  return list.length > 0 ? [{ ResourceType: type, Tags: list }] : undefined;
}

/** Brings the tags of an EC2 resource from `before` (`tagsAll` of its state) to what the program says now. */
export async function retag(id: string, tags: Record<string, string> | undefined, before: unknown, session: Session): Promise<void> {
  const client = session.client(EC2Client);
  const wanted = tagList(tags, session);
  const gone = Object.keys(before ?? {}).filter((key) => !wanted.some(({ Key }) => Key === key));
  if (gone.length > 0) await client.send(new DeleteTagsCommand({ Resources: [id], Tags: gone.map((Key) => ({ Key })) }));
  if (wanted.length > 0) await client.send(new CreateTagsCommand({ Resources: [id], Tags: wanted }));
}
