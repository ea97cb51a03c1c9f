import { expect, it } from "vitest";
import { PULUMI_UNKNOWN } from "../../catalog/unknown";
import { unknownResult } from "../../plan/awaited";

const zones = () => unknownResult("aws:index/getAvailabilityZones:getAvailabilityZones") as { names: string[]; count: number; id: string };

it("passes as Pulumi's unknown, at any depth and inside text", () => {
  expect(Reflect.get(zones().names, "__pulumiUnknown")).toBe(true);
  expect(`zone ${zones().id}`).toBe(`zone ${PULUMI_UNKNOWN}`);
});

it("is no promise, and is awaited as itself", async () => {
  const result = zones();
  expect((await Promise.resolve(result)) === result).toBe(true);
});

it.each([
  ["loops over it", () => [...zones().names]],
  ["reads its length", () => zones().names.length],
  ["maps it", () => zones().names.map(String)],
  ["lists its keys", () => Object.keys(zones().names)],
  ["calculates with it", () => zones().count * 2],
  ["looks for a part of it", () => zones().names.includes("a")],
])("speaks up when the program %s", (_what, decide) => {
  expect(decide).toThrow(
    /^the program decides by '(names|count)' of aws:index\/getAvailabilityZones:getAvailabilityZones, which no plan knows/,
  );
});
