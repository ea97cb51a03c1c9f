import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { copyTag } from "../../../components/registry/image-copy";
import { ImageRegistry, type ImageRegistryArgs } from "../../../components/registry/image-registry";
import { type Registered, record } from "../record";
import { digestOf, image, PAUSE, PYTORCH, TRITON } from "./fixture";

const KEY = "arn:aws:kms:us-west-2:123456789012:key/1";
const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/hub-a1b2c3";
const URL = "123456789012.dkr.ecr.us-east-1.amazonaws.com/images";
const REPOSITORY = { "aws:ecr/repository:Repository": { repositoryUrl: URL, arn: "arn:aws:ecr:us-east-1:123456789012:repository/images" } };
const proven = (letter: string) => ({
  ...REPOSITORY,
  "aws:lambda/invocation:Invocation": { result: JSON.stringify({ digest: digestOf(letter) }) },
});

const build = (args: Partial<ImageRegistryArgs>) => () => new ImageRegistry("images", { retention: "forceDelete", ...args });
const seen = (args: Partial<ImageRegistryArgs>, preview = false) => record(build(args), { preview, outputs: proven("a") });
const urns = (resources: Registered[]) => resources.map(({ type, name }) => `${type} ${name}`).sort();
// By name: the order of registration is nobody's promise.
const inputsOf = (resources: Registered[], type: string) =>
  resources
    .filter((one) => one.type === type)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ inputs }) => inputs);

describe("the repository", () => {
  it("has these URNs, which are contract: renaming one replaces it and its images", async () => {
    expect(urns(await seen({}))).toEqual([
      "aws:ecr/lifecyclePolicy:LifecyclePolicy images",
      "aws:ecr/repository:Repository images",
      "gpu:index:ImageRegistry images",
    ]);
  });

  it("is immutable, scanned on push and encrypted", async () => {
    expect(inputsOf(await seen({}), "aws:ecr/repository:Repository")).toEqual([
      {
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "AES256" }],
        forceDelete: true,
        tags: { Name: "images" },
      },
    ]);
    const [own] = inputsOf(await seen({ kmsKeyId: KEY, retention: "retain" }), "aws:ecr/repository:Repository");
    expect(own).toMatchObject({ encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: KEY }], forceDelete: false });
  });

  it("expires what has no tag, and the named prefixes; never a tag that nobody named", async () => {
    const [policy] = inputsOf(await seen({ keepTagged: [{ prefix: "ci-", keep: 20 }] }), "aws:ecr/lifecyclePolicy:LifecyclePolicy");
    const { rules } = JSON.parse(String(policy?.policy)) as { rules: { rulePriority: number; selection: unknown }[] };
    expect(rules.map(({ rulePriority, selection }) => ({ rulePriority, selection }))).toEqual([
      { rulePriority: 1, selection: { tagStatus: "tagged", tagPrefixList: ["ci-"], countType: "imageCountMoreThan", countNumber: 20 } },
      { rulePriority: 2, selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 } },
    ]);
  });

  it("has a resource policy by choice", async () => {
    expect(inputsOf(await seen({ repositoryPolicy: "{}" }), "aws:ecr/repositoryPolicy:RepositoryPolicy")).toEqual([
      expect.objectContaining({ policy: "{}" }),
    ]);
  });
});

