import { createHash } from "node:crypto";
import { TAG } from "../../catalog/labels";
import { type Tags, tagValue } from "../../lib/tags";
import type { DriverAmi } from "../pins/driver-ami";
import type { MachineImage } from "../pins/pinned-image";
import type { Capacity } from "./capacity";
import { cudaOf, type Judged } from "./judgement";

export interface Claims {
  readonly image: MachineImage;
  readonly ami: DriverAmi;
  readonly judged: readonly Judged[];
  readonly capacity: Capacity;
  readonly overrideReason?: string;
}

/** First 12 hexadecimal characters of the SHA-256: a reason may say what does not belong in a tag. */
const shortHash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 12);

/** What the rules read: the driver the host gets, and the CUDA that its image needs. An unknown fact has no tag. */
export function claimTags({ image, ami, judged, capacity, overrideReason }: Claims): Tags {
  const driver = judged.find((one) => one.driver !== undefined)?.driver;
  // An image of the same program has no registry in its name: that is known once it is built.
  const [first, ...others] = image.name.split("/");
  const repository = others.length > 0 ? others : [first];
  const tags: Record<string, string | undefined> = {
    [TAG.driver]: driver,
    [TAG.cuda]: cudaOf(judged),
    [TAG.ami]: ami.key,
    [TAG.image]: `${repository.join("/")}${image.tag === undefined ? "" : `:${image.tag}`}`,
    [TAG.digest]: image.digest?.slice("sha256:".length, "sha256:".length + 12),
    [TAG.types]: judged.map(({ instanceType }) => instanceType).join(" "),
    [TAG.capacity]: capacity,
    [TAG.override]: overrideReason === undefined ? undefined : shortHash(overrideReason),
  };
  return Object.fromEntries(Object.entries(tags).flatMap(([key, value]) => (value === undefined ? [] : [[key, tagValue(value)]])));
}
