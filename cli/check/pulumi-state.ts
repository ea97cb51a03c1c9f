import type { Resource } from "../../policies/rule";
import { isDictionary } from "../../policies/rules";
import type { Judgeable } from "./plan-format";
import { fromPulumi } from "./pulumi-value";

/** One resource state of a preview or of a stack's file. */
export function resourceOf(state: unknown, urnOfStep?: string): Resource | undefined {
  if (!isDictionary(state)) return undefined;
  const urn = typeof state.urn === "string" ? state.urn : urnOfStep;
  if (urn === undefined || typeof state.type !== "string" || state.delete === true) return undefined;
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  return {
    type: state.type,
    name,
    urn,
    ...(typeof state.parent === "string" ? { parent: state.parent } : {}),
    props: fromPulumi(state.inputs),
  };
}

/** `pulumi stack export`: what stands now, by its inputs. */
export function fromStackExport(document: Readonly<Record<string, unknown>>): Judgeable {
  const deployment = isDictionary(document.deployment) ? document.deployment : {};
  const states: readonly unknown[] = Array.isArray(deployment.resources) ? deployment.resources : [];
  const pending = Array.isArray(deployment.pending_operations) ? deployment.pending_operations.length : 0;
  return {
    format: "pulumi stack export",
    resources: states.flatMap((state) => resourceOf(state) ?? []),
    gaps: pending === 0 ? [] : [`${pending} operations were interrupted; what they made was not judged`],
  };
}
