import type { Resource } from "./rule";

/** The plan around a resource. Only `check` and `plan` have it: a policy pack judges each resource by itself, before it is made. */
export interface Neighbours {
  /** Resources of a type that this one takes values from. */
  targetsOf(resource: Resource, type: string): readonly Resource[];
  /** Resources of a type that take values from this one. */
  usersOf(resource: Resource, type: string): readonly Resource[];
  /** Every resource of a type that carries a key; the keys are read once for the whole plan. */
  keyed(type: string, index: KeyIndex, key: string): readonly Resource[];
}

/** Names the same reading of keys each time, so that a plan of thousands is not searched for each of its resources. */
export interface KeyIndex {
  readonly name: string;
  keysOf(resource: Resource): readonly string[];
}

const NONE: readonly Resource[] = [];

/** Indexes a plan once, and only when a rule asks. */
export function neighboursOf(resources: readonly Resource[]): Neighbours {
  let known:
    | { readonly byUrn: Map<string, Resource>; readonly byType: Map<string, Resource[]>; readonly users: Map<string, Resource[]> }
    | undefined;
  const keyed = new Map<string, Map<string, Resource[]>>();
  const index = () => {
    if (known) return known;
    known = { byUrn: new Map(), byType: new Map(), users: new Map() };
    for (const resource of resources) {
      if (resource.urn !== undefined) known.byUrn.set(resource.urn, resource);
      append(known.byType, resource.type, resource);
      for (const urn of new Set(resource.dependencies)) append(known.users, urn, resource);
    }
    return known;
  };
  return {
    targetsOf: ({ dependencies = [] }, type) =>
      [...new Set(dependencies)].flatMap((urn) => {
        const target = index().byUrn.get(urn);
        return target?.type === type ? [target] : [];
      }),
    usersOf: ({ urn = "" }, type) => (index().users.get(urn) ?? NONE).filter((user) => user.type === type),
    keyed(type, { name, keysOf }, key) {
      const id = `${name} ${type}`;
      let map = keyed.get(id);
      if (!map) {
        map = new Map();
        for (const resource of index().byType.get(type) ?? NONE) for (const own of keysOf(resource)) append(map, own, resource);
        keyed.set(id, map);
      }
      return map.get(key) ?? NONE;
    },
  };
}

function append(map: Map<string, Resource[]>, key: string, resource: Resource): void {
  const list = map.get(key);
  if (list) list.push(resource);
  else map.set(key, [resource]);
}
