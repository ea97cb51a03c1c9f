import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LockError } from "../../lock/problem";
import { findLock, lockPath, parseLock, readLock } from "../../lock/read";
import { formatLock } from "../../lock/write";
import { IMAGE, lock, temporaryFolder } from "./fixture";

const broken = (change: (raw: ReturnType<typeof lock> & Record<string, unknown>) => void): LockError => {
  const raw = structuredClone(lock()) as ReturnType<typeof lock> & Record<string, unknown>;
  change(raw);
  try {
    parseLock(JSON.stringify(raw));
  } catch (error) {
    if (error instanceof LockError) return error;
    throw error;
  }
  throw new Error("the lock was accepted");
};

describe("readLock", () => {
  it("reads back what was written", () => {
    expect(parseLock(formatLock(lock()))).toEqual(lock());
  });

  it("reads the project's own lock, which is written as the writer writes", async () => {
    const { readFileSync } = await import("node:fs");
    const text = readFileSync("gpu.lock.json", "utf8");
    expect(formatLock(readLock("gpu.lock.json"))).toBe(text);
  });

  it("reports every problem at once, each with its path and a way out", () => {
    const error = broken((raw) => {
      (raw.images[IMAGE] as { digest: string }).digest = "sha256:short";
      raw.images["pytorch:2.8.0"] = { digest: `sha256:${"a".repeat(64)}`, source: "x", checked: "2026-11-23" };
      (raw.declared.images as { cuda?: unknown }[])[0] = { cuda: 12.6, source: "", checked: "yesterday" } as never;
      raw.extra = true;
    });
    expect(error.problems.map(({ path }) => path).sort()).toEqual([
      "declared.images[0].checked",
      "declared.images[0].cuda",
      "declared.images[0].image",
      "declared.images[0].source",
      "extra",
      `images["${IMAGE}"].digest`,
      'images["pytorch:2.8.0"]',
    ]);
    expect(error.message).toContain(`gpu.lock.json has 7 problems\n`);
    expect(error.message).toContain(
      `images["${IMAGE}"].digest: must be sha256: and 64 hexadecimal characters; pulumi-gpu pin image obtains it`,
    );
    expect(error.message).toContain('images["pytorch:2.8.0"]: must be a full reference with a tag and without digest');
  });

  it("refuses an AMI row that lies under another row's key", () => {
    const error = broken((raw) => {
      raw.amis["eks-al2023-nvidia@v20260714/1.33"] = raw.amis["eks-al2023-nvidia@v20260714/1.34"] as never;
    });
    expect(error.problems).toEqual([
      {
        path: 'amis["eks-al2023-nvidia@v20260714/1.33"]',
        problem: "holds the row of eks-al2023-nvidia@v20260714/1.34; use that as its key",
      },
    ]);
  });

  it("refuses the release latest", () => {
    const error = broken((raw) => {
      raw.amis = { "a@latest": { family: "a", release: "latest", regions: {}, source: "x", checked: "2026-11-23" } };
    });
    expect(error.message).toContain("must be an exact release, never latest");
  });

  it("says that a newer format needs a newer program", () => {
    expect(broken((raw) => Object.assign(raw, { version: 2 })).message).toBe(
      "gpu.lock.json: version: must be 1; a newer file needs a newer pulumi-gpu",
    );
  });

  it("names the line of a merge conflict", () => {
    expect(() => parseLock('{\n"version": 1,\n<<<<<<< HEAD\n}')).toThrow("line 3 has a merge conflict marker; keep the rows of both sides");
  });

  it("says of a file that is not there how to get one", () => {
    expect(() => readLock("/nowhere/gpu.lock.json")).toThrow(
      "/nowhere/gpu.lock.json: there is no such file; pulumi-gpu pin image <reference> writes one, --lock names another",
    );
  });
});

describe("findLock", () => {
  it("finds the lock beside the nearest Pulumi.yaml above, and says which file it is", () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "app/src"), { recursive: true });
    writeFileSync(join(root, "Pulumi.yaml"), "name: outer\n");
    writeFileSync(join(root, "app/Pulumi.yaml"), "name: inner\n");
    writeFileSync(join(root, "gpu.lock.json"), formatLock({ ...lock(), images: {} }));
    writeFileSync(join(root, "app/gpu.lock.json"), formatLock(lock()));
    expect(findLock(join(root, "app/src"))).toEqual({ path: join(root, "app/gpu.lock.json"), lock: lock() });
  });

  it("answers undefined where the program has no lock, also if a folder above has one", () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "app"));
    writeFileSync(join(root, "Pulumi.yaml"), "name: outer\n");
    writeFileSync(join(root, "gpu.lock.json"), formatLock(lock()));
    writeFileSync(join(root, "app/Pulumi.yaml"), "name: inner\n");
    expect(findLock(join(root, "app"))).toBeUndefined();
    expect(lockPath(join(root, "app"))).toBe(join(root, "app/gpu.lock.json"));
  });

  it("throws on a broken lock instead of going on without it", () => {
    const root = temporaryFolder();
    writeFileSync(join(root, "Pulumi.yaml"), "name: app\n");
    writeFileSync(join(root, "gpu.lock.json"), "{}");
    expect(() => findLock(root)).toThrow(LockError);
  });
});
