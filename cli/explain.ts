import type { Verdict } from "../catalog/answer";
import { verdict } from "../catalog/verdict/verdict";
import { type Command, EXIT, type Io, UsageError } from "./command";
import { readFlags } from "./explain/question-flags";
import { render } from "./explain/render";

const USAGE = `pulumi-gpu explain [facts] [--strict] [--json] [--lock <file>]
`;

export const EXIT_BY_STATUS: Readonly<Record<Verdict["status"], number>> = {
  pass: EXIT.ok,
  fail: EXIT.fail,
  undecided: EXIT.undecided,
  limits: EXIT.limits,
};

export const explain: Command = {
  name: "explain",
  summary: "judge one combination",
  usage: USAGE,
  run: async (args, io) => await Promise.resolve(answer(args, io)),
};

function answer(args: readonly string[], io: Io): number {
  const { question, json } = readFlags(args);
  if (Object.keys(question).length === 0) throw new UsageError("no facts; give at least two, for example --driver 535.161.08 --cuda 12.8");
  const result = verdict(question);
  io.out(json ? `${JSON.stringify({ schema: "pulumi-gpu.verdict/1", ...result }, null, 2)}\n` : render(result, io));
  return EXIT_BY_STATUS[result.status];
}
