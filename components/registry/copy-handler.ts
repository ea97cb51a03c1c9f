/**
 * The function that starts a copy in the account, waits for it, and proves it: a Lambda function's `index.mjs`. It is text, because it runs there and
 * nowhere else; the runtime brings the AWS SDK along. One call waits for at most 14 minutes, and a function may run for 15; so `image-copy.ts` calls it
 * several times in a row, and each call takes up where the last one stopped: an image that is there is done, a build that runs is waited for, and only
 * where there is neither does it start one. Retries and a second `up` are therefore harmless.
 */
export const COPY_HANDLER = `import { BatchGetBuildsCommand, CodeBuildClient, ListBuildsForProjectCommand, StartBuildCommand } from "@aws-sdk/client-codebuild";
import { BatchGetImageCommand, ECRClient } from "@aws-sdk/client-ecr";

const codebuild = new CodeBuildClient({});
const ecr = new ECRClient({});
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export const handler = async ({ project, repository, source, digest, variables, last }, context) => {
  const variable = (build, name) => build.environment?.environmentVariables?.find((one) => one.name === name)?.value;

  // ECR computes the digest of what was pushed: an image that answers to it is the image that was pinned.
  const present = async () => {
    const { images = [] } = await ecr.send(new BatchGetImageCommand({ repositoryName: repository, imageIds: [{ imageDigest: digest }] }));
    return images.some(({ imageId }) => imageId?.imageDigest === digest);
  };

  const running = async () => {
    const { ids = [] } = await codebuild.send(new ListBuildsForProjectCommand({ projectName: project, sortOrder: "DESCENDING" }));
    if (ids.length === 0) return undefined;
    const { builds = [] } = await codebuild.send(new BatchGetBuildsCommand({ ids: ids.slice(0, 100) }));
    return builds.find((build) => build.buildStatus === "IN_PROGRESS" && variable(build, "DIGEST") === digest)?.id;
  };

  const start = async () => {
    const environmentVariablesOverride = variables.map(({ name, value, type }) => ({ name, value, type }));
    const { build } = await codebuild.send(new StartBuildCommand({ projectName: project, environmentVariablesOverride }));
    return build.id;
  };

  if (await present()) return { digest };
  const id = (await running()) ?? (await start());
  while (context.getRemainingTimeInMillis() > 45_000) {
    const { builds: [build] } = await codebuild.send(new BatchGetBuildsCommand({ ids: [id] }));
    if (build.buildStatus === "SUCCEEDED") {
      if (await present()) return { digest };
      throw new Error("build " + id + " succeeded, but " + repository + " has no image " + digest);
    }
    if (build.buildStatus !== "IN_PROGRESS") {
      const failed = (build.phases ?? []).find(({ phaseStatus }) => phaseStatus && phaseStatus !== "SUCCEEDED");
      const why = (failed?.contexts ?? []).map(({ message }) => message).filter(Boolean).join("; ");
      throw new Error("the copy of " + source + " ended as " + build.buildStatus + (failed ? " in " + failed.phaseType : "") + (why ? ": " + why : "") + "; its log: " + (build.logs?.deepLink ?? id));
    }
    await pause(10_000);
  }
  if (last) throw new Error("the copy of " + source + " still runs in build " + id + "; run up again to wait on, or raise copyMinutes");
  return { waitingFor: id };
};
`;
