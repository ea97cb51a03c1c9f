// The same resources as another plan holds, without the components that made them: what one of them takes from another is an output of it.
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const made = new Map();
const pending = JSON.parse(readFileSync(process.env.BENCH_RESOURCES, "utf8")).filter(({ type }) => type !== "pulumi:pulumi:Stack");
const byUrn = new Map(pending.map((resource) => [resource.urn, resource]));

const isUnknown = (item) => typeof item === "string" && item.includes(UNKNOWN);

/** The properties, with `output` in the place of each value that only another resource knows. */
function linked(value, output) {
  if (isUnknown(value)) return output;
  if (Array.isArray(value)) return value.map((item) => linked(item, output));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, linked(item, output)]));
}

function make(urn) {
  const known = made.get(urn);
  if (known) return known;
  const { type, name, parent, props, custom, dependencies = [] } = byUrn.get(urn);
  const sources = dependencies.filter((one) => byUrn.has(one)).map(make);
  const output = sources.length > 0 ? sources[0].id : "known";
  const options = { dependsOn: sources, ...(byUrn.has(parent) ? { parent: make(parent) } : {}) };
  const resource = custom
    ? new (classOf(type))(name, linked(props, output), options)
    : new pulumi.ComponentResource(type, name, linked(props, "known"), options);
  made.set(urn, resource);
  return resource;
}

function classOf(type) {
  const [, service, kind] = /^aws:([^/]+)\/[^:]+:(.+)$/.exec(type);
  return require(`@pulumi/aws/${service}`)[kind];
}

for (const { urn } of pending) make(urn);
