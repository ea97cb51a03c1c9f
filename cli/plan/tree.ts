import type { PlannedResource } from "../../plan/resource";

/** `aws:ec2/launchTemplate:LaunchTemplate` as Pulumi's own displays shorten it. */
const shortType = (type: string): string => type.replace(/^([^:]+:[^:/]+)\/[^:]*:/, "$1:");

const byTypeAndName = (a: PlannedResource, b: PlannedResource): number => {
  const [left, right] = [`${shortType(a.type)} ${a.name}`, `${shortType(b.type)} ${b.name}`];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Resources as a tree of components, no wider than the columns. */
export function tree(resources: readonly PlannedResource[], columns: number): string[] {
  const known = new Set(resources.map(({ urn }) => urn));
  const children = new Map<string, PlannedResource[]>();
  for (const resource of resources) {
    const parent = resource.parent !== undefined && known.has(resource.parent) ? resource.parent : "";
    children.set(parent, [...(children.get(parent) ?? []), resource]);
  }
  const lines: string[] = [];
  const walk = (parent: string, indent: string): void => {
    const below = (children.get(parent) ?? []).sort(byTypeAndName);
    for (const [i, resource] of below.entries()) {
      const isLast = i === below.length - 1;
      const isRoot = parent === "";
      lines.push(cut(`${indent}${isRoot ? "" : isLast ? "└─ " : "├─ "}${describe(resource)}`, columns));
      walk(resource.urn, isRoot ? indent : `${indent}${isLast ? "   " : "│  "}`);
    }
  };
  walk("", "");
  return lines;
}

function describe({ type, name, opaque, read, protect }: PlannedResource): string {
  const notes = [opaque ? "cannot see inside" : "", read ? "exists" : "", protect ? "protected" : ""].filter((note) => note !== "");
  return `${shortType(type)}  ${name}${notes.length > 0 ? `  (${notes.join(", ")})` : ""}`;
}

const cut = (line: string, columns: number): string => (line.length > columns ? `${line.slice(0, columns - 1)}…` : line);
