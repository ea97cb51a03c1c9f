import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ImageBuild, type ImageBuildArgs } from "../../../components/registry/image-build";
import { only, type Registered, record } from "../record";
import { digestOf } from "./fixture";

const registry = {
  repositoryName: "images",
  repositoryArn: "arn:aws:ecr:us-west-2:123456789012:repository/images",
  repositoryUrl: "123456789012.dkr.ecr.us-west-2.amazonaws.com/images",
};
const KEY = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000000";

/** As the function answers when ECR has confirmed the image. */
const outputs = { "aws:lambda/invocation:Invocation": { result: JSON.stringify({ digest: digestOf("a"), findings: { LOW: 1 } }) } };

let context: string;
beforeAll(() => {
  context = mkdtempSync(join(tmpdir(), "gpu-build-"));
  writeFileSync(join(context, "Dockerfile"), "FROM scratch\n");
});
afterAll(() => rmSync(context, { recursive: true }));

const seen = (args: Partial<ImageBuildArgs> = {}, preview = false): Promise<Registered[]> =>
  record(() => new ImageBuild("app", { source: { context }, registry, ...args }), { preview, outputs });

const urns = (resources: readonly Registered[]) => resources.map(({ type, name }) => `${type} ${name}`).sort();
const variablesOf = (resources: readonly Registered[]) => {
  const [call] = resources.filter(({ type }) => type === "aws:lambda/invocation:Invocation");
  return JSON.parse(String(call?.inputs.input)) as {
    image: unknown;
    refuse: string[];
    variables: { name: string; value: string; type: string }[];
  };
};
const commandsOf = (resources: readonly Registered[]) => {
  const { buildspec } = only(resources, "aws:codebuild/project:Project").inputs.source as { buildspec: string };
  const { phases } = JSON.parse(buildspec) as { phases: Record<string, { commands: string[] }> };
  return Object.values(phases).flatMap(({ commands }) => commands);
};
const rightsOf = (resources: readonly Registered[], name: string) =>
  (
    JSON.parse(String(only(resources, "aws:iam/rolePolicy:RolePolicy", name).inputs.policy)) as {
      Statement: { Action: string[]; Resource: unknown }[];
    }
  ).Statement;

