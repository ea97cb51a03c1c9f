import type { Fact, Facts } from "./facts";

type Contradiction = Facts["contradictions"][number];

/** What the resolving steps write into; read-only for the axes. */
export interface Draft {
  facts: { -readonly [K in keyof Facts]?: Facts[K] };
  recalled: Record<string, Facts["recalled"][string]>;
  contradictions: Contradiction[];
}

export const given = <T>(value: T): Fact<T> => ({ value, origin: "given", rows: [] });

/** A text of the question that is usable: garbage of another type, blanks and empty text count as not given. */
export const text = (value: unknown): string | undefined => (typeof value === "string" && value.trim() !== "" ? value.trim() : undefined);

/** Numbers between dots, with a packager's suffix where there is one: `1.17.8-1`. */
export const VERSION = /^[Rrv]?\d+(?:\.\d+)*(?:[-+~].*)?$/;

/** One entry of a list of architectures: `8.6`, `sm_86`, `9.0a`, `12.0+PTX`, `compute_90`. */
export const ARCHITECTURE = /^(?:(sm_?)|(compute_?))?(?:(\d+)\.(\d+)|(\d+)(\d))([af])?(\+ptx)?$/i;

export const isArchitecture = (entry: unknown): entry is string => typeof entry === "string" && ARCHITECTURE.test(entry.trim());

/** A given version, or a contradiction that names what cannot be read. */
export function versionText(draft: Draft, field: string, value: unknown): string | undefined {
  const version = text(value);
  if (version === undefined) return undefined;
  if (VERSION.test(version)) return version.replace(/^[Rrv](?=\d)/, "");
  draft.contradictions.push({ text: `${field} '${short(version)}' is no version`, rows: [] });
  return undefined;
}

export const short = (value: string): string => (value.length > 60 ? `${value.slice(0, 57)}...` : value);

/** Rows of the user's own, as far as they have the form of rows. */
export const declaredList = <T>(rows: unknown): readonly T[] =>
  Array.isArray(rows) ? (rows as T[]).filter((row) => typeof row === "object" && row !== null) : [];
