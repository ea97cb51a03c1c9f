import { expect } from "vitest";

/** A text that matches, inside an expected object; vitest types its matchers as `any`. */
export const like = (pattern: RegExp): string => expect.stringMatching(pattern) as string;

/** A text that holds another. */
export const holding = (part: string): string => expect.stringContaining(part) as string;
