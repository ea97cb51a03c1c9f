import { expect } from "vitest";

/** Matchers with the type of what they match: vitest gives them `any`, which the linter refuses in a record. */
export const containing = (part: string): string => expect.stringContaining(part) as string;
export const matching = (form: RegExp | string): string => expect.stringMatching(form) as string;
export const anyText: string = expect.any(String) as string;
