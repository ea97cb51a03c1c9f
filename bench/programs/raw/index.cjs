// The same resources as another plan holds, without the components that made them.
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const made = new Map();
const known = (value) =>
  JSON.parse(JSON.stringify(value), (_key, item) => (typeof item === "string" && item.includes(UNKNOWN) ? "known" : item));
const pending = JSON.parse(readFileSync(process.env.BENCH_RESOURCES, "utf8")).filter(({ type }) => type !== "pulumi:pulumi:Stack");

function make({ urn, type, name, parent, props, custom }) {
  const options = made.has(parent) ? { parent: made.get(parent) } : {};
  if (!custom) return made.set(urn, new pulumi.ComponentResource(type, name, known(props), options));
  const [, service, kind] = /^aws:([^/]+)\/[^:]+:(.+)$/.exec(type);
  const Resource = require(`@pulumi/aws/${service}`)[kind];
  return made.set(urn, new Resource(name, known(props), options));
}

for (const component of [true, false]) for (const resource of pending) if (resource.custom !== component) make(resource);
