import { describe, expect, it } from "vitest";
import { shell } from "./shell";

const SETTINGS = ["HOME_VOLUME='vol-0123456789abcdef0'", "HOME_PATH=/nowhere/home", "RUN_UID=1000", "RUN_GID=1000"];
const ME = "i-0123456789abcdef0";

/** Asks for the volume until it is ours; each answer of `describe-volumes` is used once, the last one again and again. */
const attach = (answers: readonly string[], { attachFails = "false", tries = 4 } = {}) =>
  shell({
    settings: SETTINGS,
    sourced: ["home.sh"],
    script: `INSTANCE_ID=${ME} TOKEN=t; attach_volume`,
    env: { HOME_TRIES: String(tries), HOME_SECONDS: "0" },
    commands: {
      curl: "printf us-east-1a",
      aws: `case "$*" in
  "ec2 describe-volumes"*) asked=$(grep -c describe-volumes "$CALLS")
${answers.map((answer, at) => `    [ "$asked" != ${at + 1} ] || echo "${answer}"`).join("\n")}
    [ "$asked" -le ${answers.length} ] || echo "${answers.at(-1)}" ;;
  "ec2 attach-volume"*) ! ${attachFails} || { echo "An error occurred (UnauthorizedOperation)" >&2; exit 1; } ;;
esac`,
    },
  });

const FREE = "available\tus-east-1a\tNone\tNone";
const OURS = `in-use\tus-east-1a\t${ME}\tattached`;
const LOST = "in-use\tus-east-1a\ti-0fedcba9876543210\tattached";

describe("the home's volume", () => {
  it("is attached when it is free, and that is awaited", async () => {
    const { code, stdout, calls } = await attach([FREE, `in-use\tus-east-1a\t${ME}\tattaching`, OURS]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(calls.filter((call) => call.includes("attach-volume"))).toEqual([
      `aws ec2 attach-volume --volume-id vol-0123456789abcdef0 --instance-id ${ME} --device /dev/sdp`,
    ]);
  });

  it("is waited for while a machine that was lost still holds it, and never taken from it", async () => {
    const { code, calls } = await attach([LOST, LOST.replace("attached", "detaching"), FREE, OURS], { tries: 5 });
    expect(code).toBe(0);
    expect(calls.join("\n")).not.toContain("detach-volume");
    expect(calls.filter((call) => call.includes("attach-volume"))).toHaveLength(1);
  });

  it("is not asked for again after a reboot", async () => {
    const { code, calls } = await attach([OURS]);
    expect(code).toBe(0);
    expect(calls.join("\n")).not.toContain("attach-volume");
  });

  it.each([
    [
      "another machine holds it for good",
      [LOST],
      "the home volume vol-0123456789abcdef0 was still held by i-0fedcba9876543210 (attached) after 4 tries; if that machine is gone for good: aws ec2 detach-volume --volume-id vol-0123456789abcdef0",
    ],
    [
      "it lies in another zone",
      ["available\tus-east-1b\tNone\tNone"],
      "the home volume vol-0123456789abcdef0 lies in us-east-1b and this machine in us-east-1a; an EBS volume never leaves its zone",
    ],
    ["it is being deleted", ["deleting\tus-east-1a\tNone\tNone"], "the home volume vol-0123456789abcdef0 is in state deleting"],
  ])("fails in words when %s", async (_, answers, reason) => {
    expect(await attach(answers)).toMatchObject({ code: 1, stdout: reason });
  });

  it("tries again while its rights are on their way, and says at the end what AWS said", async () => {
    const { code, stdout, calls } = await attach([FREE], { attachFails: "true" });
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: "the home volume vol-0123456789abcdef0 could not be attached: An error occurred (UnauthorizedOperation)",
    });
    expect(calls.filter((call) => call.includes("attach-volume"))).toHaveLength(4);
  });

  it("says so when AWS does not answer", async () => {
    const run = await shell({
      settings: SETTINGS,
      sourced: ["home.sh"],
      script: `INSTANCE_ID=${ME} TOKEN=t; attach_volume`,
      env: { HOME_TRIES: "2", HOME_SECONDS: "0" },
      commands: { curl: "printf us-east-1a", aws: 'echo "Could not connect to the endpoint" >&2; exit 1' },
    });
    expect(run).toMatchObject({
      code: 1,
      stdout: "the home volume vol-0123456789abcdef0 could not be read: Could not connect to the endpoint",
    });
  });
});
