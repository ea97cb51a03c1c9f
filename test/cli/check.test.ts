import { describe, expect, it } from "vitest";
import { containing, matching } from "../policies/matchers";
import { runCheck } from "./check/run-check";

const plan = (inputs: object, type = "aws:ebs/volume:Volume") =>
  JSON.stringify({ steps: [{ op: "create", urn: "urn:a::disk", newState: { type, inputs } }] });
const GOOD = plan({ encrypted: true });
const BAD = plan({ encrypted: false });
const OPEN = plan({ encrypted: "[secret]" });

describe("the exit code", () => {
  it("is 0 when nothing mandatory is broken", async () => {
    expect((await runCheck(["p.json"], { "p.json": GOOD })).code).toBe(0);
  });

  it("is 1 when it is, also from standard input and in strict mode", async () => {
    expect((await runCheck(["-"], {}, BAD)).code).toBe(1);
    expect((await runCheck(["-", "--strict"], {}, BAD)).code).toBe(1);
  });

  it("is 3 for what is open, in strict mode only", async () => {
    expect((await runCheck(["-"], {}, OPEN)).code).toBe(0);
    expect((await runCheck(["-", "--strict"], {}, OPEN)).code).toBe(3);
  });

  it.each([
    [[], "give one file, or - for standard input"],
    [["a", "b"], "give one file"],
    [["-", "--format", "xml"], "--format 'xml' is not known; use text, json, sarif, markdown"],
    [["missing.json"], "missing.json: there is no such file"],
    [["-", "--config", "missing.yaml"], "missing.yaml: there is no such file"],
  ])("is 2 for a command line that cannot be followed: %j", async (args, words) => {
    expect(await runCheck(args, {}, GOOD)).toMatchObject({ code: 2, err: containing(words) });
  });
});

describe("--config", () => {
  const withConfig = (config: string, input = BAD) => runCheck(["-", "--config", "c.yaml"], { "c.yaml": config }, input);

  it("changes levels, in YAML and in JSON, and may be empty", async () => {
    expect((await withConfig("volumes-are-encrypted: advisory\n")).code).toBe(0);
    expect((await withConfig('\uFEFF{"volumes-are-encrypted": {"enforcementLevel": "disabled"}}')).code).toBe(0);
    expect((await withConfig("# nothing yet\n")).code).toBe(1);
  });

  it("can let what is open block", async () => {
    expect((await withConfig("volumes-are-encrypted-undecided: mandatory\n", OPEN)).code).toBe(1);
  });

  it("excepts a resource until its day, and fails on one that has passed", async () => {
    const exception = (expires: string) =>
      `exceptions-are-justified: { exceptions: [{ rule: volumes-are-encrypted, resource: disk, reason: scratch, expires: ${expires} }] }`;
    expect(await withConfig(exception("2999-12-31"))).toMatchObject({
      code: 0,
      out: matching(/excepted\n {2}volumes-are-encrypted on disk encrypted until 2999-12-31:\s+scratch/),
    });
    expect(await withConfig(exception("2026-01-01"))).toMatchObject({ code: 1, out: containing("expired on 2026-01-01") });
  });

  it("that cannot be read names every problem", async () => {
    expect(await withConfig("volumes-are-encryptd: advisory\nami-is-pinned: loud\n")).toMatchObject({
      code: 2,
      err: matching(
        /^c\.yaml: volumes-are-encryptd: is no rule; use volumes-are-encrypted.*\nc\.yaml: ami-is-pinned: must be mandatory, advisory or disabled$/s,
      ),
    });
    expect((await withConfig("a: [1\n")).err).toMatch(/^c\.yaml: /);
  });
});

describe("--lock", () => {
  const LOCK = JSON.stringify({
    version: 1,
    images: {},
    amis: {},
    declared: {
      amis: [{ ami: "ami-0123456789abcdef0", driver: "535.161.08", source: "build 7", checked: "2026-11-01" }],
    },
  });
  const HOST = plan(
    {
      instanceType: "g4dn.xlarge",
      imageId: "ami-0123456789abcdef0",
      tags: { "pulumi-gpu:cuda": "13.0" },
      metadataOptions: { httpTokens: "required" },
      blockDeviceMappings: [{ ebs: { encrypted: true } }],
    },
    "aws:ec2/launchTemplate:LaunchTemplate",
  );

  it("brings the project's own facts, and is named in the report", async () => {
    expect(await runCheck(["-"], {}, HOST)).toMatchObject({ code: 0, out: containing("undecided  driver-supports-image") });
    expect(await runCheck(["-", "--lock", "own.json"], { "own.json": LOCK }, HOST)).toMatchObject({
      code: 1,
      out: matching(/lock own\.json[\s\S]*too old for CUDA 13\.0/),
    });
  });

  it("is found beside Pulumi.yaml without being named", async () => {
    const files = { "Pulumi.yaml": "name: x\n", "gpu.lock.json": LOCK };
    expect(await runCheck(["-"], files, HOST)).toMatchObject({ code: 1, out: containing("lock gpu.lock.json") });
  });

  it("that is missing or broken is an error, never ignored", async () => {
    await expect(runCheck(["-", "--lock", "none.json"], {}, HOST)).rejects.toThrow("there is no such file");
    await expect(runCheck(["-"], { "Pulumi.yaml": "name: x\n", "gpu.lock.json": "{" }, HOST)).rejects.toThrow("gpu.lock.json");
  });
});

it("judges ten thousand resources of one plan, and forgets none", async () => {
  const steps = Array.from({ length: 10_000 }, (_, i) => ({
    op: "create",
    urn: `urn:a::v${i}`,
    newState: { type: "aws:ebs/volume:Volume", inputs: { encrypted: i % 2 === 0 } },
  }));
  const { out } = await runCheck(["-", "--format", "json"], {}, JSON.stringify({ steps }));
  expect(JSON.parse(out)).toMatchObject({ summary: { resources: 10_000, blocking: 5000 } });
});
