import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Verdict } from "../../catalog/answer";
import type { Question } from "../../catalog/question";
import { verdict } from "../../catalog/verdict/verdict";
import { EXIT, type Io, UsageError } from "../command";
import { EXIT_BY_STATUS, SCHEMA } from "./outcome";
import { readQuestion } from "./question-json";

const WORST: readonly Verdict["status"][] = ["fail", "undecided", "limits", "pass"];

/** One question a line in, one verdict a line out. A bad line is named and answered by nobody; the others are answered all the same. */
export async function batch(file: string, io: Io, complete: (question: Question) => Question): Promise<number> {
  const lines = (await read(file, io)).split("\n");
  const seen = new Set<Verdict["status"]>();
  let bad = 0;
  lines.forEach((text, i) => {
    if (text.trim() === "") return;
    const line = i + 1;
    const asked = readQuestion(text);
    if ("problem" in asked) {
      bad++;
      io.err(`pulumi-gpu explain: ${file}:${line} ${asked.problem}\n`);
      return;
    }
    if (asked.ignored.length > 0) io.err(`pulumi-gpu explain: ${file}:${line} ${asked.ignored.join(", ")}: no such fact, not judged\n`);
    const result = verdict(complete(asked.question));
    seen.add(result.status);
    io.out(`${JSON.stringify({ schema: SCHEMA, line, ...(asked.id === undefined ? {} : { id: asked.id }), ...result })}\n`);
  });
  if (bad > 0) return EXIT.usage;
  const worst = WORST.find((status) => seen.has(status));
  return worst === undefined ? EXIT.ok : EXIT_BY_STATUS[worst];
}

async function read(file: string, io: Io): Promise<string> {
  if (file === "-") return await io.stdin();
  try {
    return await readFile(resolve(io.cwd, file), "utf8");
  } catch (error) {
    throw new UsageError(`--batch ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}
