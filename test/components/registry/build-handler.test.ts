import { describe, expect, it } from "vitest";
import { BUILD_HANDLER } from "../../../components/registry/build-handler";
import { digestOf } from "./fixture";
import { loadHandler } from "./load-handler";

interface Build {
  id: string;
  buildStatus: string;
  digest?: string;
  tag?: string;
  phases?: { phaseType: string; phaseStatus?: string; contexts?: { message: string }[] }[];
}

/** CodeBuild, ECR and the log as far as the function asks them: what runs, and what is there. Every look at a build moves it to its next state. */
function account({
  builds = [],
  digests = [] as string[],
  tags = {},
  next = [] as string[],
  scans = [] as (Record<string, unknown> | "none")[],
  log = [] as string[] | "denied",
}: {
  builds?: Build[];
  digests?: string[];
  tags?: Record<string, string>;
  next?: string[];
  /** What each look at the scan finds; the last one stays. */
  scans?: (Record<string, unknown> | "none")[];
  log?: string[] | "denied";
}) {
  const started: string[] = [];
  const answers: Record<string, (input: Record<string, unknown>) => unknown> = {
    BatchGetImage: ({ imageIds }) => {
      const [{ imageDigest, imageTag = "" }] = imageIds as [{ imageDigest?: string; imageTag?: string }];
      const tagged = tags[imageTag];
      if (tagged !== undefined) return { images: [{ imageId: { imageDigest: tagged, imageTag } }] };
      return { images: imageDigest !== undefined && digests.includes(imageDigest) ? [{ imageId: { imageDigest } }] : [] };
    },
    ListBuildsForProject: () => ({ ids: builds.map(({ id }) => id) }),
    BatchGetBuilds: ({ ids }) => {
      const asked = builds.filter(({ id }) => (ids as string[]).includes(id));
      const shown = asked.map(({ id, digest, tag, phases, buildStatus }) => ({
        id,
        buildStatus,
        phases,
        environment: { environmentVariables: [tag === undefined ? { name: "DIGEST", value: digest } : { name: "TAG", value: tag }] },
        logs: { deepLink: `https://console/${id}`, groupName: "images-copy", streamName: id },
      }));
      for (const build of asked) build.buildStatus = next.shift() ?? build.buildStatus;
      if (asked.some(({ buildStatus }) => buildStatus === "SUCCEEDED") && !digests.includes("never")) digests.push(digestOf("a"));
      return { builds: shown };
    },
    DescribeImageScanFindings: () => {
      const seen = scans.length > 1 ? scans.shift() : scans[0];
      if (seen === "none" || seen === undefined) throw Object.assign(new Error("no scan"), { name: "ScanNotFoundException" });
      return seen;
    },
    GetLogEvents: ({ limit }) => {
      if (log === "denied") throw Object.assign(new Error("no right"), { name: "AccessDeniedException" });
      return { events: log.slice(-Number(limit)).map((message) => ({ message })) };
    },
    StartBuild: () => {
      const id = `copy:${builds.length + 1}`;
      started.push(id);
      builds.push({ id, buildStatus: "IN_PROGRESS", digest: digestOf("a") });
      return { build: { id } };
    },
  };
  const client = class {
    send(command: { name: string; input: Record<string, unknown> }) {
      const answer = answers[command.name];
      if (!answer) throw new Error(`${command.name} was not expected`);
      return Promise.resolve(answer(command.input));
    }
  };
  const command = (name: string) =>
    class {
      readonly name = name;
      constructor(readonly input: Record<string, unknown>) {}
    };
  const sdk = {
    "@aws-sdk/client-codebuild": {
      CodeBuildClient: client,
      ...Object.fromEntries(["BatchGetBuilds", "ListBuildsForProject", "StartBuild"].map((name) => [`${name}Command`, command(name)])),
    },
    "@aws-sdk/client-ecr": {
      ECRClient: client,
      BatchGetImageCommand: command("BatchGetImage"),
      DescribeImageScanFindingsCommand: command("DescribeImageScanFindings"),
    },
    "@aws-sdk/client-cloudwatch-logs": { CloudWatchLogsClient: client, GetLogEventsCommand: command("GetLogEvents") },
  };
  return { started, handler: loadHandler(BUILD_HANDLER, sdk) };
}

const event = (last = false) => ({
  project: "images-copy",
  repository: "images",
  what: "the copy of docker.io/pytorch/pytorch:2.8.0",
  image: { imageDigest: digestOf("a") },
  minutes: "copyMinutes",
  variables: [{ name: "DIGEST", value: digestOf("a"), type: "PLAINTEXT" }],
  last,
});
/** A function that has this many looks left before its time is up. */
const looks = (count: number) => {
  let left = count;
  return { getRemainingTimeInMillis: () => (left-- > 0 ? 600_000 : 0) };
};

