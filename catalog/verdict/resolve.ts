import type { Question } from "../question";
import type { Draft } from "./draft";
import type { Facts } from "./facts";
import { resolveHost } from "./resolve-host";
import { resolveImage } from "./resolve-image";

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
