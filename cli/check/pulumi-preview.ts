import { isDictionary, type Resource } from "../../policies/rules";
import { FormatError, gapOf, type Judgeable, type Place } from "./plan-format";
import { isState, resourceOf } from "./pulumi-state";
import { sourcePlaceOf } from "./source-position";

/** After these steps nothing of the resource is left, or it was only read. */
const NOT_BUILT = new Set(["delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace", "read-discard"]);

/** `pulumi preview --json`: the state that each step leads to. */
export function fromPreview(document: Readonly<Record<string, unknown>>): Judgeable {
  const resources = new Map<string, Resource>();
  const places = new Map<string, Place>();
  let same = 0;
  let unreadable = 0;
  // Without any step the engine leaves the list out.
  const steps: unknown = document.steps ?? [];
  if (!Array.isArray(steps)) throw new FormatError("the preview has no list of steps");
  for (const step of steps as readonly unknown[]) {
    if (isDictionary(step) && NOT_BUILT.has(String(step.op))) continue;
    if (!isDictionary(step) || !isState(step.newState, step.urn)) {
      unreadable++;
      continue;
    }
    if (step.op === "same") same++;
    // A replacement appears as two steps with one URN.
    const resource = resourceOf(step.newState, typeof step.urn === "string" ? step.urn : undefined);
    if (resource?.urn === undefined) continue;
    resources.set(resource.urn, resource);
    const place = sourcePlaceOf(step.newState);
    if (place) places.set(resource.urn, place);
  }
  return {
    format: "pulumi preview --json",
    resources: [...resources.values()],
    gaps: [...errorsIn(document.diagnostics), ...gapOf(unreadable, "step")],
    notes: unprinted(document.changeSummary, same),
    placeOf: ({ urn }) => places.get(urn ?? ""),
  };
}

/** A preview that failed half-way prints what it reached: the rest was not judged. */
function errorsIn(diagnostics: unknown): string[] {
  const errors = (Array.isArray(diagnostics) ? diagnostics : []).filter(
    (entry) => isDictionary(entry) && entry.severity === "error",
  ).length;
  if (errors === 0) return [];
  return [`the preview itself failed with ${errors} ${errors === 1 ? "error" : "errors"}; what it did not reach was not judged`];
}

/** The engine prints only what changes, and counts the rest. */
function unprinted(summary: unknown, printed: number): string[] {
  const same = isDictionary(summary) && typeof summary.same === "number" ? summary.same : 0;
  return same > printed
    ? [`${same - printed} unchanged resources are not in the file; \`pulumi preview --json --show-sames\` has them too`]
    : [];
}
