import { join } from "node:path";
import { LaunchTemplate } from "@pulumi/aws/ec2";
import { Repository } from "@pulumi/aws/ecr";
import { getParameterOutput } from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import { planProgram, UNKNOWN } from "../../plan/testing";

// a program runs in a process of its own, which a busy machine may let wait
vi.setConfig({ testTimeout: 60_000 });

const template = () => new LaunchTemplate("host", { imageId: getParameterOutput({ name: "/ami" }).value, instanceType: "g6.xlarge" });

describe("a function as a program", () => {
  it("is planned in this process, with everything unknown that only the cloud can say", async () => {
    const plan = await planProgram(template);
    expect(plan.problems).toEqual([]);
    expect(plan.find("LaunchTemplate")).toEqual([
      {
        urn: "urn:pulumi:dev::project::aws:ec2/launchTemplate:LaunchTemplate::host",
        type: "aws:ec2/launchTemplate:LaunchTemplate",
        name: "host",
        custom: true,
        parent: "urn:pulumi:dev::project::pulumi:pulumi:Stack::project-dev",
        props: { imageId: UNKNOWN, instanceType: "g6.xlarge" },
        secrets: [],
        at: { file: __filename, line: expect.any(Number) as number },
      },
    ]);
    expect(plan.find("LaunchTemplate", "other")).toEqual([]);
    expect(plan.unanswered).toMatchObject([{ kind: "invoke", token: "aws:ssm/getParameter:getParameter", args: { name: "/ami" } }]);
  });

  it("takes answers and configuration, of which secrets stay hidden", async () => {
    const plan = await planProgram(
      () => {
        template();
        const config = new pulumi.Config();
        new Repository("images", { tags: { size: config.require("size"), token: config.requireSecret("token") } });
        return { stack: pulumi.getStack(), project: pulumi.getProject() };
      },
      {
        project: "vision",
        stack: "prod",
        config: { size: 3, token: "s3cret" },
        secrets: ["token"],
        answers: { invokes: [{ token: "aws:ssm/getParameter:getParameter", result: { value: "ami-1" } }] },
      },
    );
    expect(plan.problems).toEqual([]);
    expect(plan.find("LaunchTemplate")[0]?.props.imageId).toBe("ami-1");
    expect(plan.find("aws:ecr/repository:Repository")[0]).toMatchObject({
      props: { tags: { size: "3", token: UNKNOWN } },
      secrets: ["tags.token"],
    });
    expect(plan.outputs).toEqual({ stack: "prod", project: "vision" });
    expect(plan.config).toEqual({ "vision:size": "3", "vision:token": UNKNOWN });
  });

  it("shares nothing with the plans before and beside it", async () => {
    const build = (name: string) =>
      planProgram(
        () => {
          pulumi.runtime.registerResourceTransform(async ({ props, opts, type }) =>
            type === "aws:ecr/repository:Repository"
              ? { props: { ...props, tags: { ...(props.tags as object), [name]: "yes" } }, opts }
              : undefined,
          );
          new Repository("images", { tags: { stack: pulumi.getStack() } });
        },
        { stack: name },
      );
    const plans = await Promise.all(["one", "two", "three"].map(build));
    expect(plans.map((plan) => plan.find("Repository").map(({ urn, props }) => ({ urn, tags: props.tags })))).toEqual(
      ["one", "two", "three"].map((name) => [
        { urn: `urn:pulumi:${name}::project::aws:ecr/repository:Repository::images`, tags: { stack: name, [name]: "yes" } },
      ]),
    );
  });

  it("reports what was thrown, at once or inside apply, with the line", async () => {
    const thrown = await planProgram(() => {
      throw new Error("no way");
    });
    expect(thrown.problems).toEqual([{ message: "no way", at: { file: __filename, line: expect.any(Number) as number } }]);
    const late = await planProgram(() => {
      pulumi.output("known").apply(() => {
        throw new Error("thrown inside apply");
      });
    });
    expect(late.problems).toEqual([{ message: "thrown inside apply", at: { file: __filename, line: expect.any(Number) as number } }]);
  });

  it("gives up on a program that awaits what no plan knows", async () => {
    const plan = await planProgram(
      async () => {
        const { repositoryUrl } = new Repository("images");
        return { url: await new Promise((resolve) => repositoryUrl.apply(resolve)) };
      },
      { timeoutSeconds: 0.2 },
    );
    expect(plan.problems).toEqual([
      {
        message:
          "the program does not finish: it asked for nothing in 0.2 s; it awaits a value that is not known before the update, or is slow",
      },
    ]);
    expect(plan.find("Repository")).toHaveLength(1);
  });
});

it("plans a folder in a process of its own", async () => {
  const plan = await planProgram(join(__dirname, "fixtures/raw"), { config: { size: "large" } });
  expect(plan.problems).toEqual([]);
  expect(plan.find("Repository", "images")[0]?.props.tags).toEqual({ size: "large" });
});
