import { spawn } from "node:child_process";
import { once } from "node:events";
import fs, { existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readLock } from "../../lock/read";
import { updateLock } from "../../lock/update";
import { formatLock, writeLock } from "../../lock/write";
import { lock, temporaryFolder } from "./fixture";

let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, "gpu.lock.json");
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const image = { digest: `sha256:${"d".repeat(64)}`, source: "a test", checked: "2026-11-23" };

describe("writeLock", () => {
  it("writes the same text whatever the order of the rows", () => {
    const a = { ...lock(), images: { "a.example/x:1": image, "b.example/y:1": image } };
    const b = { ...lock(), images: { "b.example/y:1": image, "a.example/x:1": { ...image } } };
    expect(formatLock(a)).toBe(formatLock(b));
  });

  it("refuses to write what it would not read", () => {
    expect(() => writeLock(path, { ...lock(), images: { "no tag": image } })).toThrow("must be a full reference with a tag");
    expect(existsSync(path)).toBe(false);
  });

  it("leaves nothing behind but the file", () => {
    writeLock(path, lock());
    expect(readdirSync(folder)).toEqual(["gpu.lock.json"]);
  });

  it.each(["renameSync", "fsyncSync", "writeFileSync"] as const)("keeps the old file when %s fails, as on a full disk", (call) => {
    writeLock(path, lock());
    const before = readFileSync(path, "utf8");
    vi.spyOn(fs, call).mockImplementation(() => {
      throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    });
    syncBuiltinESMExports();
    expect(() => writeLock(path, { ...lock(), images: {} })).toThrow(`${path}: could not be written and was left as it was (ENOSPC)`);
    vi.restoreAllMocks();
    syncBuiltinESMExports();
    expect(readFileSync(path, "utf8")).toBe(before);
    expect(readdirSync(folder)).toEqual(["gpu.lock.json"]);
  });

  it("keeps the link and the mode of an existing file", () => {
    const real = join(folder, "shared.json");
    writeFileSync(real, formatLock(lock()), { mode: 0o600 });
    symlinkSync(real, path);
    writeLock(path, { ...lock(), images: {} });
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readLock(real).images).toEqual({});
    expect(statSync(real).mode & 0o777).toBe(0o600);
  });
});

it("leaves a whole file when the writer is killed", async () => {
  const script = `
    const { writeLock } = require(${JSON.stringify(join(process.cwd(), "lock/write.ts"))});
    const row = ${JSON.stringify(image)};
    const rows = (from) => Object.fromEntries(Array.from({ length: 500 }, (_, i) => ["example.com/r" + (from + i) + ":1", row]));
    for (let i = 0; ; i++) { writeLock(${JSON.stringify(path)}, { version: 1, images: rows(i), amis: {}, declared: {} }); if (i === 3) console.log("started"); }`;
  for (const delay of [3, 17]) {
    const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    await sleep(delay);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(Object.keys(readLock(path).images)).toHaveLength(500);
  }
}, 30_000);

describe("updateLock", () => {
  const add = (name: string) => updateLock(path, (old) => ({ ...old, images: { ...old.images, [`example.com/${name}:1`]: image } }));

  it("starts an empty lock where there is none", async () => {
    expect(await add("first")).toBe(true);
    expect(Object.keys(readLock(path).images)).toEqual(["example.com/first:1"]);
  });

  it("does not touch a file that would not change", async () => {
    await add("first");
    const { ino } = statSync(path);
    expect(await add("first")).toBe(false);
    expect(statSync(path).ino).toBe(ino);
  });

  it("keeps the rows of ten writers at once in one process", async () => {
    const names = Array.from({ length: 10 }, (_, index) => `writer${index}`);
    await Promise.all(names.map(add));
    expect(Object.keys(readLock(path).images).sort()).toEqual(names.map((name) => `example.com/${name}:1`).sort());
  });

  it("keeps the rows of two processes that start together", async () => {
    const script = `
      const { updateLock } = require(${JSON.stringify(join(process.cwd(), "lock/update.ts"))});
      const row = ${JSON.stringify(image)};
      (async () => {
        for (let i = 0; i < 5; i++)
          await updateLock(${JSON.stringify(path)}, (old) => ({ ...old, images: { ...old.images, ["example.com/p" + process.argv[1] + "-" + i + ":1"]: row } }));
      })();`;
    const children = [1, 2].map((id) =>
      spawn(process.execPath, ["--require", "tsx/cjs", "-e", script, String(id)], { stdio: ["ignore", "ignore", "inherit"] }),
    );
    const codes = await Promise.all(children.map(async (child) => (await once(child, "exit"))[0] as number));
    expect(codes).toEqual([0, 0]);
    expect(Object.keys(readLock(path).images)).toHaveLength(10);
    expect(readdirSync(folder)).toEqual(["gpu.lock.json"]);
  }, 30_000);

  it("goes on after a writer that was killed", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    writeFileSync(`${path}.writing`, `${child.pid} ${hostname()}\n`);
    expect(await add("first")).toBe(true);
    expect(readdirSync(folder)).toEqual(["gpu.lock.json"]);
  });

  it("waits for a living writer, then says who holds the file", async () => {
    writeFileSync(`${path}.writing`, `${process.pid} ${hostname()}\n`);
    await expect(updateLock(path, (old) => old, { waitMs: 60 })).rejects.toThrow(
      `is being written by process ${process.pid} ${hostname()}; wait for it, or remove ${path}.writing if it is gone`,
    );
    expect(existsSync(path)).toBe(false);
  });

  it("gives the file back when the change itself throws", async () => {
    await expect(
      updateLock(path, () => {
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("does not write over a lock that it cannot read", async () => {
    writeFileSync(path, "{ broken");
    await expect(add("first")).rejects.toThrow("is no JSON");
    expect(readFileSync(path, "utf8")).toBe("{ broken");
  });
});
