import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { expect, it } from "vitest";
import { planProgram } from "../../plan/testing";
import { judge, NO_CONFIG } from "../../policies/rules";

it("sees a floating image in a pod that the Kubernetes SDK itself describes", async () => {
  const { resources, problems } = await planProgram(() => {
    const labels = { app: "train" };
    new Deployment("train", {
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: "train", image: "pytorch/pytorch:latest" }] } },
      },
    });
  });
  expect(problems).toEqual([]);
  const found = judge(resources, {}, NO_CONFIG).filter(({ rule }) => rule === "images-are-pinned");
  expect(found).toEqual([expect.objectContaining({ kind: "violation", path: "spec.template.spec.containers[0].image" })]);
});
