import { describe, expect, it } from "vitest";
import { GPUS, INSTANCE_TYPES, OFFERED_REGIONS, pricedTypes, priceOf } from "../../../catalog";

const rows = Object.values(INSTANCE_TYPES);

describe("instance types", () => {
  it("has all 69 types with NVIDIA GPUs", () => {
    expect(rows).toHaveLength(69);
  });

  it.each([
    ["g4dn.xlarge", { gpu: "T4", gpuCount: 1, gpuMemoryMiB: 16384, vcpu: 4, memoryGiB: 16, nvmeGB: 125, nvswitch: false }],
    ["g5.48xlarge", { gpu: "A10G", gpuCount: 8, gpuMemoryMiB: 22888, vcpu: 192, efaInterfaces: 1 }],
    ["g6.xlarge", { gpu: "L4", gpuCount: 1, gpuMemoryMiB: 22888, memoryGiB: 16, nvmeGB: 250 }],
    ["g6f.large", { gpu: "L4", gpuCount: 0.125, gpuMemoryMiB: 2861, fractional: true }],
    ["g5g.xlarge", { gpu: "T4G", architecture: "arm64", bootModes: ["uefi"], nvmeGB: 0 }],
    ["p4d.24xlarge", { gpu: "A100", gpuCount: 8, gpuMemoryMiB: 40960, bootModes: ["legacy-bios"], nvswitch: true }],
    ["p5.48xlarge", { gpu: "H100", gpuCount: 8, efaInterfaces: 32, network: "3200 Gigabit", nvswitch: true }],
    ["p6-b300.48xlarge", { gpu: "B300", networkCards: 17, efaInterfaces: 16 }],
  ])("%s is as the API describes it", (name, facts) => {
    expect(INSTANCE_TYPES[name]).toMatchObject(facts);
  });

  it("carries only GPUs of the table", () => {
    expect(rows.filter(({ gpu }) => !Object.hasOwn(GPUS, gpu)).map(({ instanceType }) => instanceType)).toEqual([]);
  });

  it("sells a capacity block of no G type", () => {
    const blocks = new Set(rows.filter(({ usageClasses }) => usageClasses.includes("capacity-block")).map(({ family }) => family));
    expect([...blocks]).toEqual(["p4d", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300", "p6e-gb200"]);
  });

  it("does not know whether a single GPU of an HGX board has a fabric", () => {
    expect(INSTANCE_TYPES["p5.4xlarge"]).not.toHaveProperty("nvswitch");
  });

  it("only recalls the UltraServer's sizes", () => {
    expect(rows.filter(({ confidence }) => confidence === "recalled").map(({ instanceType }) => instanceType)).toEqual([
      "p6e-gb200.36xlarge",
    ]);
  });

  it("keeps to closed sets of words", () => {
    const words = rows.flatMap((row) => [row.architecture, ...row.usageClasses, ...(row.bootModes ?? [])]);
    expect([...new Set(words)].sort()).toEqual(["arm64", "capacity-block", "legacy-bios", "on-demand", "spot", "uefi", "x86_64"]);
    const regions = new Set(rows.flatMap(({ offeredIn }) => offeredIn ?? []));
    expect([...regions].sort()).toEqual(OFFERED_REGIONS);
  });
});

describe("prices", () => {
  it.each([
    ["g4dn.xlarge", "us-east-1", 0.526, "seen"],
    ["g6.xlarge", "us-east-1", 0.8048, "seen"],
    ["g5.xlarge", "us-east-1", 1.006, "seen"],
    ["p5.48xlarge", "us-east-1", 55.04, "seen"],
    ["g4dn.xlarge", "eu-west-1", 0.58655, "derived"],
  ])("%s costs in %s %d USD an hour (%s)", (type, region, usdPerHour, confidence) => {
    expect(priceOf(type, region).onDemand).toMatchObject({ usdPerHour, confidence });
  });

  it("gives a spot sample as a range", () => {
    expect(priceOf("p5.48xlarge", "us-west-2").spotSample).toMatchObject({ low: 9.37, high: 19.35 });
  });

  it.each([
    ["p5e.48xlarge", "us-east-2", "onDemand"],
    ["g6.xlarge", "eu-west-1", "onDemand"],
    ["g6.xlarge", "sa-east-1", "onDemand"],
    ["no.such", "us-east-1", "onDemand"],
    ["constructor", "us-east-1", "onDemand"],
    ["g6.xlarge", "constructor", "spotSample"],
  ])("%s in %s has no %s price, and none is made up", (type, region, part) => {
    expect(priceOf(type, region)).not.toHaveProperty(part);
  });

  it("prices no type that the table of types does not have", () => {
    expect(pricedTypes().filter((type) => !Object.hasOwn(INSTANCE_TYPES, type))).toEqual([]);
  });

  it("prices nothing in a region that does not offer the type", () => {
    const odd = rows.flatMap(({ instanceType, offeredIn }) =>
      offeredIn ? OFFERED_REGIONS.filter((region) => !offeredIn.includes(region) && priceOf(instanceType, region).onDemand) : [],
    );
    expect(odd).toEqual([]);
  });
});
