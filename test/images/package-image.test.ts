import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contentHash, contextFiles } from "../../images/context";
import { type ImageName, imagesFolder } from "../../images/description";
import { packageImage } from "../../images/package-image";
import manifest from "../../package.json";

/** Hash of what a build of the image reads, with the folder of the images at `context`. */
function hash(name: ImageName, given: Record<string, string> = {}, context = imagesFolder()): string {
  const { source, buildArgs } = packageImage(name, given);
  const moved = { ...source, context };
  return contentHash(moved, contextFiles(moved), buildArgs);
}

describe("an image of the package", () => {
  it("is built from its own folder and what all share, without what the build does not read", () => {
    const files = contextFiles(packageImage("edge").source);
    expect(files).toEqual(expect.arrayContaining([".dockerignore", "edge/Dockerfile", "edge/requirements.txt", "shared/run/entry.sh"]));
    expect(files.filter((file) => /README|image\.json|triton|pytorch|Dockerfile\.dockerignore/.test(file))).toEqual([]);
  });

  it("is in the package", () => {
    expect(manifest.files).toEqual(expect.arrayContaining(["images/.dockerignore", "images/*/**"]));
  });

  it("has one hash for one content: the same twice, another for another image or argument", () => {
    expect(hash("edge", { APP_UID: "1000" })).toBe(hash("edge"));
    expect(hash("edge", { APP_UID: "2000" })).not.toBe(hash("edge"));
    expect(hash("triton")).not.toBe(hash("edge"));
  });

  it("changes with each file that the build reads, and with no other", () => {
    const root = mkdtempSync(join(tmpdir(), "pulumi-gpu-images-"));
    try {
      cpSync(imagesFolder(), root, { recursive: true });
      let last = hash("edge", {}, root);
      expect(last).toBe(hash("edge"));
      for (const file of ["shared/run/gpu.sh", "edge/tensorrt.txt", "shared/new.sh"]) {
        writeFileSync(join(root, file), `# ${file}`);
        expect(hash("edge", {}, root), file).not.toBe(last);
        last = hash("edge", {}, root);
      }
      writeFileSync(join(root, "edge/README.md"), "another text");
      writeFileSync(join(root, "triton/Dockerfile"), "FROM scratch");
      expect(hash("edge", {}, root)).toBe(last);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });

  it("refuses an argument that it does not have", () => {
    expect(() => packageImage("edge", { APPUID: "1" })).toThrow("edge has no build argument APPUID; use APP_GID, APP_UID, BASE,");
  });
});
