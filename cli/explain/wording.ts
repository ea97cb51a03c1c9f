import { printable } from "../check/printable";
import type { Io } from "../command";
import { widthOf, wrap } from "../render/text";

/** `a, b or c`. */
export const listed = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(", ")} or ${names.at(-1)}` : (names[0] ?? "");

/** The start of what a person typed, harmless for a terminal. */
export const short = (text: string): string => printable(text.length > 60 ? `${text.slice(0, 57)}...` : text).replace(/\s+/g, " ");

export const quoted = (text: string): string => `'${short(text)}'`;

/** What is wrong with the input, wrapped to the terminal: each problem begins a line, and what goes on is set in. */
export function complaint(message: string, io: Io): string {
  const lines = `pulumi-gpu explain: ${printable(message)}`
    .split("\n")
    .flatMap((problem, p) => wrap(problem, widthOf(io) - 4).map((line, l) => `${l > 0 ? "    " : p > 0 ? "  " : ""}${line}`));
  return `${lines.join("\n")}\n`;
}
