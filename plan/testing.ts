import type { Answers } from "./answers";
import { configText } from "./config";
import type { Plan } from "./plan";
import type { PlannedResource } from "./resource";
import { planFolder } from "./run-folder";
import { runFunction } from "./run-function";

export { isUnknown, UNKNOWN } from "../catalog/unknown";
export type { Answer, Answers } from "./answers";
export type { Plan, PlanMessage, PlanProblem, Unanswered } from "./plan";
export type { PlannedResource, Position } from "./resource";

export interface PlanProgramOptions {
  /**
   * Stack to plan.
   * @default "dev"
   */
  readonly stack?: string;
  /**
   * Configuration, on top of `Pulumi.<stack>.yaml` where the program is a folder. A key without namespace is the project's.
   * @example { "aws:region": "us-west-2", size: "small" }
   */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Keys of `config` that are secret. Only for functions: a folder's stack file says it itself. */
  readonly secrets?: readonly string[];
  /** What the cloud would say; everything else is unknown. */
  readonly answers?: Answers;
  /**
   * Project name. Only for functions.
   * @default "project"
   */
  readonly project?: string;
  /**
   * Seconds after which a program that is silent (function) or busy (folder) is given up, and its plan has a problem.
   * @default 2 for functions, 120 for folders
   */
  readonly timeoutSeconds?: number;
}

/** A plan with a way to find things in it. */
export interface ProgramPlan extends Plan {
  /**
   * The resources of a type, a token (`aws:ec2/launchTemplate:LaunchTemplate`) or its end (`LaunchTemplate`), and of a name where given.
   * @example plan.find("LaunchTemplate")[0]?.props.instanceType
   */
  find(type: string, name?: string): PlannedResource[];
}

/**
 * Runs a Pulumi program as a preview of an empty stack, without engine, account or network, for unit tests of programs and components.
 * A folder runs in a process of its own. A function runs in this process, with the `@pulumi/pulumi` that this folder resolves; runs in one
 * process wait for each other, and share nothing. Never throws for what the program does: that is in `problems`.
 * @example
 * const plan = await planProgram(() => new GpuInstance("host", { … }), { config: { "aws:region": "us-west-2" } });
 * expect(plan.problems).toEqual([]);
 * expect(plan.find("LaunchTemplate")[0]?.props.metadataOptions).toMatchObject({ httpTokens: "required" });
 */
export async function planProgram(program: string | (() => unknown), options: PlanProgramOptions = {}): Promise<ProgramPlan> {
  const plan = typeof program === "string" ? await ofFolder(program, options) : await ofFunction(program, options);
  const matches = (type: string, wanted: string): boolean => type === wanted || type.endsWith(`:${wanted}`);
  return {
    ...plan,
    find: (type, name) =>
      plan.resources.filter((resource) => matches(resource.type, type) && (name === undefined || resource.name === name)),
  };
}

const ofFolder = (folder: string, { stack = "dev", config, answers, timeoutSeconds }: PlanProgramOptions): Promise<Plan> =>
  planFolder(folder, {
    stack,
    ...(config ? { config } : {}),
    ...(answers ? { answers } : {}),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  });

function ofFunction(program: () => unknown, options: PlanProgramOptions): Promise<Plan> {
  const { stack = "dev", project = "project", answers = {}, config = {}, secrets = [], timeoutSeconds = 2 } = options;
  const withNamespace = (key: string): string => (key.includes(":") ? key : `${project}:${key}`);
  const values = Object.entries({ ...config, ...answers.config }).map(([key, value]) => [withNamespace(key), configText(value)]);
  return runFunction(program, {
    project,
    stack,
    organization: "organization",
    root: process.cwd(),
    from: process.cwd(),
    answers,
    config: Object.fromEntries(values) as Record<string, string>,
    secretKeys: secrets.map(withNamespace),
    quietMs: timeoutSeconds * 1000,
  });
}
