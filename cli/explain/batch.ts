import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Verdict } from "../../catalog/answer";
import type { Question } from "../../catalog/question";
import { verdict } from "../../catalog/verdict/verdict";
import { EXIT, type Io, UsageError } from "../command";
import { EXIT_BY_STATUS, SCHEMA } from "./outcome";
import { noSuchFact, readQuestion } from "./question-json";
import { nameProblems } from "./unknown-names";
import { complaint, short } from "./wording";

const WORST: readonly Verdict["status"][] = ["fail", "undecided", "limits", "pass"];
/** A file of another kind is bad on each line; a person needs the first few. */
const MOST = 20;

/** One question a line in, one verdict a line out. A bad line is named and answered by nobody; the others are answered all the same. */
export async function batch(file: string, io: Io, complete: (question: Question) => Question): Promise<number> {
  const lines = (await read(file, io)).replace(/^\uFEFF/, "").split(/\r?\n/);
  const seen = new Set<Verdict["status"]>();
  const told = notes(file, io);
  let bad = 0;
  lines.forEach((text, i) => {
    if (text.trim() === "") return;
    const line = i + 1;
    const asked = readQuestion(text);
    if ("problem" in asked) {
      bad++;
      told.tell(line, asked.problem);
      return;
    }
    for (const name of asked.ignored) told.tell(line, noSuchFact(name));
    const question = complete(asked.question);
    for (const problem of nameProblems(question)) told.tell(line, `${problem}; judged all the same`);
    const result = verdict(question);
    seen.add(result.status);
    io.out(`${JSON.stringify({ schema: SCHEMA, line, ...(asked.id === undefined ? {} : { id: asked.id }), ...result })}\n`);
  });
  told.end();
  if (bad > 0) return EXIT.usage;
  const worst = WORST.find((status) => seen.has(status));
  if (worst === undefined)
    throw new UsageError(`--batch ${short(file)} holds no question; one a line, for example {"driver": "535.161.08", "cuda": "12.8"}`);
  return EXIT_BY_STATUS[worst];
}

function notes(file: string, io: Io) {
  let count = 0;
  return {
    tell(line: number, text: string) {
      count++;
      if (count <= MOST) io.err(complaint(`${short(file)}:${line} ${text}`, io));
    },
    end() {
      if (count > MOST) io.err(`pulumi-gpu explain: ${count - MOST} more like these; the first ${MOST} are shown\n`);
    },
  };
}

async function read(file: string, io: Io): Promise<string> {
  if (file === "-") return await io.stdin();
  try {
    return await readFile(resolve(io.cwd, file), "utf8");
  } catch (error) {
    throw new UsageError(
      `--batch ${short(file)} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}); name a file of JSON lines, or - for standard input`,
    );
  }
}
