import { isUnknown, UNKNOWN, type Unknown } from "../../catalog/unknown";
import type { Context, Resource } from "../rule";
import { at, type Dictionary, listAt, textAt } from "./value";

export const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration";
export const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const GROUP = "aws:autoscaling/group:Group";

/** Where resources name the template that they start machines from. */
const REFERENCES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  [GROUP]: [["launchTemplate"], ["mixedInstancesPolicy", "launchTemplate", "launchTemplateSpecification"], ["launchConfiguration"]],
  [NODE_GROUP]: [["launchTemplate"]],
  "aws:ec2/instance:Instance": [["launchTemplate"]],
  "aws:ec2/fleet:Fleet": [["launchTemplateConfigs"]],
  "aws:ec2/spotFleetRequest:SpotFleetRequest": [["launchTemplateConfigs"]],
  "aws:batch/computeEnvironment:ComputeEnvironment": [["computeResources", "launchTemplate"]],
};

export const TEMPLATE_USERS: readonly string[] = Object.keys(REFERENCES);

/** The property that names a template or launch configuration, where one does. */
export const templatePath = ({ type, props }: Resource): readonly string[] | undefined =>
  REFERENCES[type]?.find((steps) => at(props, ...steps) !== undefined);

/** The templates of the plan that a resource starts machines from. */
export const templatesOf = (resource: Resource, { neighbours }: Context): readonly Resource[] =>
  neighbours ? [TEMPLATE, CONFIGURATION].flatMap((type) => neighbours.targetsOf(resource, type)) : [];

/** The one template; undefined where there is none in the plan, or where several could be meant. */
export function templateOf(resource: Resource, context: Context): Resource | undefined {
  const [first, ...more] = templatesOf(resource, context);
  return more.length === 0 ? first : undefined;
}

/**
 * Types that groups of the plan start a template's machines on. The overrides of a group win over the template's own type, and a node group
 * of EKS may start its template's AMI.
 */
export function typesOfUsers(template: Resource, context: Context): readonly (string | Unknown)[] {
  const { neighbours } = context;
  if (!neighbours) return [];
  const groups = neighbours.usersOf(template, GROUP).map(({ props }) => overriddenTypes(props));
  const nodes =
    at(template.props, "imageId") === undefined
      ? []
      : neighbours.usersOf(template, NODE_GROUP).map(({ props }) => textsAt(props, "instanceTypes"));
  return [...new Set([...groups, ...nodes].flat())];
}

const textsAt = (props: Dictionary, key: string): (string | Unknown)[] => {
  const list = listAt(props, key);
  return isUnknown(list) ? [UNKNOWN] : list.filter((type): type is string | Unknown => typeof type === "string" || isUnknown(type));
};

function overriddenTypes(props: Dictionary): (string | Unknown)[] {
  const overrides = listAt(props, "mixedInstancesPolicy", "launchTemplate", "overrides");
  if (isUnknown(overrides)) return [UNKNOWN];
  return overrides.flatMap((override) => textAt(override, "instanceType") ?? []);
}