describe("the function that starts and awaits a copy", () => {
  it("starts nothing where ECR has the digest", async () => {
    const { handler, started } = account({ digests: [digestOf("a")] });
    expect(await handler(event(), looks(1))).toEqual({ digest: digestOf("a") });
    expect(started).toEqual([]);
  });

  it("starts one build, waits for it, and answers once ECR has the digest", async () => {
    const { handler, started } = account({ next: ["IN_PROGRESS", "SUCCEEDED"] });
    expect(await handler(event(), looks(5))).toEqual({ digest: digestOf("a") });
    expect(started).toEqual(["copy:1"]);
  });

  it("takes up a build of the same digest that runs, and leaves that of another digest alone", async () => {
    const running = { id: "copy:7", buildStatus: "IN_PROGRESS", digest: digestOf("a") };
    const same = account({ builds: [running], next: ["IN_PROGRESS", "SUCCEEDED"] });
    expect(await same.handler(event(), looks(5))).toEqual({ digest: digestOf("a") });
    expect(same.started).toEqual([]);
    const other = account({ builds: [{ ...running, digest: digestOf("b") }] });
    expect(await other.handler(event(), looks(1))).toEqual({ waitingFor: "copy:2" });
    expect(other.started).toEqual(["copy:2"]);
  });

  it("starts anew after a build that failed before", async () => {
    const { handler, started } = account({ builds: [{ id: "copy:1", buildStatus: "FAILED", digest: digestOf("a") }] });
    expect(await handler(event(), looks(1))).toEqual({ waitingFor: "copy:2" });
    expect(started).toEqual(["copy:2"]);
  });

  it("hands over to the next call when its time is up, and the last call says what to do", async () => {
    const waiting = account({});
    expect(await waiting.handler(event(), looks(2))).toEqual({ waitingFor: "copy:1" });
    await expect(waiting.handler(event(true), looks(2))).rejects.toThrow(
      "the copy of docker.io/pytorch/pytorch:2.8.0 still runs in build copy:1; run up again to wait on, or raise copyMinutes",
    );
  });

  it("fails with the phase and the reason of a build that fails, and where its log is", async () => {
    const phases = [
      { phaseType: "INSTALL", phaseStatus: "SUCCEEDED" },
      { phaseType: "BUILD", phaseStatus: "FAILED", contexts: [{ message: "429 Too Many Requests" }] },
    ];
    const { handler } = account({
      builds: [{ id: "copy:7", buildStatus: "IN_PROGRESS", digest: digestOf("a"), phases }],
      next: ["FAILED"],
    });
    await expect(handler(event(), looks(5))).rejects.toThrow(
      "the copy of docker.io/pytorch/pytorch:2.8.0 ended as FAILED in BUILD: 429 Too Many Requests; its log: https://console/copy:7",
    );
  });

  it("does not believe a build that succeeded where ECR does not have the digest", async () => {
    const { handler } = account({ digests: ["never"], next: ["SUCCEEDED"] });
    await expect(handler(event(), looks(5))).rejects.toThrow(`build copy:1 succeeded, but images has no image ${digestOf("a")}`);
  });
});

describe("the function that starts and awaits a build from a Dockerfile", () => {
  const TAG = "app-0123456789ab";
  const built = (change: Record<string, unknown> = {}) => ({
    project: "app",
    repository: "images",
    what: `the build of ${TAG}`,
    image: { imageTag: TAG },
    variables: [{ name: "TAG", value: TAG, type: "PLAINTEXT" }],
    minutes: "buildMinutes",
    refuse: ["CRITICAL"],
    last: true,
    ...change,
  });
  const there = { tags: { [TAG]: digestOf("b") } };
  const scanned = (counts: Record<string, number>) => ({
    imageScanStatus: { status: "COMPLETE" },
    imageScanFindings: { findingSeverityCounts: counts },
  });

  it("answers with the digest behind the tag, and what the scan found", async () => {
    const { handler, started } = account({
      ...there,
      scans: ["none", { imageScanStatus: { status: "IN_PROGRESS" } }, scanned({ LOW: 3 })],
    });
    expect(await handler(built(), looks(9))).toEqual({ digest: digestOf("b"), findings: { LOW: 3 } });
    expect(started).toEqual([]);
  });

  it("waits for a build of the same content that runs", async () => {
    const { handler, started } = account({ builds: [{ id: "app:1", buildStatus: "IN_PROGRESS", tag: TAG }] });
    expect(await handler(built({ last: false }), looks(2))).toEqual({ waitingFor: "app:1" });
    expect(started).toEqual([]);
  });

  it("refuses findings of the severities that are refused", async () => {
    const { handler } = account({ ...there, scans: [scanned({ CRITICAL: 2, HIGH: 9 })] });
    await expect(handler(built(), looks(9))).rejects.toThrow(
      `the build of ${TAG} has 2 CRITICAL findings; rebuild on a newer base, or lower refuseFindings. aws ecr describe-image-scan-findings --repository-name images`,
    );
  });

  it("does not take a registry that never scans for one that found nothing", async () => {
    const { handler } = account({ ...there, scans: ["none"] });
    await expect(handler(built(), looks(50))).rejects.toThrow(
      "images has no scan of the build of app-0123456789ab, and refuseFindings wants one",
    );
    expect(await handler(built({ refuse: [] }), looks(50))).toEqual({ digest: digestOf("b") });
  });

  it("shows the end of a failed build's log, and the failure itself where the log cannot be read", async () => {
    const failing = () => ({ builds: [{ id: "app:1", buildStatus: "IN_PROGRESS", tag: TAG }], next: ["FAILED"] });
    const lines = Array.from({ length: 30 }, (_, line) => `step ${line}\n`);
    const error = await account({ ...failing(), log: lines })
      .handler(built(), looks(5))
      .then(String, String);
    expect(error).toContain(`the build of ${TAG} ended as FAILED; its log: https://console/app:1\n  | step 10\n  | step 11\n`);
    expect(error).toMatch(/\| step 29$/);
    await expect(account({ ...failing(), log: "denied" }).handler(built(), looks(5))).rejects.toThrow(
      "ended as FAILED; its log: https://console/app:1\n  | (its log could not be read: AccessDeniedException)",
    );
  });
});
