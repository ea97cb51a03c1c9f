import { describe, expect, it } from "vitest";
import { COPY_HANDLER } from "../../../components/registry/copy-handler";
import { digestOf } from "./fixture";
import { loadHandler } from "./load-handler";

interface Build {
  id: string;
  buildStatus: string;
  digest?: string;
  phases?: { phaseType: string; phaseStatus?: string; contexts?: { message: string }[] }[];
}

/** CodeBuild and ECR as far as the function asks them: what runs, and which digests are there. Every look at a build moves it to its next state. */
function account({
  builds = [],
  digests = [] as string[],
  next = [] as string[],
}: {
  builds?: Build[];
  digests?: string[];
  next?: string[];
}) {
  const started: string[] = [];
  const answers: Record<string, (input: Record<string, unknown>) => unknown> = {
    BatchGetImage: ({ imageIds }) => {
      const [{ imageDigest }] = imageIds as [{ imageDigest: string }];
      return { images: digests.includes(imageDigest) ? [{ imageId: { imageDigest } }] : [] };
    },
    ListBuildsForProject: () => ({ ids: builds.map(({ id }) => id) }),
    BatchGetBuilds: ({ ids }) => {
      const asked = builds.filter(({ id }) => (ids as string[]).includes(id));
      const shown = asked.map(({ id, digest, phases, buildStatus }) => ({
        id,
        buildStatus,
        phases,
        environment: { environmentVariables: [{ name: "DIGEST", value: digest }] },
        logs: { deepLink: `https://console/${id}` },
      }));
      for (const build of asked) build.buildStatus = next.shift() ?? build.buildStatus;
      if (asked.some(({ buildStatus }) => buildStatus === "SUCCEEDED") && !digests.includes("never")) digests.push(digestOf("a"));
      return { builds: shown };
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
    "@aws-sdk/client-ecr": { ECRClient: client, BatchGetImageCommand: command("BatchGetImage") },
  };
  return { started, handler: loadHandler(COPY_HANDLER, sdk) };
}

const event = (last = false) => ({
  project: "images-copy",
  repository: "images",
  source: "docker.io/pytorch/pytorch:2.8.0",
  digest: digestOf("a"),
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
