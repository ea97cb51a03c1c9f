import { expect, it } from "vitest";
import { transformed } from "../../lib/transform";

it("takes what a transform returns, or what it changed in place, or the arguments as they are", () => {
  expect(transformed({ size: 1 }, ({ size }) => ({ size: size + 1 }))).toEqual({ size: 2 });
  expect(
    transformed({ size: 1 }, (args) => {
      args.size = 3;
      return undefined;
    }),
  ).toEqual({ size: 3 });
  expect(transformed({ size: 1 })).toEqual({ size: 1 });
});
