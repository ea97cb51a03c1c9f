import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { blocksOf, matches, stepsOf } from "./blocks";

const document = (text: string) => {
  const file = join(mkdtempSync(join(tmpdir(), "blocks-")), "doc.md");
  writeFileSync(file, text);
  return file;
};

describe("the reader of documents", () => {
  it("reads place and options from the comment above a block", () => {
    const [block] = blocksOf(document("<!-- block: clone exit=1 -->\n```console\n$ a \\\n  b\nout\n$ c\n```\n"));
    expect(block).toMatchObject({ place: "clone", language: "console", line: 2 });
    expect(block?.options.get("exit")).toBe("1");
    expect(block && stepsOf(block)).toEqual([
      { command: "a \\\n  b", expected: "out" },
      { command: "c", expected: "" },
    ]);
  });

  it("refuses a block that is not closed", () => {
    expect(() => blocksOf(document("```ts\nlet a"))).toThrow(":1: the block is not closed");
  });

  it.each([
    ["a\nb", "a\nb\n", true],
    ["a\nb", "a\nc", false],
    ["a … c", "a b c", true],
    ["a\n…\nd", "a\nb\nc\nd", true],
    ["a\n…\nd", "a\nd", true],
    ["…\nd", "a\nb\nd", true],
    ["a\n…", "a\nb\nc", true],
    ["a\n…", "b\na", false],
    ["…", "anything", true],
    ["a.c", "abc", false],
  ])("%j against %j is %s", (expected, printed, verdict) => {
    expect(matches(expected, printed)).toBe(verdict);
  });
});
