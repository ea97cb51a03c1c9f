import * as ecr from "@pulumi/aws/ecr";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../../lib/common-args";
import type { Problems } from "../../lib/invalid";
import { keyArn } from "../../lib/kms-key";
import { tagsOf } from "../../lib/tags";
import { trusts } from "../../lib/trust-policy";
import type { PinnedImage } from "../pins/pinned-image";
import { upstreamRegistry } from "./image-copy";

/** Images that ECR itself fetches from the upstream at the first pull, by digest; nothing is copied before. */
export interface PullThrough {
  /** Images of upstreams that ECR supports. */
  images: PinnedImage[];
  /**
   * First part of the names of the repositories that ECR makes, unique in account and region; with the upstream's name at most 30 characters.
   * @default the component's name
   */
  prefix?: string;
}

interface Upstream {
  /** ECR's name of it. */
  readonly name: string;
  /** What a rule gives as address. */
  readonly url: string;
  /** ECR refuses the rule without a secret. */
  readonly needsSecret: boolean;
}

/**
 * Registries that a rule may name, by the host of an image. botocore 1.43.67 (2026-08-07), ecr `UpstreamRegistry`: the API takes a fixed set and refuses the
 * others (https://github.com/aws/containers-roadmap/issues/2841), nvcr.io among them. Which need a secret:
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-rule.html. Read 2026-11-23.
 */
const UPSTREAMS: Readonly<Record<string, Upstream>> = {
  "docker.io": { name: "docker-hub", url: "registry-1.docker.io", needsSecret: true },
  "ghcr.io": { name: "github-container-registry", url: "ghcr.io", needsSecret: true },
  "public.ecr.aws": { name: "ecr-public", url: "public.ecr.aws", needsSecret: false },
  "quay.io": { name: "quay", url: "quay.io", needsSecret: false },
  "registry.gitlab.com": { name: "gitlab-container-registry", url: "registry.gitlab.com", needsSecret: true },
  "registry.k8s.io": { name: "k8s", url: "registry.k8s.io", needsSecret: false },
};

const SECRET_NAME = ":secret:ecr-pullthroughcache/";
const LONGEST_PREFIX = 30;

const upstreamOf = (image: PinnedImage): Upstream | undefined => {
  const host = upstreamRegistry(image);
  return Object.hasOwn(UPSTREAMS, host) ? UPSTREAMS[host] : undefined;
};
const prefixOf = (name: string, { prefix = name }: PullThrough, upstream: Upstream): string => `${prefix}/${upstream.name}`;

export function checkPullThrough(
  name: string,
  pullThrough: PullThrough,
  secretArns: Readonly<Record<string, pulumi.Input<string>>>,
  problems: Problems,
): void {
  for (const [index, image] of pullThrough.images.entries()) {
    const path = `pullThrough.images[${index}]`;
    const host = upstreamRegistry(image);
    const upstream = upstreamOf(image);
    if (!upstream) {
      problems.add(
        path,
        `${host} is no upstream that ECR pulls through (${Object.keys(UPSTREAMS).join(", ")}); name ${image.reference} in copies`,
      );
      continue;
    }
    const secret = secretArns[host];
    if (upstream.needsSecret && secret === undefined)
      problems.add(path, `ECR reads ${host} only with an account; name its secret in upstreamSecretArns["${host}"]`);
    if (typeof secret === "string" && !secret.includes(SECRET_NAME))
      problems.add(
        `upstreamSecretArns["${host}"]`,
        "ECR takes only secrets whose name begins with ecr-pullthroughcache/; give the secret such a name",
      );
    const prefix = prefixOf(name, pullThrough, upstream);
    if (prefix.length > LONGEST_PREFIX)
      problems.add(
        "pullThrough.prefix",
        `'${prefix}' has ${prefix.length} characters, at most ${LONGEST_PREFIX} fit; set a shorter prefix`,
      );
  }
}

