/**
 * The function that starts a build in the account, waits for it, and proves its image: a Lambda function's `index.mjs`. It is text, because it runs there
 * and nowhere else; the runtime brings the AWS SDK along. One call waits for at most 14 minutes, and a function may run for 15; so `awaited-build.ts`
 * calls it several times in a row, and each call takes up where the last one stopped: an image that is there is done, a build that runs is waited for,
 * and only where there is neither does it start one. Retries and a second `up` are therefore harmless.
 *
 * Two builds are known: a copy, found by its digest, which is known beforehand; and a build from a Dockerfile, found by a tag that is made of its content.
 */
export const BUILD_HANDLER = `import { GetLogEventsCommand, CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { BatchGetBuildsCommand, CodeBuildClient, ListBuildsForProjectCommand, StartBuildCommand } from "@aws-sdk/client-codebuild";
import { BatchGetImageCommand, DescribeImageScanFindingsCommand, ECRClient } from "@aws-sdk/client-ecr";

const codebuild = new CodeBuildClient({});
const ecr = new ECRClient({});
const logs = new CloudWatchLogsClient({});
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export const handler = async ({ project, repository, what, image, variables = [], minutes, refuse, last }, context) => {
  const [wanted] = Object.values(image);
  const marks = (build) => (build.environment?.environmentVariables ?? []).some(({ name, value }) => (name === "DIGEST" || name === "TAG") && value === wanted);
  const timeLeft = () => context.getRemainingTimeInMillis() > 45_000;

  // ECR computes the digest of what was pushed, and a tag never moves: an image that answers to either is the one that is meant.
  const present = async () => {
    const { images = [] } = await ecr.send(new BatchGetImageCommand({ repositoryName: repository, imageIds: [image] }));
    return images.find(({ imageId }) => imageId?.imageDigest === wanted || imageId?.imageTag === wanted)?.imageId.imageDigest;
  };

  const running = async () => {
    const { ids = [] } = await codebuild.send(new ListBuildsForProjectCommand({ projectName: project, sortOrder: "DESCENDING" }));
    if (ids.length === 0) return undefined;
    const { builds = [] } = await codebuild.send(new BatchGetBuildsCommand({ ids: ids.slice(0, 100) }));
    return builds.find((build) => build.buildStatus === "IN_PROGRESS" && marks(build))?.id;
  };

  const start = async () => {
    const environmentVariablesOverride = variables.map(({ name, value, type }) => ({ name, value, type }));
    const { build } = await codebuild.send(new StartBuildCommand({ projectName: project, environmentVariablesOverride }));
    return build.id;
  };

  // A log that cannot be read must not hide why the build failed.
  const tail = async ({ groupName, streamName } = {}) => {
    if (!groupName || !streamName) return "";
    try {
      const { events = [] } = await logs.send(new GetLogEventsCommand({ logGroupName: groupName, logStreamName: streamName, limit: 20 }));
      return events.map(({ message = "" }) => "\\n  | " + message.trimEnd().slice(0, 500)).join("");
    } catch (error) {
      return "\\n  | (its log could not be read: " + error.name + ")";
    }
  };

  // Undefined: the registry does not scan, or the scan is not done yet, and nobody refuses by it.
  const findings = async (digest) => {
    // A scan begins a moment after the push; a registry that has begun none by then does not scan.
    for (let looks = 1; ; looks++) {
      try {
        const { imageScanStatus, imageScanFindings } = await ecr.send(new DescribeImageScanFindingsCommand({ repositoryName: repository, imageId: { imageDigest: digest } }));
        if (imageScanStatus?.status === "FAILED" || imageScanStatus?.status === "UNSUPPORTED_IMAGE") return undefined;
        if (imageScanFindings && imageScanStatus?.status !== "IN_PROGRESS" && imageScanStatus?.status !== "PENDING") return imageScanFindings.findingSeverityCounts ?? {};
      } catch (error) {
        if (error.name !== "ScanNotFoundException") throw error;
        if (looks > 6) return undefined;
      }
      if (!timeLeft()) return undefined;
      await pause(10_000);
    }
  };

  const proven = async (digest) => {
    if (refuse === undefined) return { digest };
    const found = await findings(digest);
    if (!found) {
      if (refuse.length > 0 && last) throw new Error(repository + " has no scan of " + what + ", and refuseFindings wants one; turn on scanOnPush, or set refuseFindings to none");
      return refuse.length > 0 ? { waitingFor: "the scan of " + digest } : { digest };
    }
    const bad = refuse.filter((severity) => found[severity] > 0).map((severity) => found[severity] + " " + severity);
    if (bad.length > 0) throw new Error(what + " has " + bad.join(", ") + " findings; rebuild on a newer base, or lower refuseFindings. aws ecr describe-image-scan-findings --repository-name " + repository + " --image-id imageDigest=" + digest + " lists them");
    return { digest, findings: found };
  };

  const there = await present();
  if (there) return proven(there);
  const id = (await running()) ?? (await start());
  while (timeLeft()) {
    const { builds: [build] } = await codebuild.send(new BatchGetBuildsCommand({ ids: [id] }));
    if (build.buildStatus === "SUCCEEDED") {
      const made = await present();
      if (made) return proven(made);
      throw new Error("build " + id + " succeeded, but " + repository + " has no image " + wanted);
    }
    if (build.buildStatus !== "IN_PROGRESS") {
      const failed = (build.phases ?? []).find(({ phaseStatus }) => phaseStatus && phaseStatus !== "SUCCEEDED");
      const why = (failed?.contexts ?? []).map(({ message }) => message).filter(Boolean).join("; ");
      throw new Error(what + " ended as " + build.buildStatus + (failed ? " in " + failed.phaseType : "") + (why ? ": " + why : "") + "; its log: " + (build.logs?.deepLink ?? id) + (await tail(build.logs)));
    }
    await pause(10_000);
  }
  if (last) throw new Error(what + " still runs in build " + id + "; run up again to wait on, or raise " + minutes);
  return { waitingFor: id };
};
`;
