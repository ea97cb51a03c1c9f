import { isDictionary, type Resource } from "../../policies/rules";
import { FormatError, gapOf, type Judgeable, type Place } from "./plan-format";
import { fromPulumi } from "./pulumi-value";
import { sourcePlaceOf } from "./source-position";

/** A state as the engine writes one; everything else is a gap in the plan. */
export const isState = (state: unknown, urnOfStep?: unknown): boolean =>
  isDictionary(state) && typeof state.type === "string" && typeof (state.urn ?? urnOfStep) === "string";

/** One resource state of a preview or of a stack's file. */
export function resourceOf(state: unknown, urnOfStep?: string): Resource | undefined {
  if (!isDictionary(state)) return undefined;
  const urn = typeof state.urn === "string" ? state.urn : urnOfStep;
  // A state marked for deletion has a successor, and nobody builds what is only read.
  if (urn === undefined || typeof state.type !== "string" || state.delete === true || state.external === true) return undefined;
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  return {
    type: state.type,
    name,
    urn,
    ...(typeof state.parent === "string" ? { parent: state.parent } : {}),
    ...dependenciesOf(state.dependencies),
    props: fromPulumi(state.inputs),
  };
}

/** URNs of what the state takes values from. */
export const dependenciesOf = (list: unknown): Pick<Resource, "dependencies"> =>
  Array.isArray(list) ? { dependencies: list.filter((urn): urn is string => typeof urn === "string") } : {};

/** `pulumi stack export`: what stands now, by its inputs. */
export function fromStackExport(document: Readonly<Record<string, unknown>>): Judgeable {
  const { deployment } = document;
  // The state of an empty stack has no list.
  const states: unknown = isDictionary(deployment) ? (deployment.resources ?? []) : undefined;
  if (!isDictionary(deployment) || !Array.isArray(states)) throw new FormatError("the export has no deployment with a list of resources");
  const pending = Array.isArray(deployment.pending_operations) ? deployment.pending_operations.length : 0;
  const places = new Map<string, Place>();
  const unreadable = states.filter((state) => !isState(state)).length;
  const resources = states.flatMap((state: unknown) => {
    const resource = resourceOf(state);
    const place = sourcePlaceOf(state);
    if (resource?.urn !== undefined && place) places.set(resource.urn, place);
    return resource ?? [];
  });
  return {
    format: "pulumi stack export",
    resources,
    gaps: [
      ...(pending === 0
        ? []
        : [`${pending} ${pending === 1 ? "operation was" : "operations were"} interrupted; what came of it was not judged`]),
      ...gapOf(unreadable, "resource"),
    ],
    placeOf: ({ urn }) => places.get(urn ?? ""),
  };
}