describe("a copy", () => {
  const call = "images-copy-docker.io-pytorch-pytorch-2.8.0";

  it("has these URNs, which are contract", async () => {
    expect(urns(await seen({ copies: [PYTORCH] }))).toEqual([
      "aws:cloudwatch/logGroup:LogGroup images-copy",
      "aws:codebuild/project:Project images-copy",
      "aws:ecr/lifecyclePolicy:LifecyclePolicy images",
      "aws:ecr/repository:Repository images",
      "aws:iam/role:Role images-copier",
      "aws:iam/role:Role images-copy-starter",
      "aws:iam/rolePolicy:RolePolicy images-copier",
      "aws:iam/rolePolicy:RolePolicy images-copy-starter",
      "aws:lambda/function:Function images-copy",
      `aws:lambda/invocation:Invocation ${call}-1`,
      `aws:lambda/invocation:Invocation ${call}-2`,
      "gpu:index:ImageRegistry images",
    ]);
  });

  it("shows in preview everything it deploys", async () => {
    const args = { copies: [PYTORCH, TRITON], pullThrough: { images: [PAUSE] }, tags: { team: "vision" } };
    expect(urns(await seen(args, true))).toEqual(urns(await seen(args)));
  });

  it("is awaited by as many calls as its minutes need, and only the last one gives up", async () => {
    const lasts = async (copyMinutes: number) =>
      inputsOf(await seen({ copies: [PYTORCH], copyMinutes }), "aws:lambda/invocation:Invocation").map(
        ({ input }) => (JSON.parse(String(input)) as { last: boolean }).last,
      );
    expect(await lasts(11)).toEqual([true]);
    expect(await lasts(12)).toEqual([false, true]);
    expect(await lasts(60)).toEqual([false, false, false, false, true]);
  });

  it("is told the digest, and a tag that holds it, so that a moved upstream tag does not collide", async () => {
    const [first] = inputsOf(await seen({ copies: [PYTORCH] }), "aws:lambda/invocation:Invocation");
    expect(JSON.parse(String(first?.input))).toEqual({
      project: "images-copy",
      repository: "images",
      what: "the copy of docker.io/pytorch/pytorch:2.8.0",
      image: { imageDigest: digestOf("a") },
      minutes: "copyMinutes",
      variables: [
        { name: "SOURCE", value: "docker.io/pytorch/pytorch", type: "PLAINTEXT" },
        { name: "DIGEST", value: digestOf("a"), type: "PLAINTEXT" },
        { name: "REPOSITORY_URL", value: URL, type: "PLAINTEXT" },
        { name: "TAG", value: "pytorch-2.8.0-aaaaaaaaaaaa", type: "PLAINTEXT" },
        { name: "UPSTREAM_REGISTRY", value: "docker.io", type: "PLAINTEXT" },
      ],
      last: false,
    });
    expect(copyTag(image("docker.io/team/x", "y".repeat(128)))).toHaveLength(128);
  });

  it("answers with the image's address once ECR has confirmed the digest", async () => {
    let uri: Promise<string> | undefined;
    await record(
      () => {
        const { imageUris } = new ImageRegistry("images", { retention: "retain", copies: [PYTORCH] });
        uri = new Promise((resolve) => pulumi.output(imageUris[PYTORCH.reference]).apply((value) => resolve(String(value))));
      },
      { outputs: proven("a") },
    );
    expect(await uri).toBe(`${URL}@${digestOf("a")}`);
  });

  it("passes an upstream's log-in by where it lies, and lets the build alone read it", async () => {
    const resources = await seen({ copies: [PYTORCH], upstreamSecretArns: { "docker.io": SECRET } });
    const [first] = inputsOf(resources, "aws:lambda/invocation:Invocation");
    expect((JSON.parse(String(first?.input)) as { variables: unknown[] }).variables).toEqual(
      expect.arrayContaining([
        { name: "UPSTREAM_USER", value: `${SECRET}:username`, type: "SECRETS_MANAGER" },
        { name: "UPSTREAM_TOKEN", value: `${SECRET}:accessToken`, type: "SECRETS_MANAGER" },
      ]),
    );
    const readers = resources
      .filter(({ inputs }) => String(inputs.policy).includes("secretsmanager:GetSecretValue"))
      .map(({ name }) => name);
    expect(readers).toEqual(["images-copier"]);
  });

  it("may write to this repository alone, and start this project alone", async () => {
    const policies = inputsOf(await seen({ copies: [PYTORCH] }), "aws:iam/rolePolicy:RolePolicy").map(
      ({ policy }) => JSON.parse(String(policy)) as { Statement: { Action: string[]; Resource: string | string[] }[] },
    );
    const everywhere = policies.flatMap(({ Statement }) => Statement).filter(({ Resource }) => Resource === "*");
    expect(everywhere.map(({ Action }) => Action)).toEqual([["ecr:GetAuthorizationToken"]]);
  });

  it("runs in roles that carry the path and the boundary", async () => {
    const roles = inputsOf(await seen({ copies: [PYTORCH], rolePath: "/gpu/", permissionsBoundary: "boundary" }), "aws:iam/role:Role");
    expect(roles).toHaveLength(2);
    for (const role of roles) expect(role).toMatchObject({ path: "/gpu/", permissionsBoundary: "boundary" });
  });
});

