import { findImage, formatReference, isUnknown, parseReference } from "../../catalog";
import { lockedImage } from "../../lock/lookup";
import { IMAGE_TYPES, imageUsesOf } from "../reading/image-uses";
import { type Context, type Finding, type Rule, undecided, violation } from "../rule";

export const imagesArePinned: Rule = {
  name: "images-are-pinned",
  description: "Every container image is named by its digest, so that what was judged is what runs.",
  severity: "high",
  level: "mandatory",
  remedy: "Run `npx pulumi-gpu pin image <reference>` and use the reference with the @sha256 digest that it prints.",
  types: IMAGE_TYPES,
  judge(resource, context) {
    const { uses, unseen, unpinned = [] } = imageUsesOf(resource);
    const findings: Finding[] = unseen.map(({ path, why }) => undecided(path, why));
    findings.push(...unpinned.map(({ path, why, remedy }) => violation(path, why, remedy)));
    for (const { path, image } of uses) {
      if (isUnknown(image)) findings.push(undecided(path, "the image is not known before the update"));
      else findings.push(...judgeReference(path, image, context));
    }
    return findings;
  },
};

function judgeReference(path: string, text: string, context: Context): Finding[] {
  if (/\{\{|\$[{(]/.test(text))
    return [undecided(path, "a template that is not rendered yet; judge what `helm template` or kustomize prints")];
  const reference = parseReference(text);
  if (!reference) return [violation(path, "this is no image reference that a registry accepts")];
  if (reference.digest !== undefined) return [];
  const why =
    reference.tag === undefined
      ? "the image has neither tag nor digest, which means latest"
      : reference.tag === "latest"
        ? "the image is named by latest, which moves with every push"
        : "the image is named by a tag without digest; a tag can be moved to other bytes";
  return [violation(path, why, pinOf(text, context))];
}

/** The exact reference to paste, where the project's lock or the catalog has the digest. Both are no secrets, so they may be shown. */
function pinOf(text: string, { lock }: Context): string | undefined {
  const reference = parseReference(text);
  if (reference?.tag === undefined) return undefined;
  const locked = lock === undefined ? undefined : lockedImage(lock, text);
  if (locked) return `Use ${formatReference({ ...reference, digest: locked.digest })}, which gpu.lock.json holds.`;
  const known = findImage(text);
  if (known?.digest !== undefined) {
    return `Use ${known.reference}@${known.digest}, a digest that a public file states for this tag; \`npx pulumi-gpu pin image ${known.reference}\` asks the registry.`;
  }
  return known === undefined
    ? undefined
    : `Run \`npx pulumi-gpu pin image ${known.reference}\` and use the reference with the digest that it prints.`;
}
