import { type Document, isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, visit } from "yaml";
import type { Resource } from "../../policies/rule";
import { isDictionary } from "../../policies/rules";
import { FORMATS, FormatError, type Judgeable } from "./plan-format";
import { fromPulumi } from "./pulumi-value";

/** Rendered Kubernetes YAML: several documents, lists, anchors. */
export function fromManifests(text: string, file: string): Judgeable {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: true, merge: true });
  const list = Array.isArray(documents) ? documents : [];
  const problems = list.flatMap(({ errors }) =>
    errors.map((error) => `line ${lines.linePos(error.pos[0]).line}: ${wordsOf(error.code, error.message)}`),
  );
  if (problems.length > 0) throw new FormatError(problems.slice(0, 20).join("\n"));
  const objects: unknown[] = [];
  const nodes = new Map<unknown, Node>();
  for (const document of list) {
    refuseLoops(document, lines);
    const object = plainOf(document);
    if (object === null || object === undefined) continue;
    objects.push(object);
    if (document.contents) nodes.set(object, document.contents);
  }
  if (objects.length === 0) throw new FormatError(`the file holds no Kubernetes object; give ${FORMATS}`);
  const read = objectsToResources(objects);
  const origins = new Map(read.map(({ resource, origin }) => [resource.urn ?? "", origin] as const));
  return {
    format: "Kubernetes YAML",
    resources: read.map(({ resource }) => resource),
    gaps: [],
    placeOf(resource, path) {
      const origin = origins.get(resource.urn ?? "");
      const node = origin && nodes.get(origin.document);
      const range = node && deepest(node, [...origin.steps, ...stepsOf(path)])?.range;
      return range ? { file, line: lines.linePos(range[0]).line } : undefined;
    },
  };
}

/** A loop has no end, and no manifest has one; every loop holds an alias of a node that it stands in. */
function refuseLoops(document: Document.Parsed, lines: LineCounter): void {
  // Of an anchor that is set twice, the one before an alias counts; asking each alias for its node would search the document each time.
  const anchors = new Map<string, unknown>();
  visit(document, {
    Node(_, node, path) {
      if (isAlias(node)) {
        if (path.includes(anchors.get(node.source) as Node))
          throw new FormatError(`line ${lines.linePos(node.range?.[0] ?? 0).line}: the alias stands inside of what it repeats`);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
}

function plainOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    if (error instanceof ReferenceError) throw new FormatError("its aliases repeat so much that it would fill the memory");
    if (error instanceof RangeError) throw new FormatError("it is nested too deep to be read");
    throw error;
  }
}

/** The same from JSON, which has no lines worth naming. */
export const fromObjects = (objects: readonly unknown[]): Judgeable => ({
  format: "Kubernetes JSON",
  resources: objectsToResources(objects).map(({ resource }) => resource),
  gaps: [],
});

interface Origin {
  readonly document: unknown;
  readonly steps: readonly (string | number)[];
}

function objectsToResources(objects: readonly unknown[]): { readonly resource: Resource; readonly origin: Origin }[] {
  const found: { resource: Resource; origin: Origin }[] = [];
  for (const [index, document] of objects.entries()) {
    const stack: { readonly object: unknown; readonly steps: readonly (string | number)[] }[] = [{ object: document, steps: [] }];
    for (let next = stack.shift(); next !== undefined; next = stack.shift()) {
      const { object, steps } = next;
      if (!isDictionary(object) || typeof object.kind !== "string" || typeof object.apiVersion !== "string") {
        throw new FormatError(`document ${index + 1} is no Kubernetes object: it has no apiVersion and kind; give ${FORMATS}`);
      }
      if (object.kind.endsWith("List") && Array.isArray(object.items)) {
        // The items of a PodList need not say that they are pods.
        const usual = object.kind === "List" ? {} : { apiVersion: object.apiVersion, kind: object.kind.slice(0, -"List".length) };
        stack.push(
          ...object.items.map((item: unknown, i) => ({
            object: isDictionary(item) ? { ...usual, ...item } : item,
            steps: [...steps, "items", i],
          })),
        );
      } else found.push({ resource: resourceOf(object, object.apiVersion, object.kind, found.length), origin: { document, steps } });
    }
  }
  return found;
}

function resourceOf(object: Readonly<Record<string, unknown>>, apiVersion: string, kind: string, index: number): Resource {
  const metadata = isDictionary(object.metadata) ? object.metadata : {};
  const name = [metadata.namespace, metadata.name ?? metadata.generateName ?? kind.toLowerCase()]
    .filter((part) => typeof part === "string")
    .join("/");
  const type = `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
  // Two manifests may carry one name; the number keeps them apart.
  return { type, name, urn: `manifest:${index + 1}::${type}::${name}`, props: fromPulumi(object) };
}

/** What the parser found, in our words where its own speak of its internals. */
const wordsOf = (code: string, message: string): string =>
  /call stack/.test(message)
    ? "it is nested too deep to be read"
    : code === "DUPLICATE_KEY"
      ? "a key stands twice in one map; the parser of the cluster takes only one of them"
      : (message.split("\n")[0] ?? code).replace(/ at line \d+, column \d+:?$/, "");

/** `spec.containers[0].image` back into steps. */
function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)].map(([, index, quoted, plain]) =>
    index !== undefined ? Number(index) : (quoted ?? plain ?? ""),
  );
}

/** The node at the path, or the last one on the way to it: something that is missing is shown at its owner. */
function deepest(root: Node, steps: readonly (string | number)[]): Node | undefined {
  let node: Node = root;
  for (const step of steps) {
    let next: unknown;
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
      next = pair?.value ?? pair?.key;
    } else if (isSeq(node) && typeof step === "number") next = node.items[step];
    if (!next || typeof next !== "object" || !("range" in next)) return node;
    node = next as Node;
  }
  return node;
}