describe("a build", () => {
  it("has these URNs, which are contract", async () => {
    expect(urns(await seen({ buildMinutes: 10 }))).toEqual([
      "aws:cloudwatch/logGroup:LogGroup app",
      "aws:codebuild/project:Project app",
      "aws:iam/role:Role app-builder",
      "aws:iam/role:Role app-starter",
      "aws:iam/rolePolicy:RolePolicy app-builder",
      "aws:iam/rolePolicy:RolePolicy app-starter",
      "aws:kms/key:Key app-signing",
      "aws:lambda/function:Function app",
      "aws:lambda/invocation:Invocation app-build-1",
      "aws:s3/bucket:Bucket app-context",
      "aws:s3/bucketObjectv2:BucketObjectv2 app-context",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock app-context",
      "gpu:index:ImageBuild app",
    ]);
  });

  it("shows in preview everything it deploys", async () => {
    expect(urns(await seen({}, true))).toEqual(urns(await seen()));
  });

  it("is found by a tag made of its content, which is known at preview", async () => {
    let tag: string | undefined;
    await record(
      () => {
        tag = new ImageBuild("app", { source: { context }, registry }).tag;
      },
      { outputs },
    );
    expect(tag).toMatch(/^app-[0-9a-f]{12}$/);
    expect(variablesOf(await seen()).image).toEqual({ imageTag: tag });
    expect(variablesOf(await seen({ buildArgs: { CUDA: "12.8" } })).image).not.toEqual({ imageTag: tag });
  });

  it("answers with the image that ECR confirmed, and how to pin it", async () => {
    let answer: Promise<unknown> | undefined;
    await record(
      () => {
        const { imageUri, findings, pin, tag } = new ImageBuild("app", { source: { context }, registry });
        answer = new Promise((resolve) => pulumi.output({ imageUri, findings, pin, tag }).apply(resolve));
      },
      { outputs },
    );
    expect(await answer).toEqual({
      imageUri: `${registry.repositoryUrl}@${digestOf("a")}`,
      findings: { LOW: 1 },
      pin: expect.stringMatching(
        /^pulumi-gpu pin image 123456789012\.dkr\.ecr\.us-west-2\.amazonaws\.com\/images:app-[0-9a-f]{12}$/,
      ) as string,
      tag: expect.stringMatching(/^app-/) as string,
    });
  });

  it("quotes its arguments for the shell", async () => {
    expect(commandsOf(await seen({ buildArgs: { NOTE: "it's $(whoami)" } }))).toContainEqual(
      `docker build --file 'Dockerfile' --build-arg 'NOTE=it'\\''s $(whoami)' --tag "$REPOSITORY_URL:$TAG" .`,
    );
  });

  it("may sign with one key, and read its own context and secrets", async () => {
    const secret = "arn:aws:secretsmanager:us-west-2:123456789012:secret:ngc";
    const resources = await seen({ signingKeyArn: KEY, upstreamSecretArns: { "nvcr.io": secret } });
    const rights = rightsOf(resources, "app-builder");
    expect(rights).toContainEqual({ Effect: "Allow", Action: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"], Resource: KEY });
    expect(rights).toContainEqual({ Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [secret] });
    expect(rights.filter(({ Resource }) => Resource === "*").map(({ Action }) => Action)).toEqual([["ecr:GetAuthorizationToken"]]);
    expect(resources.map(({ type }) => type)).not.toContain("aws:kms/key:Key");
    const { variables } = variablesOf(resources);
    expect(variables).toContainEqual({ name: "SIGNING_KEY", value: `awskms:///${KEY}`, type: "PLAINTEXT" });
    expect(variables).toContainEqual({ name: "UPSTREAM_TOKEN_0", value: `${secret}:accessToken`, type: "SECRETS_MANAGER" });
    expect(commandsOf(resources)).toContain(
      `printf '%s' "$UPSTREAM_TOKEN_0" | docker login --username "$UPSTREAM_USER_0" --password-stdin 'nvcr.io'`,
    );
  });

  it("is signed by no key where that is asked for", async () => {
    const resources = await seen({ signingKeyArn: "none" });
    expect(variablesOf(resources).variables).toContainEqual({ name: "SIGNING_KEY", value: "", type: "PLAINTEXT" });
    expect(rightsOf(resources, "app-builder").flatMap(({ Action }) => Action)).not.toContain("kms:Sign");
  });

  it.each([
    ["none", []],
    ["CRITICAL", ["CRITICAL"]],
    ["MEDIUM", ["CRITICAL", "HIGH", "MEDIUM"]],
  ] as const)("with refuseFindings %s refuses %j", async (refuseFindings, refuse) => {
    expect(variablesOf(await seen({ refuseFindings })).refuse).toEqual(refuse);
  });

  it("says everything that is wrong at once, with the way out", () => {
    const bad = () =>
      new ImageBuild("app", {
        source: { context: join(context, "nowhere") },
        registry,
        buildArgs: { "1X": "" },
        tagPrefix: "-x",
        buildMinutes: 1,
        signingKeyArn: "none",
        signer: { url: "http://x", sha256: "1" },
        upstreamSecretArns: { "nvcr.io": "hunter2" },
      });
    expect(bad).toThrow("is no folder");
    for (const path of [
      'buildArgs["1X"]',
      "tagPrefix",
      "buildMinutes",
      "signer",
      "signer.sha256",
      "signer.url",
      'upstreamSecretArns["nvcr.io"]',
    ])
      expect(bad).toThrow(`  - ${path}: `);
    expect(bad).not.toThrow("hunter2");
  });

  it("names the Dockerfile that is missing, and a link that an archive cannot hold", () => {
    const at = (dockerfile?: string) => () => new ImageBuild("app", { source: { context, dockerfile }, registry });
    expect(at("gpu/Dockerfile")).toThrow("source.dockerfile: 'gpu/Dockerfile' is not in ");
    symlinkSync("/etc/passwd", join(context, "users"));
    expect(at()).toThrow("source.context: users is a symbolic link");
    rmSync(join(context, "users"));
  });
});
