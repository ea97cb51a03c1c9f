import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { UNKNOWN } from "../../catalog/unknown";
import type { Plan } from "../../plan/plan";
import { planFolder } from "../../plan/run-folder";

// a program runs in a process of its own, which a busy machine may let wait
vi.setConfig({ testTimeout: 60_000 });

const fixture = (name: string): string => join(__dirname, "fixtures", name);
const named = ({ resources }: Plan, name: string) => resources.find((resource) => resource.name === name && resource.custom);

describe("a program of raw resources", async () => {
  const plan = await planFolder(fixture("raw"), { stack: "dev" });

  it("runs without problems, and lists each resource by its URN", () => {
    expect(plan.problems).toEqual([]);
    expect(plan.resources.map(({ urn }) => urn.split("::").slice(2).join(" "))).toEqual([
      "aws:ecr/repository:Repository east-images",
      "aws:ecr/repository:Repository images",
      "aws:ecr/repository:Repository secret",
      "example:index:Host$aws:autoscaling/group:Group host-group",
      "example:index:Host$aws:ec2/launchTemplate:LaunchTemplate host",
      "example:index:Host host",
      "pulumi:providers:aws east",
      "pulumi:pulumi:Stack raw-dev",
    ]);
  });

  it("leaves unknown what only the cloud can say, also inside packed user data", () => {
    expect(named(plan, "host")?.props).toMatchObject({ imageId: UNKNOWN, instanceType: "g6.xlarge", userData: UNKNOWN });
    expect(named(plan, "host-group")?.props.launchTemplate).toEqual({ id: UNKNOWN, version: UNKNOWN });
    expect(plan.outputs).toEqual({ url: UNKNOWN });
  });

  it("applies transforms", () => {
    expect(named(plan, "images")?.props.imageTagMutability).toBe("IMMUTABLE");
  });

  it("hides secrets and names their paths", () => {
    const secret = named(plan, "secret");
    expect(secret?.props.tags).toEqual({ known: UNKNOWN, password: UNKNOWN });
    expect(secret?.secrets).toEqual(["tags.known", "tags.password"]);
    expect(JSON.stringify(plan)).not.toContain("s3cret");
  });

  it("keeps provider, aliases, protection, dependencies and the line of the program", () => {
    expect(named(plan, "east-images")).toMatchObject({ aliases: ["old-images"], protect: true });
    expect(named(plan, "east-images")?.provider).toMatch(/^urn:pulumi:dev::raw::pulumi:providers:aws::east::/);
    expect(named(plan, "host-group")?.dependencies).toEqual([named(plan, "host")?.urn]);
    expect(named(plan, "images")?.at).toEqual({ file: join(fixture("raw"), "index.ts"), line: 35 });
  });

  it("lists the functions nobody answered and the configuration nobody could open", () => {
    expect(plan.unanswered).toEqual([
      { kind: "config", token: "raw:password" },
      {
        kind: "invoke",
        token: "aws:ssm/getParameter:getParameter",
        args: { name: "/ami" },
        at: { file: join(fixture("raw"), "index.ts"), line: 11 },
      },
    ]);
  });
});

it("takes an answer for what it is", async () => {
  const answers = {
    invokes: [{ token: "aws:ssm/getParameter:getParameter", args: { name: "/ami" }, result: { value: "ami-1" } }],
    config: { password: "open sesame" },
  };
  const plan = await planFolder(fixture("raw"), { stack: "dev", answers });
  expect(named(plan, "host")?.props.imageId).toBe("ami-1");
  expect(named(plan, "secret")?.props.tags).toEqual({ known: UNKNOWN, password: UNKNOWN });
  expect(plan.unanswered).toEqual([]);
});

it("names the stacks there are, for one there is not", async () => {
  await expect(planFolder(fixture("raw"), { stack: "prod" })).rejects.toThrow(
    `there is no Pulumi.prod.yaml in ${fixture("raw")}; found Pulumi.dev.yaml`,
  );
});
