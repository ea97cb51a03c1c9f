import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
// @ts-expect-error a script of the build, without types
import { lazy as untyped } from "../../lib/lazy-index.mjs";

const lazy = untyped as (compiled: string) => string;

const compiled = ts.transpileModule(readFileSync(join(__dirname, "../../index.ts"), "utf8"), {
  compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023, isolatedModules: true },
}).outputText;

/** Runs the text as a module; gives back its exports, and the modules that were loaded so far. */
function load(text: string) {
  const loaded: string[] = [];
  const exports: Record<string, unknown> = {};
  const require = (path: string) => {
    loaded.push(path);
    return new Proxy({}, { get: (_, name) => `${path}#${String(name)}` });
  };
  const run = new Function("exports", "require", text) as (exports: unknown, require: unknown) => void;
  run(exports, require);
  return { exports, loaded };
}

describe("the built index", () => {
  it("loads a component when it is first asked for, and no other", () => {
    const { exports, loaded } = load(lazy(compiled));
    expect(loaded).toEqual([]);
    expect(exports.GpuInstance).toBe("./components/host/gpu-instance#GpuInstance");
    expect(loaded).toEqual(["./components/host/gpu-instance"]);
  });

  it("exports what the compiler's own text exports", () => {
    const [eager, late] = [load(compiled), load(lazy(compiled))];
    expect(Object.keys(late.exports).sort()).toEqual(Object.keys(eager.exports).sort());
    for (const name of Object.keys(eager.exports)) expect(late.exports[name], name).toEqual(eager.exports[name]);
  });

  it("is the same when it is built again, and refuses a form that it does not know", () => {
    expect(lazy(lazy(compiled))).toBe(lazy(compiled));
    expect(() => lazy('const a = require("./a");\nexports.a = a;\n')).toThrow("is not as the compiler used to write it");
  });
});
