import type { Unwrap } from "@pulumi/pulumi";
import type { Session } from "./session";

/** Inputs and state of a resource as plain data, spelled as Pulumi spells them. */
export type Properties = Record<string, unknown>;

/** What AWS is asked to do for one resource type. Errors of AWS pass through as they came. */
export interface Handler {
  /** Property that gets a generated name when the program gives none, and the longest name AWS takes. */
  readonly named?: { readonly property: string; readonly longest: number; readonly suffix?: string };
  create(inputs: Properties, session: Session): Promise<{ id: string; outputs: Properties }>;
  /** `undefined` when AWS no longer has it. */
  read(id: string, state: Properties, session: Session): Promise<Properties | undefined>;
  /** Absent where every property replaces. */
  update?(id: string, inputs: Properties, state: Properties, session: Session): Promise<Properties>;
  /** What is gone already is a success. */
  delete(id: string, state: Properties, session: Session): Promise<void>;
}

/** The same with the arguments that `@pulumi/aws` declares for the type. */
interface TypedHandler<Args> {
  readonly named?: Handler["named"];
  create(inputs: Unwrap<Args>, session: Session): Promise<{ id: string; outputs: Properties }>;
  read(id: string, state: Unwrap<Args> & Properties, session: Session): Promise<Properties | undefined>;
  update?(id: string, inputs: Unwrap<Args>, state: Unwrap<Args> & Properties, session: Session): Promise<Properties>;
  delete(id: string, state: Unwrap<Args> & Properties, session: Session): Promise<void>;
}

/** The engine has checked nothing, so the cast here is what the schema promises and AWS verifies. */
export const handler = <Args>(typed: TypedHandler<Args>): Handler => typed as unknown as Handler;

const codeOf = (error: unknown): string => (error instanceof Error ? error.name : "");

/** The result, or `undefined` when AWS answers with one of its ways to say that the thing is gone. */
export async function unlessGone<Result>(call: Promise<Result>): Promise<Result | undefined> {
  try {
    return await call;
  } catch (error) {
    if (/NotFound|NoSuchEntity|DoesNotExist|\.Malformed|NonExistent/.test(codeOf(error))) return undefined;
    throw error;
  }
}

/** The value that AWS promises to return, or an error that names it. */
export function promised<Value>(value: Value | undefined | null, what: string): Value {
  if (value === undefined || value === null) throw new Error(`AWS returned no ${what}`);
  return value;
}

/** Tags of the resource over the provider's own, as AWS lists them. */
export function tagList(tags: Record<string, string> | undefined, session: Session): { Key: string; Value: string }[] {
  return Object.entries({ ...session.defaultTags, ...tags }).map(([Key, Value]) => ({ Key, Value }));
}
