import { describe, expect, it } from "vitest";
import { isPassingError, isPassingStatus, pauseBefore, RETRY } from "../../cli/oci/retry";

const NOW = Date.parse("2026-11-23T12:00:00Z");

describe("pauseBefore", () => {
  it.each([
    ["seconds", "7", 7000],
    ["a date", "Mon, 23 Nov 2026 12:00:30 GMT", 30_000],
    ["a date that is past", "Mon, 23 Nov 2026 11:00:00 GMT", 0],
    ["nothing to wait for", "0", 0],
  ])("waits as long as Retry-After says in %s", (_, header, ms) => {
    expect(pauseBefore(2, header, RETRY, NOW)).toBe(ms);
  });

  it.each(["61", "3600", "Mon, 23 Nov 2026 12:02:00 GMT"])("does not wait for longer than its cap: %s", (header) => {
    expect(pauseBefore(2, header, RETRY, NOW)).toBeUndefined();
  });

  it.each([
    [2, 250, 500],
    [3, 500, 1000],
    [4, 1000, 2000],
    [9, 4000, 8000],
  ])("doubles up to eight seconds, with jitter, before attempt %s", (next, least, most) => {
    for (let i = 0; i < 50; i++) {
      const pause = pauseBefore(next, undefined, RETRY, NOW);
      expect(pause).toBeGreaterThanOrEqual(least);
      expect(pause).toBeLessThanOrEqual(most);
    }
  });

  it("takes a header that is neither for none", () => {
    expect(pauseBefore(2, "soon", RETRY, NOW)).toBeLessThanOrEqual(500);
  });
});

it("repeats what may pass and nothing else", () => {
  expect([408, 429, 500, 502, 503, 504].filter((status) => !isPassingStatus(status))).toEqual([]);
  expect([200, 301, 400, 401, 403, 404, 409, 501].filter(isPassingStatus)).toEqual([]);
  const withCode = (code: string) => Object.assign(new Error("x"), { code });
  expect(isPassingError(withCode("ECONNRESET"))).toBe(true);
  expect(isPassingError(new Error("outer", { cause: withCode("ETIMEDOUT") }))).toBe(true);
  expect(["ENOTFOUND", "ECONNREFUSED", "CERT_HAS_EXPIRED", "ENOSPC"].map(withCode).filter(isPassingError)).toEqual([]);
});
