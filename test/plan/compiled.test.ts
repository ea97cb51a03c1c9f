import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { compiledTwin } from "../../plan/compiled";

let built: string;
let own: string;
const twin = (): string | undefined => compiledTwin(join(own, "index.ts"), own);
const source = (name: string, text: string): void => writeFileSync(join(own, name), text);

beforeAll(() => {
  own = mkdtempSync(join(tmpdir(), "compiled-"));
  built = own;
  source("index.ts", "export { size } from './size';\n");
  source("size.ts", "export const size = 1;\n");
  // as much of a library of types as the compiler insists on
  const names = [
    "Array<T>",
    "Boolean",
    "CallableFunction",
    "Function",
    "IArguments",
    "NewableFunction",
    "Number",
    "Object",
    "RegExp",
    "String",
  ];
  source("lib.d.ts", names.map((name) => `interface ${name} {}\n`).join(""));
  const compilerOptions = { outDir: "dist", rootDir: ".", incremental: true, tsBuildInfoFile: "dist/.tsbuildinfo", noLib: true, types: [] };
  source("tsconfig.json", JSON.stringify({ compilerOptions, files: ["lib.d.ts", "index.ts"] }));
  execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", own]);
});
beforeEach(() => {
  own = mkdtempSync(join(tmpdir(), "compiled-"));
  cpSync(built, own, { recursive: true });
});
afterEach(() => rmSync(own, { recursive: true }));
afterAll(() => rmSync(built, { recursive: true }));

it("takes what was compiled while its sources read as they did then, whenever they were written", () => {
  expect(twin()).toBe(join(own, "dist/index.js"));
  source("size.ts", "export const size = 1;\n");
  expect(twin()).toBe(join(own, "dist/index.js"));
});

it("takes nothing when a source has changed, or is gone, or no record says so", () => {
  source("size.ts", "export const size = 2;\n");
  expect(twin()).toBeUndefined();
  rmSync(join(own, "size.ts"));
  expect(twin()).toBeUndefined();
  source("size.ts", "export const size = 1;\n");
  rmSync(join(own, "dist/.tsbuildinfo"));
  expect(twin()).toBeUndefined();
});

it("takes nothing for the programs of others", () => {
  expect(compiledTwin(join(tmpdir(), "index.ts"), own)).toBeUndefined();
  expect(compiledTwin(join(own, "node_modules/other/index.ts"), own)).toBeUndefined();
});
