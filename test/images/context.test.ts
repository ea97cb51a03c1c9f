import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { contentHash, contextFiles } from "../../images/context";

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

function folder(files: Record<string, string>): string {
  const context = mkdtempSync(join(tmpdir(), "gpu-context-"));
  made.push(context);
  for (const [path, text] of Object.entries({ Dockerfile: "FROM scratch\n", ...files })) {
    mkdirSync(dirname(join(context, path)), { recursive: true });
    writeFileSync(join(context, path), text);
  }
  return context;
}

describe("the files of a build", () => {
  it("are what Docker would send: without what .dockerignore names, with the Dockerfile whatever it says", () => {
    const context = folder({ "src/app.py": "", "src/app.pyc": "", ".env": "TOKEN=x", ".dockerignore": "**/*.pyc\n.env\nDockerfile\n" });
    expect(contextFiles({ context })).toEqual([".dockerignore", "Dockerfile", "src/app.py"]);
  });

  it("follow the ignore file of their own Dockerfile where it has one", () => {
    const context = folder({ "a/Dockerfile": "", "a/x": "", "b/x": "", ".dockerignore": "a\n", "a/Dockerfile.dockerignore": "b\n" });
    expect(contextFiles({ context, dockerfile: "a/Dockerfile" })).not.toContain("b/x");
    expect(contextFiles({ context, dockerfile: "a/Dockerfile" })).toContain("a/x");
  });
});

describe("the tag of a build", () => {
  const hash = (context: string, settings: unknown = {}) => contentHash({ context }, contextFiles({ context }), settings);

  it("is the same wherever and whenever the same content is built", () => {
    expect(hash(folder({ "a.py": "1" }))).toBe(hash(folder({ "a.py": "1" })));
    expect(hash(folder({}))).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ["a byte", { "a.py": "2" }, {}],
    ["a name", { "b.py": "1" }, {}],
    ["an argument", { "a.py": "1" }, { CUDA: "12.8" }],
  ])("changes with %s", (_what, files, settings) => {
    expect(hash(folder(files), settings)).not.toBe(hash(folder({ "a.py": "1" })));
  });

  it("changes with the right to execute, and not with a file that is ignored", () => {
    const context = folder({ "run.sh": "", ".dockerignore": "*.log\n" });
    const before = hash(context);
    writeFileSync(join(context, "x.log"), "noise");
    expect(hash(context)).toBe(before);
    chmodSync(join(context, "run.sh"), 0o755);
    expect(hash(context)).not.toBe(before);
  });
});
