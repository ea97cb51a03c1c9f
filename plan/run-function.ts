import { setTimeout as pause, setImmediate as turn } from "node:timers/promises";
import type { Plan } from "./plan";
import { planFrom } from "./plan-from";
import { ProgramRun, type Run } from "./run-program";
import { loadSdk } from "./sdk";

/** A run in this process: its settings, and how long a silent program may take. */
export interface FunctionRun extends Run {
  /** Folder whose `@pulumi/pulumi` the function uses. */
  readonly from: string;
  readonly quietMs: number;
}

/** The SDK keeps one state for code that runs outside of any run, and errors without an owner reach the process: one run at a time. */
let last: Promise<unknown> = Promise.resolve();

/** Runs a function as a program, in this process, after the runs before it. */
export function runFunction(program: () => unknown, run: FunctionRun): Promise<Plan> {
  const own = last.then(() => runAlone(program, run));
  last = own.catch(() => undefined);
  return own;
}

const EVENTS = ["uncaughtException", "unhandledRejection"] as const;

async function runAlone(program: () => unknown, run: FunctionRun): Promise<Plan> {
  const programRun = new ProgramRun(loadSdk(run.from), run);
  const fail = (error: unknown): void => programRun.fail(error);
  // a test runner would take an error inside `apply` for its own; it is a problem of this plan
  const others = EVENTS.map((event) => ({ event, listeners: process.rawListeners(event) }));
  for (const { event } of others) process.removeAllListeners(event).on(event, fail);
  try {
    let settled = false;
    const done = programRun.start(program).then(() => {
      settled = true;
    });
    await Promise.race([done, untilQuiet(programRun, run.quietMs, () => settled)]);
    if (!settled && programRun.problems.length === 0) {
      const wait = `it asked for nothing in ${run.quietMs / 1000} s`;
      const message = `the program does not finish: ${wait}; it awaits a value that is not known before the update, or is slow`;
      fail(Object.assign(new Error(message), { stack: "" }));
    }
    for (let i = 0; i < 3; i++) await turn(); // errors without an owner come on a later turn
  } finally {
    programRun.close();
    for (const { event, listeners } of others) {
      process.off(event, fail);
      for (const listener of listeners) process.on(event, listener as (error: unknown) => void);
    }
  }
  return planFrom(run, programRun);
}

/** Resolves when the program asked for nothing during the whole time. */
async function untilQuiet({ monitor }: ProgramRun, quietMs: number, settled: () => boolean): Promise<void> {
  for (let before = -1; before !== monitor.activity && !settled(); ) {
    before = monitor.activity;
    await pause(quietMs, undefined, { ref: false });
  }
}
