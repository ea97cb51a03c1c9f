import { expect, it } from "vitest";
import { servicePriceOf } from "../../../catalog";

it("states a price with its source, and none for a region that nobody read", () => {
  expect(servicePriceOf("ebs-gp3", "us-east-1")).toMatchObject({ usdPerGbMonth: 0.08, confidence: "seen" });
  expect(servicePriceOf("ebs-gp3", "eu-west-1")).toBeUndefined();
  expect(servicePriceOf("secret", "constructor")).toBeUndefined();
});

it("knows an address's price in every commercial region, and in no other partition", () => {
  expect(servicePriceOf("public-ipv4", "eu-west-3")).toMatchObject({ usdPerHour: 0.005 });
  expect(servicePriceOf("public-ipv4", "us-gov-west-1")).toBeUndefined();
  expect(servicePriceOf("public-ipv4", "cn-north-1")).toBeUndefined();
});
