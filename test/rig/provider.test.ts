import { afterAll, beforeAll, expect, it } from "vitest";
import { type Moto, startMoto } from "./aws";
import { withStack } from "./engine";
import { everyType } from "./every-type";
import { inventory } from "./inventory";
import { knownTypes } from "./provider/replaces";

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

it("takes every type through up, an idle preview, a refresh, a change in place and a destroy", async () => {
  const before = await inventory(moto.place);
  const first = everyType({ tags: { team: "vision" }, image: "ami-12c6146b" });
  await withStack(first, { moto }, async ({ stack, resources }) => {
    await stack.up();
    const types = resources().map(({ type }) => type);
    expect(knownTypes().filter((type) => !types.includes(type))).toEqual([]);

    const idle = (await stack.preview()).changeSummary;
    expect(Object.keys(idle)).toEqual(["same"]);

    const { summary } = await stack.refresh();
    expect(Object.keys(summary.resourceChanges ?? {})).toEqual(["same"]);

    stack.workspace.program = everyType({ tags: { team: "speech", cost: "42" }, image: "ami-1e749f67" });
    const changed = (await stack.up()).summary.resourceChanges ?? {};
    expect(Object.keys(changed).sort()).toEqual(["same", "update"]);
    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);

    await stack.destroy();
  });
  expect(await inventory(moto.place)).toEqual(before);
});
