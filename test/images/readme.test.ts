import { join } from "node:path";
import { expect, it } from "vitest";
import { IMAGE_NAMES, imagesFolder } from "../../images/description";
import { imageReadme } from "../../images/readme";

it.each(IMAGE_NAMES)("has a README of %s that says what catalog, lock file and description say", async (name) => {
  await expect(imageReadme(name)).toMatchFileSnapshot(join(imagesFolder(), name, "README.md"));
});
