import { isDictionary } from "../../policies/rules";
import type { Judgeable } from "./plan-format";
import { FormatError } from "./plan-format";
import { fromPulumi } from "./pulumi-value";

/** `pulumi-gpu plan --json`. */
export function fromPlan(document: Readonly<Record<string, unknown>>): Judgeable {
  if (document.schemaVersion !== 1 && document.schemaVersion !== "1") {
    throw new FormatError("this is a plan of a schema that is not known here; it must be 1, so check with the version that wrote it");
  }
  const planned: readonly unknown[] = Array.isArray(document.resources) ? document.resources : [];
  const resources = planned.flatMap((entry) => {
    if (!isDictionary(entry) || typeof entry.type !== "string" || typeof entry.name !== "string") return [];
    const { type, name, urn, parent } = entry;
    return [
      {
        type,
        name,
        ...(typeof urn === "string" ? { urn } : {}),
        ...(typeof parent === "string" ? { parent } : {}),
        props: fromPulumi(entry.props),
      },
    ];
  });
  return { format: "pulumi-gpu plan --json", resources, gaps: [] };
}
