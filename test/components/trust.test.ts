import { expect, it } from "vitest";
import { GpuNetwork } from "../../components/network/gpu-network";
import { ImageRegistry } from "../../components/registry/image-registry";
import { gpuInstance } from "./host/gpu-instance-fixture";
import { record } from "./record";
import { image } from "./registry/fixture";

interface Trust {
  readonly Statement: [{ Principal: { Service: string }; Condition?: { StringEquals: unknown; ArnLike: { "aws:SourceArn": string[] } } }];
}

it("lets each service take a role for the account's own resources alone, where the service says for whom it works", async () => {
  const copied = image("quay.io/team/pytorch", "2.8.0", "a");
  const seen = await record(
    () => {
      new GpuNetwork("net", { newVpc: { availabilityZones: ["us-west-2a"] }, flowLogDays: 30 });
      new ImageRegistry("images", { retention: "retain", copies: [copied], tags: { team: "vision" } });
      gpuInstance({ capacity: "spot-then-on-demand", returnToSpot: true });
    },
    { outputs: { "aws:lambda/invocation:Invocation": { result: JSON.stringify({ digest: copied.digest }) } } },
  );
  const trusted = seen
    .filter(({ type }) => type === "aws:iam/role:Role")
    .map(({ name, inputs }) => {
      const [{ Principal, Condition }] = (JSON.parse(String(inputs.assumeRolePolicy)) as Trust).Statement;
      if (Condition) expect(Condition.StringEquals).toEqual({ "aws:SourceAccount": "123456789012" });
      return [name, Principal.Service, Condition?.ArnLike["aws:SourceArn"]];
    });
  const at = (service: string) => `arn:aws:${service}:us-west-2:123456789012`;
  expect(trusted.sort()).toEqual([
    ["box-fallback-role", "states.amazonaws.com", [`${at("states")}:stateMachine:*`]],
    ["box-role", "ec2.amazonaws.com", undefined],
    ["box-starter-role", "events.amazonaws.com", ["lost", "tick", "return"].map((rule) => `${at("events")}:rule/box-${rule}`)],
    ["images-copier", "codebuild.amazonaws.com", [`${at("codebuild")}:project/*`]],
    ["images-copy-starter", "lambda.amazonaws.com", undefined],
    ["net-flow", "vpc-flow-logs.amazonaws.com", [`${at("ec2")}:vpc-flow-log/*`]],
  ]);
});
