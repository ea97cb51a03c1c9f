import { nearest } from "../../catalog";
import { checkCommonArgs } from "../../lib/common-args";
import { Problems } from "../../lib/invalid";
import type { PinnedImage } from "../pins/pinned-image";
import { checkDownload } from "./download";
import { upstreamRegistry } from "./image-copy";
import type { ImageRegistryArgs } from "./image-registry";
import { checkPullThrough } from "./pull-through";

type Checked = ImageRegistryArgs & Required<Pick<ImageRegistryArgs, "copies" | "copyMinutes" | "copier" | "upstreamSecretArns">>;

const REPOSITORY_NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Throws with everything that is wrong. */
export function checkRegistry(name: string, args: Checked): void {
  const problems = new Problems();
  const { retention, expireUntaggedAfterDays: days = 14 } = args;
  if (retention !== "retain" && retention !== "forceDelete")
    problems.add("retention", `must be 'retain', which leaves the images to a destroy, or 'forceDelete', got '${String(retention)}'`);
  checkName(name, args.repositoryName, problems);
  if (!Number.isInteger(days) || days < 1) problems.add("expireUntaggedAfterDays", `must be a whole number of at least 1, got ${days}`);
  for (const [index, { prefix, keep }] of (args.keepTagged ?? []).entries()) {
    if (prefix === "" || prefix.includes("*"))
      problems.add(
        `keepTagged[${index}].prefix`,
        `'${prefix}' would match every tag; name the prefix of the tags that may go, such as 'ci-'`,
      );
    if (!Number.isInteger(keep) || keep < 1) problems.add(`keepTagged[${index}].keep`, `must be a whole number of at least 1, got ${keep}`);
  }
  checkCopies(args, problems);
  if (args.pullThrough) checkPullThrough(name, args.pullThrough, args.upstreamSecretArns, problems);
  checkCommonArgs(args, problems);
  problems.throwIfAny(`ImageRegistry '${name}'`);
}

function checkName(name: string, given: string | undefined, problems: Problems): void {
  const repository = given ?? name;
  if (REPOSITORY_NAME.test(repository) && repository.length >= 2 && repository.length <= 256) return;
  const reason = `'${repository}' is no repository name: 2 to 256 lower-case letters and digits, with . _ - or / between them`;
  problems.add("repositoryName", given === undefined ? `${reason}; the component's name serves unless you set repositoryName` : reason);
}

function checkCopies({ copies, copyMinutes, copier, upstreamSecretArns, pullThrough }: Checked, problems: Problems): void {
  const through = pullThrough?.images ?? [];
  const all: [string, PinnedImage][] = [
    ...copies.map((image, index): [string, PinnedImage] => [`copies[${index}]`, image]),
    ...through.map((image, index): [string, PinnedImage] => [`pullThrough.images[${index}]`, image]),
  ];
  for (const [index, [path, image]] of all.entries()) {
    if (!DIGEST.test(image.digest)) problems.add(`${path}.digest`, `'${image.digest}' is no digest; take the image from pinnedImage()`);
    const first = all.findIndex(([, other]) => other.reference === image.reference);
    if (first < index) problems.add(path, `${image.reference} is already named by ${all[first]?.[0] ?? ""}; name each image once`);
  }
  if (!Number.isInteger(copyMinutes) || copyMinutes < 5 || copyMinutes > 480)
    problems.add("copyMinutes", `must be a whole number from 5 to 480, got ${copyMinutes}`);
  checkDownload("copier", copier, "archive", problems);
  const hosts = [...new Set(all.map(([, image]) => upstreamRegistry(image)))];
  for (const [host, arn] of Object.entries(upstreamSecretArns)) {
    const path = `upstreamSecretArns["${host}"]`;
    if (!hosts.includes(host))
      problems.add(
        path,
        `no image comes from '${host}'${hosts.length > 0 ? `; the registries are ${nearest(host, hosts).join(", ")}` : ""}`,
      );
    // The value is not repeated: it may be the secret.
    if (typeof arn === "string" && !/^arn:aws[a-z-]*:secretsmanager:/.test(arn))
      problems.add(path, "must be the ARN of a Secrets Manager secret, not the secret itself");
  }
}
