import { describe, expect, it } from "vitest";
import { INSTANCE_TYPES } from "../../../catalog";
import { sharedEfaInterfaces } from "../../../components/fleet/efa";

const layout = (...types: string[]) =>
  sharedEfaInterfaces(types)?.map((one) => `${one.networkCardIndex}/${one.deviceIndex} ${one.interfaceType}`);

describe("the interfaces of a machine with EFA", () => {
  it("are one where there is one card", () => {
    expect(layout("g6.8xlarge")).toEqual(["0/0 efa"]);
  });

  it("leave card 0 to IP where a card has none (p6-b300)", () => {
    const found = layout("p6-b300.48xlarge") ?? [];
    expect(found.slice(0, 2)).toEqual(["0/0 interface", "1/0 efa-only"]);
    expect(found).toHaveLength(17);
  });

  it("are as many as the type has devices, each place once, and one address", () => {
    for (const { instanceType, efaInterfaces, networkCards } of Object.values(INSTANCE_TYPES)) {
      const found = layout(instanceType);
      if (!found) continue;
      expect(found.filter((one) => one.includes("efa"))).toHaveLength(efaInterfaces);
      expect(new Set(found.map((one) => one.split(" ")[0])).size).toBe(found.length);
      expect(found.filter((one) => !one.endsWith("efa-only"))).toHaveLength(1);
      expect(networkCards).toBeGreaterThan(0);
    }
    expect(Object.keys(INSTANCE_TYPES).filter((type) => layout(type)).length).toBeGreaterThan(10);
  });

  it("are none for types without, or that differ", () => {
    expect(layout("g6.xlarge")).toBeUndefined();
    expect(layout("p5.48xlarge", "p5en.48xlarge")).toBeUndefined();
    expect(layout("g6.8xlarge", "g6.12xlarge")).toEqual(["0/0 efa"]);
  });
});
