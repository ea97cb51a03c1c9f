import type { ResourceType, TagSpecification } from "@aws-sdk/client-ec2";
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
