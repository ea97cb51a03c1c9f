import { expect, it } from "vitest";
import { networkPriceOf } from "../../../catalog";

it("states a price with its source, and none for a region that nobody read", () => {
  expect(networkPriceOf("nat-gateway", "us-east-2")).toMatchObject({ usdPerHour: 0.045, confidence: "seen" });
  expect(networkPriceOf("interface-endpoint", "eu-west-1")).toBeUndefined();
  expect(networkPriceOf("nat-gateway", "constructor")).toBeUndefined();
});
