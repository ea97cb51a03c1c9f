import { isDictionary, type Resource } from "../../policies/rules";
import { FormatError, gapOf, type Judgeable, type Place } from "./plan-format";
import { dependenciesOf } from "./pulumi-state";
import { fromPulumi } from "./pulumi-value";

/** The schema of `pulumi-gpu plan --json` that is read here. */
const SCHEMA_VERSION = 1;
/** A rule of its own looks into these. */
const HELM_RELEASE = "kubernetes:helm.sh/v3:Release";

/** `pulumi-gpu plan --json`. */
export function fromPlan(document: Readonly<Record<string, unknown>>): Judgeable {
  if (document.schemaVersion !== SCHEMA_VERSION) {
    throw new FormatError(`this plan has another schema than ${SCHEMA_VERSION}; check it with the version of pulumi-gpu that wrote it`);
  }
  const resources: Resource[] = [];
  const places = new Map<string, Place>();
  const gaps: string[] = [];
  if (!Array.isArray(document.resources)) throw new FormatError("the plan has no list of resources");
  let unreadable = 0;
  for (const entry of document.resources as readonly unknown[]) {
    if (!isDictionary(entry) || typeof entry.type !== "string" || typeof entry.name !== "string") {
      unreadable++;
      continue;
    }
    if (entry.read === true) continue;
    const { type, name, urn, parent, at } = entry;
    if (entry.opaque === true && type !== HELM_RELEASE) gaps.push(`${name} [${type}]: made elsewhere, so what is inside was not judged`);
    if (typeof urn === "string" && isDictionary(at) && typeof at.file === "string" && typeof at.line === "number") {
      places.set(urn, { file: at.file, line: at.line });
    }
    resources.push({
      type,
      name,
      ...(typeof urn === "string" ? { urn } : {}),
      ...(typeof parent === "string" ? { parent } : {}),
      ...dependenciesOf(entry.dependencies),
      props: fromPulumi(entry.props),
    });
  }
  gaps.push(...gapOf(unreadable, "resource"));
  const problems = Array.isArray(document.problems) ? document.problems.length : 0;
  if (problems > 0)
    gaps.push(`the program itself failed with ${problems} ${problems === 1 ? "error" : "errors"}; what it did not reach was not judged`);
  return { format: "pulumi-gpu plan --json", resources, gaps, placeOf: ({ urn }) => places.get(urn ?? "") };
}
