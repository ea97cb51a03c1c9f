import type { Plan } from "../../../plan/plan";
import type { PlannedResource } from "../../../plan/resource";

const STACK = "urn:pulumi:dev::vision::pulumi:pulumi:Stack::vision-dev";

export const planned = (
  type: string,
  name: string,
  props: PlannedResource["props"] = {},
  more: Partial<PlannedResource> = {},
): PlannedResource => ({
  urn: `urn:pulumi:dev::vision::${type}::${name}`,
  type,
  name,
  custom: !type.startsWith("gpu:"),
  parent: STACK,
  props,
  secrets: [],
  ...more,
});

export const planOf = (resources: readonly PlannedResource[], more: Partial<Plan> = {}): Plan => ({
  project: "vision",
  stack: "dev",
  resources: [planned("pulumi:pulumi:Stack", "vision-dev", {}, { urn: STACK, custom: false }), ...resources],
  outputs: {},
  problems: [],
  messages: [],
  unanswered: [],
  config: { "aws:region": "us-west-2" },
  ...more,
});

/** A launch template with the claims of a GPU host. */
export const template = (tags: Readonly<Record<string, unknown>>, props: PlannedResource["props"] = {}): PlannedResource =>
  planned("aws:ec2/launchTemplate:LaunchTemplate", "host", { tags, ...props });

/** A group that uses the template. */
export const group = (name: string, of: PlannedResource, props: PlannedResource["props"]): PlannedResource =>
  planned("aws:autoscaling/group:Group", name, props, { dependencies: [of.urn] });
