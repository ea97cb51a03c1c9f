import type * as ecr from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../../lib/common-args";
import type { PinnedImage } from "../pins/pinned-image";
import { awaitedBuilds } from "./awaited-build";
import { type Copier, type CopyVariable, copyBuildspec } from "./copy-buildspec";

export interface ImageCopies {
  readonly images: readonly PinnedImage[];
  readonly copyMinutes: number;
  readonly copier: Copier;
  /** Registry to the ARN of the secret with its log-in. */
  readonly upstreamSecretArns: Readonly<Record<string, pulumi.Input<string>>>;
}

/** Copies images inside the account, by digest; gives back what a machine pulls, known once a copy is proven. */
export function copyImages(
  name: string,
  repository: ecr.Repository,
  copies: ImageCopies,
  args: CommonArgs,
  opts: pulumi.CustomResourceOptions,
): Record<string, pulumi.Output<string>> {
  const secrets = Object.values(copies.upstreamSecretArns);
  const proveImage = awaitedBuilds(
    {
      names: { project: `${name}-copy`, builder: `${name}-copier` },
      description: "copies pinned images into ECR, by digest",
      repository: { name: repository.name, arn: repository.arn, url: repository.repositoryUrl },
      source: { type: "NO_SOURCE", buildspec: copyBuildspec() },
      environment: {
        type: "LINUX_CONTAINER",
        computeType: "BUILD_GENERAL1_SMALL", // layers are streamed, never stored
        image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
        privilegedMode: false,
        environmentVariables: [
          { name: "COPIER_URL", value: copies.copier.url },
          { name: "COPIER_SHA256", value: copies.copier.sha256 },
        ],
      },
      minutes: copies.copyMinutes,
      rights: secrets.length > 0 ? [{ Action: ["secretsmanager:GetSecretValue"], Resource: secrets }] : [],
    },
    args,
    opts,
  );
  return Object.fromEntries(
    copies.images.map((image) => {
      const proven = proveImage({
        name: `${name}-copy-${image.reference.replaceAll(/[/:]/g, "-")}`,
        what: `the copy of ${image.reference}`,
        image: { imageDigest: image.digest },
        variables: variables(image, repository, copies),
        minutes: "copyMinutes",
      });
      return [image.reference, pulumi.all([repository.repositoryUrl, proven]).apply(([url, { digest }]) => `${url}@${digest}`)];
    }),
  );
}

/** At most 128 characters; the digest is in it, because a tag never moves here while an upstream tag may. */
export function copyTag({ name, tag, digest }: PinnedImage): string {
  const short = digest.slice("sha256:".length, "sha256:".length + 12);
  const readable = [name.split("/").at(-1), tag].filter((part) => part !== undefined).join("-");
  return `${readable.slice(0, 128 - short.length - 1)}-${short}`;
}

export const upstreamRegistry = ({ name }: PinnedImage): string => name.split("/", 1)[0] ?? "";

function variables(image: PinnedImage, repository: ecr.Repository, { upstreamSecretArns }: ImageCopies) {
  const plain: Partial<Record<CopyVariable, pulumi.Input<string>>> = {
    SOURCE: image.name,
    DIGEST: image.digest,
    REPOSITORY_URL: repository.repositoryUrl,
    TAG: copyTag(image),
    UPSTREAM_REGISTRY: upstreamRegistry(image),
  };
  const secret = upstreamSecretArns[upstreamRegistry(image)];
  // CodeBuild fetches these itself and masks them in its log; what is passed here is where they lie.
  const fetched: Partial<Record<CopyVariable, pulumi.Input<string>>> =
    secret === undefined
      ? {}
      : { UPSTREAM_USER: pulumi.interpolate`${secret}:username`, UPSTREAM_TOKEN: pulumi.interpolate`${secret}:accessToken` };
  return [
    ...Object.entries(plain).map(([variable, value]) => ({ name: variable, value, type: "PLAINTEXT" })),
    ...Object.entries(fetched).map(([variable, value]) => ({ name: variable, value, type: "SECRETS_MANAGER" })),
  ];
}
