import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as codebuild from "@aws-sdk/client-codebuild";
import * as ecr from "@aws-sdk/client-ecr";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { BUILD_HANDLER } from "../../components/registry/build-handler";
import { copyBuildspec } from "../../components/registry/copy-buildspec";
import { loadHandler } from "../components/registry/load-handler";
import { type Moto, startMoto } from "../rig/aws";

// The function's own text with the real AWS SDK against moto, whose builds succeed at once and copy nothing: what it asks, and what it believes.
const PROJECT = "images-copy";
const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: "application/vnd.oci.image.index.v1+json",
  manifests: [],
});

const push = async (repositoryName: string): Promise<string> => {
  const client = new ecr.ECRClient({});
  await client.send(new ecr.CreateRepositoryCommand({ repositoryName }));
  const { image } = await client.send(new ecr.PutImageCommand({ repositoryName, imageManifest: MANIFEST, imageTag: "app-1" }));
  return image?.imageId?.imageDigest ?? "";
};

let moto: Moto;
/** As moto computes it, which is not over the manifest's bytes. */
let digest: string;
let handler: ReturnType<typeof loadHandler>;
beforeAll(async () => {
  moto = await startMoto({ region: "us-east-1" });
  for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
  const role = await new IAMClient({}).send(new CreateRoleCommand({ RoleName: "copier", AssumeRolePolicyDocument: "{}" }));
  await new codebuild.CodeBuildClient({}).send(
    new codebuild.CreateProjectCommand({
      name: PROJECT,
      // moto refuses NO_SOURCE without a location, AWS takes it.
      source: { type: "NO_SOURCE", location: "none", buildspec: copyBuildspec() },
      artifacts: { type: "NO_ARTIFACTS" },
      environment: { type: "LINUX_CONTAINER", computeType: "BUILD_GENERAL1_SMALL", image: "aws/codebuild/amazonlinux-x86_64-standard:5.0" },
      serviceRole: role.Role?.Arn,
    }),
  );
  digest = await push("pushed");
  await new ecr.ECRClient({}).send(new ecr.CreateRepositoryCommand({ repositoryName: "empty" }));
  handler = loadHandler(BUILD_HANDLER, {
    "@aws-sdk/client-cloudwatch-logs": logs,
    "@aws-sdk/client-codebuild": codebuild,
    "@aws-sdk/client-ecr": ecr,
  });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await moto?.stop();
});

const copy = (repository: string) =>
  handler(
    {
      project: PROJECT,
      repository,
      what: "the copy of docker.io/team/app:1",
      image: { imageDigest: digest },
      minutes: "copyMinutes",
      variables: [{ name: "DIGEST", value: digest, type: "PLAINTEXT" }],
      last: true,
    },
    { getRemainingTimeInMillis: () => 600_000 },
  );
const builds = async () =>
  (await new codebuild.CodeBuildClient({}).send(new codebuild.ListBuildsForProjectCommand({ projectName: PROJECT }))).ids ?? [];

it("starts a build, and does not believe its success while ECR has no such digest", async () => {
  await expect(copy("empty")).rejects.toThrow(`succeeded, but empty has no image ${digest}`);
  expect(await builds()).toHaveLength(1);
});

it("starts no build where ECR answers to the digest", async () => {
  const before = await builds();
  expect(await copy("pushed")).toEqual({ digest });
  expect(await builds()).toEqual(before);
});