export interface PullThroughParts {
  /** The registry's own repository: its address and ARN say which account and region this is. */
  readonly repository: ecr.Repository;
  readonly secretArns: Readonly<Record<string, pulumi.Input<string>>>;
}

/** A rule for each upstream, what the repositories behind it are like, and the policy that whoever pulls an image first needs. */
export function pullThroughRules(
  name: string,
  pullThrough: PullThrough,
  { repository, secretArns }: PullThroughParts,
  args: CommonArgs,
  opts: pulumi.CustomResourceOptions,
): { uris: Record<string, pulumi.Output<string>>; policy: iam.Policy } {
  const made = new Map<Upstream, pulumi.Output<string>>();
  const role = creationRole(name, args, opts);
  const uris = pullThrough.images.map((image): [string, pulumi.Output<string>] => {
    const host = upstreamRegistry(image);
    const upstream = upstreamOf(image);
    if (!upstream) throw new Error(`${image.reference} was not checked before its rule was made`);
    const prefix = made.get(upstream) ?? rule(name, prefixOf(name, pullThrough, upstream), upstream, secretArns[host], role, args, opts);
    made.set(upstream, prefix);
    const registry = repository.repositoryUrl.apply((url) => url.split("/", 1)[0] ?? "");
    return [image.reference, pulumi.interpolate`${registry}/${prefix}/${image.name.slice(host.length + 1)}@${image.digest}`];
  });
  const repositories = repository.arn.apply((arn) => `${arn.slice(0, arn.indexOf("/"))}/${pullThrough.prefix ?? name}/*`);
  const policy = new iam.Policy(
    `${name}-pull-through`,
    {
      description: "pulls an image through ECR for the first time",
      path: args.rolePath,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"], Resource: repositories }],
      }),
      tags: tagsOf(`${name}-pull-through`, args.tags),
    },
    opts,
  );
  return { uris: Object.fromEntries(uris), policy };
}

function rule(
  name: string,
  prefix: string,
  upstream: Upstream,
  credentialArn: pulumi.Input<string> | undefined,
  role: iam.Role | undefined,
  args: CommonArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const template = new ecr.RepositoryCreationTemplate(
    `${name}-${upstream.name}`,
    {
      prefix,
      appliedFors: ["PULL_THROUGH_CACHE"],
      description: `repositories that ECR makes for ${upstream.url}`,
      imageTagMutability: "IMMUTABLE",
      encryptionConfigurations: [
        args.kmsKeyId === undefined ? { encryptionType: "AES256" } : { encryptionType: "KMS", kmsKey: args.kmsKeyId },
      ],
      customRoleArn: role?.arn,
      resourceTags: args.tags,
    },
    opts,
  );
  // The template first: a pull between the two would make a repository without it.
  const made = new ecr.PullThroughCacheRule(
    `${name}-${upstream.name}`,
    { ecrRepositoryPrefix: prefix, upstreamRegistryUrl: upstream.url, credentialArn },
    { ...opts, dependsOn: [template] },
  );
  return made.ecrRepositoryPrefix;
}

/** ECR tags and encrypts with a key of yours only through a role of yours (https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-custom.html). */
function creationRole(name: string, args: CommonArgs, opts: pulumi.CustomResourceOptions): iam.Role | undefined {
  if (args.kmsKeyId === undefined && args.tags === undefined) return undefined;
  const key =
    args.kmsKeyId === undefined
      ? []
      : [
          {
            Effect: "Allow",
            Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
            Resource: pulumi.output(args.kmsKeyId).apply(keyArn),
          },
        ];
  return new iam.Role(
    `${name}-ecr`,
    {
      assumeRolePolicy: trusts("ecr"),
      inlinePolicies: [
        {
          name: "create",
          policy: pulumi.jsonStringify({
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Action: ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"], Resource: "*" },
              ...key,
            ],
          }),
        },
      ],
      path: args.rolePath,
      permissionsBoundary: args.permissionsBoundary,
      tags: tagsOf(`${name}-ecr`, args.tags),
    },
    opts,
  );
}
