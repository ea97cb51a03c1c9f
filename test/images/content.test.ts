import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildFiles, contentDigest, contentTag } from "../../images/content";
import { imagesFolder } from "../../images/description";
import manifest from "../../package.json";

describe("the build context", () => {
  it("holds the image's folder and what all share, without what the build does not read", () => {
    const files = buildFiles("edge");
    expect(files).toEqual(expect.arrayContaining([".dockerignore", "edge/Dockerfile", "edge/requirements.txt", "shared/run/entry.sh"]));
    expect(files.filter((file) => /README|image\.json|triton|pytorch/.test(file))).toEqual([]);
  });

  it("is in the package", () => {
    expect(manifest.files).toEqual(expect.arrayContaining(["images/.dockerignore", "images/*/**"]));
  });
});

describe("the content digest", () => {
  it("names the content: the same twice, another for another image or argument", () => {
    const digest = contentDigest("edge");
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(contentDigest("edge", { APP_UID: "1000" })).toBe(digest);
    expect(contentDigest("edge", { APP_UID: "2000" })).not.toBe(digest);
    expect(contentDigest("triton")).not.toBe(digest);
    expect(contentDigest("edge", { VERSION: "9" })).toBe(digest);
    expect(contentTag("edge")).toBe(`v2.8-${digest.slice(0, 12)}`);
  });

  it("changes with each file that the build reads, and with no other", () => {
    const root = mkdtempSync(join(tmpdir(), "pulumi-gpu-images-"));
    try {
      cpSync(imagesFolder(), root, { recursive: true });
      const digest = () => contentDigest("edge", {}, root);
      let last = digest();
      expect(last).toBe(contentDigest("edge"));
      for (const file of ["shared/run/gpu.sh", "edge/tensorrt.txt", "shared/new.sh"]) {
        writeFileSync(join(root, file), `# ${file}`);
        expect(digest(), file).not.toBe(last);
        last = digest();
      }
      writeFileSync(join(root, "edge/README.md"), "another text");
      writeFileSync(join(root, "triton/Dockerfile"), "FROM scratch");
      expect(digest()).toBe(last);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });

  it("refuses an argument that the image does not have", () => {
    expect(() => contentDigest("edge", { APPUID: "1" })).toThrow("edge has no build argument APPUID; use APP_GID, APP_UID, BASE,");
  });
});
