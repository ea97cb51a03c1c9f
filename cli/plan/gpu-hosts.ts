import { findInstanceType } from "../../catalog";
import { TAG } from "../../catalog/labels";
import { isUnknown } from "../../catalog/unknown";
import type { Plan } from "../../plan/plan";
import type { PlannedResource } from "../../plan/resource";

/** What starts machines: a launch template or an instance, with the claims it carries and the groups that use it. */
export interface GpuHost {
  readonly resource: PlannedResource;
  /** Name of the component that made it, else its own. */
  readonly name: string;
  /** Types it may run on, as claimed, else as set. */
  readonly types: readonly string[];
  /** Types are not known before the update. */
  readonly typesUnknown: boolean;
  /** Claims of `TAG` that are known. */
  readonly claims: Readonly<Partial<Record<keyof typeof TAG, string>>>;
  readonly groups: readonly PlannedResource[];
  /** Absent where the provider's region is not known. */
  readonly region?: string;
}

type Fields = Readonly<Record<string, unknown>>;
export const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const INSTANCE = "aws:ec2/instance:Instance";
const SPOT_INSTANCE = "aws:ec2/spotInstanceRequest:SpotInstanceRequest";
const GROUP = "aws:autoscaling/group:Group";

/** Every host of the plan that claims to be a GPU host, or whose type is one. In the order of the plan. */
export function gpuHosts({ resources, config }: Plan): GpuHost[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const groups = resources.filter(({ type }) => type === GROUP);
  return resources
    .filter(({ type, read }) => [LAUNCH_TEMPLATE, INSTANCE, SPOT_INSTANCE].includes(type) && !read)
    .flatMap((resource) => {
      const own = groups.filter(({ dependencies }) => dependencies?.includes(resource.urn));
      const claims = claimsOf(resource.props);
      const { types, typesUnknown } = typesOf(resource.props, claims.types, own);
      if (Object.keys(claims).length === 0 && !types.some(findInstanceType)) return [];
      const region = regionOf(resource, byUrn, config);
      const parent = resource.parent === undefined ? undefined : byUrn.get(resource.parent);
      const name = parent && parent.type !== "pulumi:pulumi:Stack" ? parent.name : resource.name;
      return [{ resource, name, types, typesUnknown, claims, groups: own, ...(region === undefined ? {} : { region }) }];
    });
}

/** Claims stand in the tags of the template; those of its machines say the same. */
function claimsOf(props: Fields): GpuHost["claims"] {
  const specifications = listOf(props.tagSpecifications).map((item) => fieldsOf(fieldsOf(item).tags));
  const tags = Object.assign({}, ...specifications, fieldsOf(props.tags)) as Fields;
  const known = Object.entries(TAG).flatMap(([claim, key]) => (typeof tags[key] === "string" ? [[claim, tags[key]]] : []));
  return Object.fromEntries(known) as GpuHost["claims"];
}

function typesOf(props: Fields, claimed: string | undefined, groups: readonly PlannedResource[]) {
  if (claimed !== undefined) return { types: claimed.split(/\s+/).filter((type) => type !== ""), typesUnknown: false };
  const overrides = groups.flatMap((group) => overridesOf(group.props));
  const set = overrides.length > 0 ? overrides : [props.instanceType];
  return {
    types: [...new Set(set.flatMap((type) => textOf(type) ?? []))],
    typesUnknown: set.some(isUnknown),
  };
}

function overridesOf(props: Fields): unknown[] {
  const template = fieldsOf(fieldsOf(props.mixedInstancesPolicy).launchTemplate);
  return listOf(template.overrides)
    .map((override) => fieldsOf(override).instanceType)
    .filter((type) => type !== undefined);
}

/** The resource's own region, its provider's, the stack's. */
export function regionOf(resource: PlannedResource, byUrn: ReadonlyMap<string, PlannedResource>, config: Fields): string | undefined {
  const provider = resource.provider === undefined ? undefined : byUrn.get(resource.provider.slice(0, resource.provider.lastIndexOf("::")));
  const first = [resource.props.region, provider?.props.region, provider ? undefined : config["aws:region"]].find(
    (region) => region !== undefined,
  );
  return textOf(first);
}
