import type { Resource } from "../../policies/rule";

/** A resource as a plan states it. */
export const resource = (type: string, props: Record<string, unknown>, name = "host"): Resource => ({
  type,
  name,
  urn: `urn:pulumi:test::gpu::${type}::${name}`,
  props,
});

export const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** A digest that belongs to no image; only its shape counts. */
export const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

/** A resource that takes values from others, as a whole plan states it. */
export const depending = (resource: Resource, ...on: readonly Resource[]): Resource => ({
  ...resource,
  dependencies: on.flatMap(({ urn }) => urn ?? []),
});