describe("pull-through", () => {
  it("makes one rule an upstream, behind repositories that are immutable too", async () => {
    const other = image("docker.io/library/busybox", "1.37", "d");
    const resources = await seen({ pullThrough: { images: [PYTORCH, other, PAUSE] }, upstreamSecretArns: { "docker.io": SECRET } });
    expect(inputsOf(resources, "aws:ecr/pullThroughCacheRule:PullThroughCacheRule")).toEqual([
      { ecrRepositoryPrefix: "images/docker-hub", upstreamRegistryUrl: "registry-1.docker.io", credentialArn: SECRET },
      { ecrRepositoryPrefix: "images/k8s", upstreamRegistryUrl: "registry.k8s.io" },
    ]);
    expect(inputsOf(resources, "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate")).toEqual([
      expect.objectContaining({ prefix: "images/docker-hub", imageTagMutability: "IMMUTABLE", appliedFors: ["PULL_THROUGH_CACHE"] }),
      expect.objectContaining({ prefix: "images/k8s" }),
    ]);
    const [policy] = inputsOf(resources, "aws:iam/policy:Policy");
    expect(JSON.parse(String(policy?.policy))).toMatchObject({
      Statement: [{ Resource: "arn:aws:ecr:us-east-1:123456789012:repository/images/*" }],
    });
  });

  it("answers with an address behind the rule, by digest", async () => {
    let uri: Promise<string> | undefined;
    await record(
      () => {
        const { imageUris } = new ImageRegistry("images", { retention: "retain", pullThrough: { images: [PAUSE], prefix: "cache" } });
        uri = new Promise((resolve) => pulumi.output(imageUris[PAUSE.reference]).apply((value) => resolve(String(value))));
      },
      { outputs: REPOSITORY },
    );
    expect(await uri).toBe(`123456789012.dkr.ecr.us-east-1.amazonaws.com/cache/k8s/pause@${digestOf("c")}`);
  });

  it("encrypts and tags through a role only where a key or tags are given", async () => {
    const roles = async (args: Partial<ImageRegistryArgs>) =>
      inputsOf(await seen({ pullThrough: { images: [PAUSE] }, ...args }), "aws:iam/role:Role");
    expect(await roles({})).toEqual([]);
    const [own] = await roles({ kmsKeyId: KEY });
    expect(JSON.stringify(own)).toContain(
      JSON.stringify({ Effect: "Allow", Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"], Resource: KEY }).replaceAll(
        '"',
        '\\"',
      ),
    );
  });
});

it("follows the providers it is given: two accounts and two regions in one program", async () => {
  const resources = await record(
    () => {
      for (const [name, region] of [
        ["blue", "us-east-1"],
        ["green", "eu-west-1"],
      ] as const) {
        const provider = new Provider(name, { region, assumeRoles: [{ roleArn: `arn:aws:iam::${name}:role/deploy` }] });
        new ImageRegistry(name, { retention: "retain", copies: [PYTORCH], pullThrough: { images: [PAUSE] } }, { provider });
      }
    },
    { outputs: proven("a") },
  );
  const wrong = resources
    .filter(({ custom, type }) => custom && !type.startsWith("pulumi:providers:"))
    .filter(({ name, provider }) => !provider.includes(`::${name.split("-")[0]}::`));
  expect(wrong).toEqual([]);
  expect(resources.filter(({ type }) => type === "aws:lambda/invocation:Invocation")).toHaveLength(4);
});

describe("bad arguments", () => {
  const bad: ImageRegistryArgs = {
    retention: "keep" as "retain",
    repositoryName: "Images",
    expireUntaggedAfterDays: 0,
    keepTagged: [{ prefix: "*", keep: 0 }],
    copies: [PYTORCH, PYTORCH, { ...TRITON, digest: "latest" }],
    copyMinutes: 1,
    copier: { url: "http://mirror/crane.tgz", sha256: "abc" },
    upstreamSecretArns: { "docker.i0": "canary-password" },
    pullThrough: { images: [TRITON], prefix: "a-prefix-that-is-much-too-long" },
    tags: { "pulumi-gpu:boot": "pass" },
    rolePath: "gpu",
  };
  const messageOf = (args: ImageRegistryArgs): string => {
    try {
      new ImageRegistry("images", args);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("nothing was refused");
  };

  it("are reported all at once, each with its way out, and without the secret", () => {
    const message = messageOf(bad);
    expect(message.split("\n")).toEqual([
      "ImageRegistry 'images' has invalid arguments",
      "  - retention: must be 'retain', which leaves the images to a destroy, or 'forceDelete', got 'keep'",
      "  - repositoryName: 'Images' is no repository name: 2 to 256 lower-case letters and digits, with . _ - or / between them",
      "  - expireUntaggedAfterDays: must be a whole number of at least 1, got 0",
      "  - keepTagged[0].prefix: '*' would match every tag; name the prefix of the tags that may go, such as 'ci-'",
      "  - keepTagged[0].keep: must be a whole number of at least 1, got 0",
      "  - copies[1]: docker.io/pytorch/pytorch:2.8.0 is already named by copies[0]; name each image once",
      "  - copies[2].digest: 'latest' is no digest; take the image from pinnedImage()",
      "  - pullThrough.images[0]: nvcr.io/nvidia/tritonserver:25.06-py3 is already named by copies[2]; name each image once",
      "  - copyMinutes: must be a whole number from 5 to 480, got 1",
      "  - copier.sha256: must be the 64 hexadecimal characters that sha256sum prints for the archive",
      "  - copier.url: 'http://mirror/crane.tgz' is no https address",
      "  - upstreamSecretArns[\"docker.i0\"]: no image comes from 'docker.i0'; the registries are docker.io, nvcr.io",
      '  - upstreamSecretArns["docker.i0"]: must be the ARN of a Secrets Manager secret, not the secret itself',
      expect.stringMatching(
        / {2}- pullThrough\.images\[0\]: nvcr\.io is no upstream that ECR pulls through .*; name nvcr\.io\/nvidia\/tritonserver:25\.06-py3 in copies/,
      ),
      '  - tags["pulumi-gpu:boot"]: keys that begin with pulumi-gpu: are written by the components; use another key',
      "  - rolePath: 'gpu' must begin and end with a slash and have at most 512 characters, such as /gpu/",
    ]);
    expect(message).not.toContain("canary");
  });

  it("register nothing", async () => {
    expect(await record(() => expect(() => new ImageRegistry("images", bad)).toThrow())).toEqual([]);
  });

  it("include an upstream that ECR reads only with an account, under a name that ECR takes", () => {
    expect(messageOf({ retention: "retain", pullThrough: { images: [PYTORCH] } })).toContain(
      'pullThrough.images[0]: ECR reads docker.io only with an account; name its secret in upstreamSecretArns["docker.io"]',
    );
    const arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:hub-a1b2c3";
    expect(messageOf({ retention: "retain", pullThrough: { images: [PYTORCH] }, upstreamSecretArns: { "docker.io": arn } })).toContain(
      'upstreamSecretArns["docker.io"]: ECR takes only secrets whose name begins with ecr-pullthroughcache/; give the secret such a name',
    );
  });

  it("include a component's name that ECR would refuse as a repository's", () => {
    expect(() => new ImageRegistry("Images", { retention: "retain" })).toThrow("the component's name serves unless you set repositoryName");
  });
});
