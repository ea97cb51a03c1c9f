import type { Question } from "../question";
import type { Fact, Facts } from "./facts";
import { resolveHost } from "./resolve-host";
import { resolveImage } from "./resolve-image";

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

/** A given version, or a contradiction that names what cannot be read. */
export function versionText(draft: Draft, field: string, value: unknown): string | undefined {
  const version = text(value);
  if (version === undefined) return undefined;
  if (VERSION.test(version)) return version.replace(/^[Rrv](?=\d)/, "");
  draft.contradictions.push({ text: `${field} '${short(version)}' is no version`, rows: [] });
  return undefined;
}

export const short = (value: string): string => (value.length > 60 ? `${value.slice(0, 57)}...` : value);

/** Turns a question into facts: given facts win, then declared rows, then the catalog's. What is recalled is kept apart. */
export function resolve(asked: Question): Facts {
  const question: Question = typeof asked === "object" && asked !== null ? asked : {};
  const draft: Draft = { facts: {}, recalled: {}, contradictions: [] };
  resolveHost(question, draft);
  resolveImage(question, draft);
  return {
    ...draft.facts,
    ...(Array.isArray(question.features) ? { features: question.features } : {}),
    ...(typeof question.gpuMemoryGiB === "number" ? { gpuMemoryGiB: question.gpuMemoryGiB } : {}),
    knownAmi: draft.facts.knownAmi ?? false,
    knownImage: draft.facts.knownImage ?? false,
    recalled: draft.recalled,
    contradictions: draft.contradictions,
  };
}
