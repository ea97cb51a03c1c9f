import { expect, it } from "vitest";
import { TAG } from "../../../catalog/labels";
import { costOf } from "../../../cli/plan/cost";
import { costLines } from "../../../cli/plan/cost-text";
import { gpuHosts } from "../../../cli/plan/gpu-hosts";
import { group, planned, planOf, template } from "./planned";

/** A workstation on two types, as its component registers it. */
function lines(args: Readonly<Record<string, unknown>>): string[] {
  const desk = planned("gpu:index:GpuWorkstation", "desk", args);
  const host = { ...template({ [TAG.types]: "g6.xlarge g5.xlarge", [TAG.capacity]: "spot" }), parent: desk.urn };
  const plan = planOf([desk, host, group("desk", host, { minSize: 0, desiredCapacity: 1, maxSize: 1 })]);
  return costLines(costOf(plan, gpuHosts(plan)), 80).filter((line) => /home|EFS/.test(line));
}

const ebs = { ebs: { subnetId: "subnet-a" } };

it("says what a home on EBS costs in spot capacity, and the way out, within 80 columns", () => {
  expect(lines({ home: ebs, network: { subnetIds: ["subnet-a", "subnet-b", "subnet-c"] } })).toEqual([
    "      its home, an EBS volume, fixes the zone: 2 pools of capacity, not 6",
    "      (a type in a zone); while that zone has none, it waits; on EFS it need not",
  ]);
});

it("names no number of subnets that is not known", () => {
  expect(lines({ home: ebs, network: { subnetIds: "unknown" } })[0]).toBe(
    "      its home, an EBS volume, fixes the zone: 2 pools of capacity",
  );
});

it("says nothing of a home on EFS", () => {
  expect(lines({ home: { efs: { fileSystemId: "fs-1" } }, network: { subnetIds: ["subnet-a"] } })).toEqual([]);
});
