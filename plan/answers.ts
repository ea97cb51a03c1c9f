import { isDeepStrictEqual } from "node:util";

/** What the cloud would have said to one question of the program. */
export interface Answer {
  /** Token of the function, for example `aws:ec2/getAmi:getAmi`; a warning in `plan` prints it. */
  readonly token: string;
  /** Arguments it must be called with; without them the answer fits every call of the token. */
  readonly args?: Readonly<Record<string, unknown>>;
  readonly result: Readonly<Record<string, unknown>>;
}

/** An answers file: what a plan may take as known beyond the program and its configuration. */
export interface Answers {
  readonly invokes?: readonly Answer[];
  /** Methods of remote components. */
  readonly calls?: readonly Answer[];
  /** Outputs of other stacks by their name, as the program spells it. */
  readonly stacks?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Existing resources (`Type.get`), by type and id. */
  readonly reads?: readonly { readonly type: string; readonly id: string; readonly properties: Readonly<Record<string, unknown>> }[];
  /** Configuration values, also for encrypted keys; a key without namespace is the project's. */
  readonly config?: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

/** The most exact answer: one with equal arguments before one without any. */
export const findAnswer = (answers: readonly Answer[] | undefined, token: string, args: Fields): Fields | undefined =>
  (
    answers?.find((answer) => answer.token === token && answer.args && isDeepStrictEqual(answer.args, args)) ??
    answers?.find((answer) => answer.token === token && !answer.args)
  )?.result;

const KEYS = ["invokes", "calls", "stacks", "reads", "config"];

/** Everything that is wrong with an answers file, each with its path. */
export function answersProblems(value: unknown): string[] {
  if (!isFields(value)) return ["must hold an object"];
  const problems = Object.keys(value)
    .filter((key) => !KEYS.includes(key))
    .map((key) => `${key}: is no part of an answers file; use ${KEYS.join(", ")}`);
  for (const part of ["invokes", "calls", "reads"]) {
    const list = value[part] ?? [];
    if (!Array.isArray(list)) problems.push(`${part}: must be a list`);
    else problems.push(...list.flatMap((item: unknown, i) => itemProblems(item, part).map((problem) => `${part}[${i}]${problem}`)));
  }
  for (const part of ["stacks", "config"]) if (value[part] !== undefined && !isFields(value[part])) problems.push(`${part}: must be a map`);
  if (isFields(value.stacks)) {
    for (const [name, outputs] of Object.entries(value.stacks)) {
      if (!isFields(outputs)) problems.push(`stacks[${JSON.stringify(name)}]: must be a map of outputs`);
    }
  }
  return problems;
}

function itemProblems(item: unknown, part: string): string[] {
  if (!isFields(item)) return [": must be an object"];
  const text = part === "reads" ? ["type", "id"] : ["token"];
  const map = part === "reads" ? "properties" : "result";
  const problems = text.filter((key) => typeof item[key] !== "string").map((key) => `.${key}: must be text`);
  if (!isFields(item[map])) problems.push(`.${map}: must be an object`);
  if (item.args !== undefined && !isFields(item.args)) problems.push(".args: must be an object");
  return problems;
}
