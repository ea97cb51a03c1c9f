/**
 * Runs one program in a process of its own: a program has global state, may end the process, and its modules are loaded once. The request
 * comes on standard input, the answer goes to file descriptor 3.
 */
import { readFileSync, writeSync } from "node:fs";
import { startQuickly } from "../lib/quick-start";
import { compiledTwin, inSource } from "./compiled";
import { loadProgram } from "./load-program";
import { watchPending } from "./pending";
import type { Position } from "./resource";
import { ProgramRun, type Run } from "./run-program";
import { keepNoStacks, loadSdk } from "./sdk";
import { register } from "./typescript";
import { toJson } from "./wire";

export interface ChildRequest extends Run {
  readonly pwd: string;
  readonly entry: string;
}

const NEVER_SETTLES =
  "the program never finishes: it awaits a value that is not known before the update (an output, or the promise of one), and nothing else is left to do";

/** How long a program whose outputs are known may keep its process busy, for example by an open connection, without asking for anything. */
const QUIET_MS = 1000;

const [folder = process.cwd(), watch] = process.argv.slice(2);
process.chdir(folder);
startQuickly();
const sdk = attempt(() => loadSdk(folder)); // while the parent still reads the configuration
keepNoStacks(folder);
const request = JSON.parse(readFileSync(0, "utf8")) as ChildRequest;
const whereItWaits = watch === "watch" ? watchPending(request.root) : () => undefined;
const run = new ProgramRun(sdk, request);
let settled = false;
let neverSettles = false;

process.on("uncaughtException", (error) => run.fail(error));
process.on("unhandledRejection", (error) => run.fail(error));
// nothing is left that could wake the program up
process.on("beforeExit", () => {
  if (!settled && run.problems.length === 0) {
    neverSettles = true;
    run.fail(Object.assign(new Error(NEVER_SETTLES), { at: whereItWaits(), stack: "" }));
  }
  process.exit(0);
});
process.on("exit", (code) => {
  if (!settled && run.problems.length === 0) run.fail(new Error(`the program ended its process (exit code ${code}) before it was done`));
  const { resources, outputs, unanswered } = run.monitor;
  answer({ resources: [...resources.values()], outputs, unanswered, neverSettles });
});

const compiled = compiledTwin(request.entry);
if (!compiled) register(request.entry);
void run
  .start(() => loadProgram(compiled ?? request.entry))
  .then(() => {
    settled = true;
    exitWhenQuiet(run.monitor.activity);
  });

/** A program may go on after its outputs are known, for example in a timer: the process then ends by itself when nothing is left. */
function exitWhenQuiet(before: number): void {
  setTimeout(() => (run.monitor.activity === before ? process.exit(0) : exitWhenQuiet(run.monitor.activity)), QUIET_MS).unref();
}

function attempt<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    writeAll(JSON.stringify({ failed: error instanceof Error ? error.message : String(error) }));
    process.exit(0);
  }
}

const isPosition = (value: unknown): value is Position =>
  typeof value === "object" &&
  value !== null &&
  Object.keys(value).join() === "file,line" &&
  "line" in value &&
  typeof value.line === "number";

function answer(found: object): void {
  const everything = toJson({ ...found, problems: run.problems, messages: run.messages });
  // only a position is a line and a file
  const toSource = (_key: string, value: unknown): unknown => (compiled && isPosition(value) ? inSource(value) : value);
  writeAll(JSON.stringify(everything, toSource));
}

function writeAll(text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(3, bytes, written);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
    }
  }
}
