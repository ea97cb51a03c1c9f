import type { Resource } from "../../policies/rule";
import { isDictionary } from "../../policies/rules";
import type { Judgeable } from "./plan-format";
import { resourceOf } from "./pulumi-state";

/** After these steps nothing of the resource is left, or it was only read. */
const NOT_BUILT = new Set(["delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace", "read-discard"]);

/** `pulumi preview --json`: the state that each step leads to. */
export function fromPreview(document: Readonly<Record<string, unknown>>): Judgeable {
  const resources = new Map<string, Resource>();
  const steps = Array.isArray(document.steps) ? document.steps : [];
  for (const step of steps) {
    if (!isDictionary(step) || NOT_BUILT.has(String(step.op))) continue;
    // A replacement appears as two steps with one URN.
    const resource = resourceOf(step.newState, typeof step.urn === "string" ? step.urn : undefined);
    if (resource?.urn !== undefined) resources.set(resource.urn, resource);
  }
  return { format: "pulumi preview --json", resources: [...resources.values()], gaps: errorsIn(document.diagnostics) };
}

/** A preview that failed half-way prints what it reached: the rest was not judged. */
function errorsIn(diagnostics: unknown): string[] {
  const errors = (Array.isArray(diagnostics) ? diagnostics : []).filter((entry) => isDictionary(entry) && entry.severity === "error");
  return errors.length === 0
    ? []
    : [`the preview itself failed with ${errors.length} ${errors.length === 1 ? "error" : "errors"}; what it did not reach was not judged`];
}
