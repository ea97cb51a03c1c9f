// node lib/lazy-index.mjs: part of the build. A program that uses one component should not load the others, nor what only they need: `dist/index.js`,
// as the compiler writes it, loads all of them at once.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The compiler's text of a file of re-exports, each of which loads its module when it is first asked for. The getters stay as they are, because it is by
 * their form that Node knows the names for an ECMAScript module. The same text again is left as it is.
 */
export function lazy(compiled) {
  const text = compiled.replace(/^(?:var|const) (\w+) = require\("([^"]+)"\);$/gm, (_, name, path) => {
    const properties = [...compiled.matchAll(new RegExp(`return ${name}\\.(\\w+);`, "g"))].map(([, property]) => property);
    // Anything else that the name stands for would fail at its first use, in a program of somebody else.
    if (properties.length === 0 || compiled.split(new RegExp(`\\b${name}\\b`)).length !== properties.length + 2)
      throw new Error(`dist/index.js is not as the compiler used to write it: ${name}`);
    return `var ${name} = { ${properties.map((property) => `get ${property}() { return require("${path}").${property}; }`).join(", ")} };`;
  });
  if (!/return require\(/.test(text)) throw new Error("dist/index.js is not as the compiler used to write it: it loads nothing");
  return text;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = fileURLToPath(new URL("../dist/index.js", import.meta.url));
  const compiled = readFileSync(file, "utf8");
  const text = lazy(compiled);
  if (text !== compiled) writeFileSync(file, text);
}
