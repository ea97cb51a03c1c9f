import * as proxy from "@pulumi/policy/proxy";
import { expect, it } from "vitest";
import { PULUMI_UNKNOWN, PULUMI_UNKNOWNS, UNKNOWN } from "../../../catalog/unknown";
import { plainProperties } from "../../../policies/pack/plain-properties";

/** As the engine hands properties to a policy: a proxy of @pulumi/policy itself, which keeps it out of its types. */
const { unknownCheckingProxy } = proxy as unknown as { unknownCheckingProxy(properties: object): object };
const proxied = (properties: Record<string, unknown>): object => unknownCheckingProxy(properties);

it("turns each unknown into the marker and keeps the rest, at every depth", () => {
  const plain = plainProperties(
    proxied({
      tags: { a: "1", b: PULUMI_UNKNOWN },
      list: ["x", PULUMI_UNKNOWN, { deep: [PULUMI_UNKNOWN] }],
      count: 2,
      on: true,
      none: null,
    }),
  );
  expect(plain).toEqual({ tags: { a: "1", b: UNKNOWN }, list: ["x", UNKNOWN, { deep: [UNKNOWN] }], count: 2, on: true, none: null });
});

it("knows the unknowns of every kind of value", () => {
  for (const unknown of PULUMI_UNKNOWNS) expect(plainProperties(proxied({ value: unknown }))).toEqual({ value: UNKNOWN });
});

it("marks unknowns that come without a proxy too", () => {
  expect(plainProperties({ value: PULUMI_UNKNOWN })).toEqual({ value: UNKNOWN });
});
