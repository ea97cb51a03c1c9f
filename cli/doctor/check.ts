import { EXIT, type Io } from "../command";
import { palette } from "../render/paint";
import { table, widthOf } from "../render/text";

/** One thing that was looked at. `undecided`: it could not be looked at, and `value` says why. */
export interface Check {
  readonly check: string;
  readonly status: "pass" | "fail" | "not-applicable" | "undecided";
  readonly value: string;
  readonly expected?: string;
  readonly remedy?: string;
}

/** A line for each check, worst words beside it. */
export function renderChecks(checks: readonly Check[], io: Pick<Io, "color" | "columns">): string {
  const { green, red, yellow, dim } = palette(io);
  const tint = { pass: green, fail: red, undecided: yellow, "not-applicable": dim };
  return table(
    checks.map(({ check, status, value, expected, remedy }) => [
      tint[status](status),
      check,
      `${value}${status === "fail" && expected ? `; expected ${expected}` : ""}${remedy ? `; ${remedy}` : ""}`,
    ]),
    widthOf(io),
  );
}

/** 1 where a check failed, 3 where one could not be decided, else 0. */
export const exitCodeOf = (checks: readonly Check[]): number =>
  checks.some(({ status }) => status === "fail")
    ? EXIT.fail
    : checks.some(({ status }) => status === "undecided")
      ? EXIT.undecided
      : EXIT.ok;
