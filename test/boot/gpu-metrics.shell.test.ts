import { describe, expect, it } from "vitest";
import { fleetMachine } from "./fleet-machine";

const metrics = (utilization: string, change: Parameters<typeof fleetMachine>[0] = {}) =>
  fleetMachine({ script: "gpu-metrics.sh", commands: { "nvidia-smi": `printf '${utilization}'` }, ...change });
const published = (calls: readonly string[]) => calls.find((call) => call.includes("put-metric-data"));
const protection = (calls: readonly string[]) => calls.find((call) => call.includes("set-instance-protection"));

describe("how busy the GPUs are", () => {
  it("is the mean over GPUs and samples, as a metric of the group", async () => {
    const { code, calls } = await metrics("90\\n30\\n");
    expect(code).toBe(0);
    expect(published(calls)).toBe(
      "aws cloudwatch put-metric-data --namespace pulumi-gpu --metric-name GPUUtilization --unit Percent --value 60.0 --dimensions AutoScalingGroupName=workers",
    );
    expect(calls.filter((call) => call.includes("--query-gpu=utilization.gpu"))).toHaveLength(5);
  });

  it("is 0 when they are idle, and not published when nobody knows it", async () => {
    expect(published((await metrics("0\\n")).calls)).toContain("--value 0.0");
    const mig = await metrics("[N/A]\\n");
    expect(published(mig.calls)).toBeUndefined();
    expect(mig.console).toContain("nvidia-smi says nothing about utilisation");
    expect(mig.code).toBe(1);
  });

  it("is not published when the driver does not answer", async () => {
    const { code, calls } = await metrics("", { commands: { "nvidia-smi": "exit 9" } });
    expect([code, published(calls)]).toEqual([1, undefined]);
  });

  it("leaves scale-in alone unless asked", async () => {
    expect(protection((await metrics("90\\n")).calls)).toBeUndefined();
  });

  it("protects a busy machine once, and frees it after five idle minutes", async () => {
    const busy = await metrics("90\\n", { protectBusy: true });
    expect(protection(busy.calls)).toContain("--instance-ids i-1 --auto-scaling-group-name workers --protected-from-scale-in");
    const again = await metrics("90\\n", { protectBusy: true, state: { protection: "--protected-from-scale-in" } });
    expect(protection(again.calls)).toBeUndefined();
    const resting = await metrics("0\\n", { protectBusy: true, state: { protection: "--protected-from-scale-in", "idle-minutes": "2" } });
    expect(protection(resting.calls)).toBeUndefined();
    expect(resting.state["idle-minutes"]).toBe("3");
    const idle = await metrics("0\\n", { protectBusy: true, state: { protection: "--protected-from-scale-in", "idle-minutes": "4" } });
    expect(protection(idle.calls)).toContain("--no-protected-from-scale-in");
  });

  it("does not remember a protection that AWS did not take", async () => {
    const { state } = await metrics("90\\n", {
      protectBusy: true,
      commands: { "nvidia-smi": "echo 90", aws: 'case "$*" in *describe*) echo workers ;; *protection*) exit 254 ;; esac' },
    });
    expect(state.protection).toBeUndefined();
  });
});
