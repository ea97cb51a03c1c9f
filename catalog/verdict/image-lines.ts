import { findCuda } from "../find/cuda";
import { rowRef } from "../find/row-ref";
import type { ImageReference } from "../image-reference";
import type { RowRef } from "../sourced";
import type { Image } from "../tables/images/image";
import { branchOf } from "../version";
import type { Draft } from "./draft";
import { remembered } from "./remembered";
import { IMAGE_LINES } from "./rows/image-lines";

const toolkitOf = remembered(findCuda);

/** What belongs to every image of a line (NGC, nvidia/cuda, PyTorch on Docker Hub), and what the form of its tag states. */
export function imageLine({ registry, repository, tag }: ImageReference, row: Image | undefined, draft: Draft): void {
  const name = registry === "docker.io" ? repository : `${registry}/${repository}`;
  const line = IMAGE_LINES.find(({ repositories, tags }) => repositories.test(name) && (!tags || tags.test(tag ?? "")));
  if (!line) {
    fromTag(tag, draft, undefined);
    return;
  }
  const ref = rowRef("imageLines", line.line, line);
  if (!row) fromTag(tag, draft, ref, line.tagIsCuda);
  const cuda = draft.facts.cuda?.value;
  if (line.minComputeCapability !== undefined)
    draft.facts.minComputeCapability ??= { value: line.minComputeCapability, origin: "catalog", rows: [ref] };
  if (line.compat === false) draft.facts.compat ??= { value: false, origin: "derived", rows: [ref] };
  if (line.compat === "of-cuda" && cuda !== undefined) {
    const toolkit = toolkitOf(cuda);
    const exact = row?.cudaDriverVersion ?? (cuda.split(".").length > 2 ? toolkit?.runfileDriver : undefined);
    const library = exact ?? branchOf(toolkit?.fullFunctionalityMinDriver ?? "");
    const rows = [ref, ...(toolkit ? [rowRef("cudaToolkits", toolkit.version, toolkit)] : [])];
    if (library !== undefined) draft.facts.compat ??= { value: library, origin: "derived", rows };
    if (line.compatUse) draft.facts.compatUse ??= { value: line.compatUse, origin: "derived", rows: [ref] };
  }
  const require = line.require?.(cuda);
  if (require !== undefined) draft.facts.require ??= { value: require.value, origin: "derived", rows: [ref, ...require.rows] };
}

/** CUDA in a tag: `12.8.0-base-ubuntu22.04` of nvidia/cuda, `…cuda12.4…`, `…-cu124` of anyone. */
function fromTag(tag: string | undefined, draft: Draft, line: RowRef | undefined, tagIsCuda = false): void {
  if (tag === undefined || draft.facts.cuda || draft.recalled.cuda) return;
  const dotted =
    (tagIsCuda ? /^(\d+\.\d+(?:\.\d+)?)(?:-|$)/.exec(tag) : null) ?? /(?:^|[-_.])cuda-?(\d{1,2}\.\d{1,2}(?:\.\d+)?)(?=[-_.]|$)/i.exec(tag);
  const packed = dotted ? null : /(?:^|[-_.+])cu(?:da)?(\d{2})(\d)(?:\d)?(?=[-_.]|$)/i.exec(tag);
  const cuda = dotted?.[1] ?? (packed ? `${packed[1]}.${packed[2]}` : undefined);
  if (cuda === undefined) return;
  const rows: RowRef[] = line ? [line] : [];
  draft.facts.cuda = { value: cuda, origin: "derived", rows };
}
