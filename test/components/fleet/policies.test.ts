import { expect, it, vi } from "vitest";
import type { GpuFleetArgs } from "../../../components/fleet/gpu-fleet-args";
import { planProgram } from "../../../plan/testing";
import { judge } from "../../../policies/rules";
import { efaFleet, gpuFleet } from "./gpu-fleet-fixture";

// each is a program of its own
vi.setConfig({ testTimeout: 60_000 });

const block = { market: "capacity-block", reservationId: "cr-01", endsAt: "2026-12-08T11:30:00Z" } as const;

it.each<[string, Partial<GpuFleetArgs>]>([
  ["of spot machines", { scaling: { gpuUtilization: 70 } }],
  ["on a reservation with EFA", { ...efaFleet(), capacity: { market: "on-demand", reservation: { id: "cr-01", machines: 5 } } }],
  ["in a cluster placement group", { ...efaFleet(), placement: "cluster" }],
  ["on a Capacity Block", { ...efaFleet(), instanceTypes: ["p5.48xlarge"], capacity: block }],
  ["with a warm pool", { instanceTypes: ["g6.xlarge"], capacity: { market: "on-demand" }, warmPool: { size: 1 } }],
])("a fleet %s breaks no law", async (_, change) => {
  const plan = await planProgram(() => gpuFleet(change), { config: { "aws:region": "us-west-2" } });
  expect(plan.problems).toEqual([]);
  expect(plan.find("aws:autoscaling/group:Group")).toHaveLength(1);
  const broken = judge(plan.resources, { today: "2026-11-28" }).filter(({ kind }) => kind === "violation");
  expect(broken.map(({ rule, resource, message }) => `${rule}: ${resource.name}: ${message}`)).toEqual([]);
});
