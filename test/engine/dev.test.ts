import { afterAll, beforeAll, expect, it } from "vitest";
import { type Moto, startMoto } from "../rig/aws";
import { OWN_PROGRAM, withStack } from "../rig/engine";
import { imagesFile } from "../rig/gpu-images";
import { inventory } from "../rig/inventory";

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto({ region: "us-east-1", images: imagesFile() });
});
afterAll(() => moto.stop());

it("brings dev up, plans nothing twice, and destroys it without a trace", async () => {
  const before = await inventory(moto.place);
  await withStack(OWN_PROGRAM, { moto, stack: "dev" }, async ({ stack, resources }) => {
    await stack.up();
    console.log(
      resources()
        .map(({ urn }) => urn)
        .join("\n"),
    );
    expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);
    await stack.destroy();
  });
  expect(await inventory(moto.place)).toEqual(before);
});
