const STACK_TYPE = "pulumi:pulumi:Stack";

/** Type chain of a URN: `parent$child`, without the stack. */
const chainOf = (urn: string): string => urn.split("::")[2] ?? "";

/** URN as the engine makes it. */
export function urnOf({ stack, project }: { stack: string; project: string }, type: string, name: string, parent: string): string {
  const chain = parent === "" ? "" : chainOf(parent);
  const qualified = chain === "" || chain === STACK_TYPE ? type : `${chain}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

export const isStack = (type: string): boolean => type === STACK_TYPE;
