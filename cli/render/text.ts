import type { Io } from "../command";

/** Narrower than this no wrapping helps; wider than this lines are hard to read. */
const NARROWEST = 40;
const WIDEST = 110;

/** Usable columns of a terminal. */
export const widthOf = ({ columns }: Pick<Io, "columns">): number => Math.max(NARROWEST, Math.min(WIDEST, columns || 80));

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what colour codes begin with
const CODES = /\u001b\[[0-9;]*m/g;
/** Columns that a text takes on the screen, without its colour codes. */
const visible = (text: string): number => text.replace(CODES, "").length;

/** Breaks at spaces; a word longer than a line stays whole, so that it can be copied. Colour codes take no room. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && visible(line) + 1 + visible(word) > width) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines;
}

/** A label in a fixed column and a wrapped text beside it, continued under itself. */
export function hanging(label: string, text: string, column: number, width: number): string {
  const gap = " ".repeat(Math.max(/\s$/.test(label) ? 0 : 1, column - visible(label)));
  const [first = "", ...rest] = wrap(text, Math.max(20, width - column));
  return [`${label}${gap}${first}`, ...rest.map((line) => `${" ".repeat(column)}${line}`)].map((line) => line.trimEnd()).join("\n");
}

/** Columns as wide as their widest cell, two spaces apart; the last one wraps. */
export function table(rows: readonly (readonly string[])[], width: number, indent = 2): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) => Math.max(0, ...rows.map((row) => visible(row[i] ?? ""))));
  return rows
    .map((row) => {
      let label = " ".repeat(indent);
      for (let i = 0; i < columns - 1; i++) label += (row[i] ?? "") + " ".repeat((widths[i] ?? 0) - visible(row[i] ?? "") + 2);
      return hanging(label, row[columns - 1] ?? "", visible(label), width);
    })
    .join("\n");
}
