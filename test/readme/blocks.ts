import { readFileSync } from "node:fs";

/** One fenced block of a document, with the directive that stands in a comment right above it. */
export interface Block {
  readonly document: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** Words of `<!-- block: clone exit=1 -->`; the first names the place in which the block runs. */
  readonly place: string;
  readonly options: ReadonlyMap<string, string>;
}

const DIRECTIVE = /^<!-- block: (.*) -->$/;

/** Every fenced block of a Markdown file. A block without a directive has the place "". */
export function blocksOf(document: string): Block[] {
  const lines = readFileSync(document, "utf8").split("\n");
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at++) {
    const fence = /^(`{3,})(\w*)/.exec(lines[at] ?? "");
    if (!fence) continue;
    const end = lines.indexOf(fence[1] ?? "", at + 1);
    if (end < 0) throw new Error(`${document}:${at + 1}: the block is not closed`);
    const words = (DIRECTIVE.exec(lines[at - 1] ?? "")?.[1] ?? "").split(" ");
    blocks.push({
      document,
      line: at + 1,
      language: fence[2] ?? "",
      text: lines.slice(at + 1, end).join("\n"),
      place: words[0] ?? "",
      options: new Map(words.slice(1).map((word) => word.split("=", 2) as [string, string])),
    });
    at = end;
  }
  return blocks;
}

/** A command of a `console` block and what the document says that it prints. */
export interface Step {
  readonly command: string;
  readonly expected: string;
}

/** `$ command` lines, continued by a trailing backslash, each followed by its output. */
export function stepsOf(block: Block): Step[] {
  const steps: { command: string; expected: string[] }[] = [];
  let open = false;
  for (const line of block.text.split("\n")) {
    const last = steps.at(-1);
    if (open && last) last.command += `\n${line}`;
    else if (line.startsWith("$ ")) steps.push({ command: line.slice(2), expected: [] });
    else if (last) last.expected.push(line);
    else throw new Error(`${block.document}:${block.line}: a console block starts with '$ '`);
    open = (steps.at(-1)?.command ?? "").endsWith("\\") && (steps.at(-1)?.expected.length ?? 0) === 0;
  }
  return steps.map(({ command, expected }) => ({ command, expected: expected.join("\n").trim() }));
}

/** What a document says against what was printed: `…` stands for anything, alone on a line for any lines. */
export function matches(expected: string, printed: string): boolean {
  if (expected.trim() === "…") return true;
  const escaped = expected.split("\n").map((line) =>
    line.trim() === "…"
      ? null
      : line
          .trimEnd()
          .split("…")
          .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
          .join(".*?"),
  );
  let pattern = "^";
  escaped.forEach((line, index) => {
    const first = index === 0;
    if (line === null) pattern += first ? "(?:.*\\n)*?" : "(?:\\n.*)*?";
    else pattern += first || (index === 1 && escaped[0] === null) ? line : `\\n${line}`;
  });
  const tidy = printed
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
  return new RegExp(`${pattern}$`).test(tidy);
}
