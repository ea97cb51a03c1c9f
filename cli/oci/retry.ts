/** How often and how long a failing request is tried again. */
export interface RetryPolicy {
  /** Attempts in all. */
  readonly attempts: number;
  /** First pause in milliseconds; each further one is twice as long. */
  readonly firstMs: number;
  /** The longest pause; a registry that asks for more (`Retry-After`) is not waited for. */
  readonly longestMs: number;
  readonly wait: (ms: number) => Promise<void>;
}

export const RETRY: RetryPolicy = {
  attempts: 5,
  firstMs: 500,
  longestMs: 60_000,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

const PASSING_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);
export const isPassingStatus = (status: number): boolean => PASSING_STATUS.has(status);

/** A name that does not exist, a closed port and a bad certificate do not mend themselves in seconds; a reset or a time-out may. */
const PASSING_CODES = new Set([
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EAI_AGAIN",
  "UND_ERR_SOCKET",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
]);
export const isPassingError = (error: unknown): boolean => PASSING_CODES.has(errorCode(error) ?? "");

export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.cause === undefined ? undefined : errorCode(error.cause);
}

/** The pause before attempt `next` (2 is the first repetition): what the registry asks for, else doubling with jitter. Undefined: do not wait. */
export function pauseBefore(next: number, retryAfter: string | undefined, policy: RetryPolicy, now = Date.now()): number | undefined {
  const asked = retryAfter === undefined ? undefined : retryAfterMs(retryAfter, now);
  if (asked !== undefined) return asked <= policy.longestMs ? asked : undefined;
  const full = Math.min(policy.firstMs * 2 ** (next - 2), 8000, policy.longestMs);
  return full / 2 + (Math.random() * full) / 2;
}

/** `Retry-After` is a number of seconds or a date. */
function retryAfterMs(value: string, now: number): number | undefined {
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
