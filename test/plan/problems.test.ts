import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { UNKNOWN } from "../../catalog/unknown";
import { planFolder } from "../../plan/run-folder";

// a program runs in a process of its own, which a busy machine may let wait
vi.setConfig({ testTimeout: 60_000 });

const file = (fixture: string): string => join(__dirname, "fixtures", fixture, "index.ts");
const planOf = (fixture: string, options = {}) => planFolder(join(__dirname, "fixtures", fixture), { stack: "dev", ...options });
const names = ({ resources }: Awaited<ReturnType<typeof planOf>>) => resources.filter(({ custom }) => custom).map(({ name }) => name);

it("keeps what was registered before the program threw, and names the line", async () => {
  const plan = await planOf("throws");
  expect(plan.problems).toEqual([{ message: "there is no second", at: { file: file("throws"), line: 6 } }]);
  expect(names(plan)).toEqual(["first"]);
});

it("collects errors inside apply and names that stand twice", async () => {
  const plan = await planOf("late-error");
  expect(plan.problems).toEqual([
    { message: "thrown inside apply", at: { file: file("late-error"), line: 5 } },
    {
      message: `failed to register new resource images [aws:ecr/repository:Repository]: two resources of type aws:ecr/repository:Repository are named 'images', first at ${file("late-error")}:7; give one another name`,
      at: { file: file("late-error"), line: 8 },
    },
  ]);
});

it("lets an unanswered value pass as unknown, and stops where the program decides by one", async () => {
  const plan = await planOf("shape");
  expect(plan.problems).toEqual([
    {
      message:
        "the program decides by 'names' of aws:index/getAvailabilityZones:getAvailabilityZones, which no plan knows without the cloud; add its result to an answers file (--answers)",
      at: { file: file("shape"), line: 9 },
    },
  ]);
  expect(plan.resources.find(({ name }) => name === "as-a-value")?.props).toEqual({
    ami: UNKNOWN,
    instanceType: "g6.xlarge",
    tags: { from: UNKNOWN },
    rootBlockDevice: { snapshotId: UNKNOWN },
  });
  expect(plan.unanswered).toMatchObject([
    { token: "aws:ec2/getAmi:getAmi", awaited: true, at: { line: 6 } },
    { token: "aws:index/getAvailabilityZones:getAvailabilityZones", awaited: true, at: { line: 8 } },
  ]);
});

it("goes on where an answer is given", async () => {
  const token = "aws:index/getAvailabilityZones:getAvailabilityZones";
  const plan = await planOf("shape", { answers: { invokes: [{ token, result: { names: ["zone-a", "zone-b"] } }] } });
  expect(plan.problems).toEqual([]);
  expect(names(plan)).toEqual(["as-a-value", "zone-a", "zone-b"]);
});

it("tells a program that awaits an unknown output where it waits", async () => {
  const plan = await planOf("never");
  expect(plan.problems).toEqual([
    {
      message:
        "the program never finishes: it awaits a value that is not known before the update (an output, or the promise of one), and nothing else is left to do",
      at: { file: file("never"), line: 5 },
    },
  ]);
  expect(names(plan)).toEqual(["images"]);
});

it("says that a program ended its own process, and keeps what it wrote", async () => {
  const plan = await planOf("exits");
  expect(plan.problems).toEqual([
    { message: "the program ended its process (exit code 7) before it was done", at: { file: file("exits"), line: 5 } },
  ]);
  expect(plan.messages).toEqual([{ severity: "info", text: "a line on the console" }]);
});

it("lists as opaque what only others can see into, and reads what exists as unknown", async () => {
  const plan = await planOf("outside");
  expect(plan.problems).toEqual([]);
  const flags = plan.resources.map(({ name, opaque, read }) => [name, opaque ? "opaque" : read ? "read" : ""]);
  expect(Object.fromEntries(flags)).toEqual({
    after: "",
    chart: "opaque",
    found: "read",
    "organization/network/dev": "read",
    "outside-dev": "",
    remote: "opaque",
    uses: "",
  });
  expect(plan.resources.find(({ name }) => name === "after")?.props).toEqual({ tags: { answer: UNKNOWN } });
  expect(plan.resources.find(({ name }) => name === "uses")?.props).toEqual({ tags: { vpc: UNKNOWN, url: UNKNOWN } });
  expect(plan.outputs).toEqual({ vpc: UNKNOWN });
  expect(plan.unanswered).toMatchObject([
    { kind: "read", token: "aws:ecr/repository:Repository", args: { id: "found-1" } },
    { kind: "stack-reference", token: "organization/network/dev" },
  ]);
  expect(plan.messages).toEqual([{ severity: "warning", text: "mind the gap" }]);
});

it("takes another stack's outputs and an existing resource's state from the answers", async () => {
  const answers = {
    stacks: { "organization/network/dev": { vpcId: "vpc-1" } },
    reads: [{ type: "aws:ecr/repository:Repository", id: "found-1", properties: { repositoryUrl: "registry/found" } }],
  };
  const plan = await planOf("outside", { answers });
  expect(plan.problems).toEqual([]);
  expect(plan.resources.find(({ name }) => name === "uses")?.props).toEqual({ tags: { vpc: "vpc-1", url: "registry/found" } });
  expect(plan.outputs).toEqual({ vpc: "vpc-1" });
  expect(plan.unanswered).toEqual([]);
});

it("serializes dynamic providers, for which the SDK needs its compiler after all", async () => {
  const plan = await planOf("dynamic");
  expect(plan.problems).toEqual([]);
  const dynamic = plan.resources.find(({ name }) => name === "doubled");
  expect(dynamic).toMatchObject({ type: "pulumi-nodejs:dynamic:Resource", props: { size: 2, __provider: expect.anything() as unknown } });
  expect(plan.outputs).toEqual({ doubled: UNKNOWN });
});

it("loads a program that is an ECMAScript module with top-level await", async () => {
  const plan = await planOf("module");
  expect(plan.problems).toEqual([]);
  expect(plan.resources.find(({ name }) => name === "images")?.props).toEqual({ tags: { size: "large" } });
  expect(plan.outputs).toEqual({ name: { size: "large" } });
});

it("gives up on a program that stays busy", async () => {
  const plan = await planOf("exits", { timeoutSeconds: 0.05 });
  expect(plan.problems).toEqual([{ message: "the program was still busy after 0.05 s" }]);
});
