import { isUnknown } from "../../catalog";
import { knownAmi } from "../reading/ami";
import { claimText } from "../reading/claims";
import { GPU_AMI_TYPES, gpuKindOf, HOST_TYPES, type Host, hostOf } from "../reading/gpu-hosts";
import { gpusOfClass } from "../reading/node-pools";
import { at, isDictionary, textAt } from "../reading/value";
import { type Context, type Finding, type Resource, type Rule, undecided, violation } from "../rule";

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const COMPUTE = "aws:batch/computeEnvironment:ComputeEnvironment";
const NODE_CLASS = "kubernetes:karpenter.k8s.aws/";

export const amiIsPinned: Rule = {
  name: "ami-is-pinned",
  description: "A GPU host starts from one named machine image, never from the newest of its kind: a new image can bring another driver.",
  severity: "high",
  level: "mandatory",
  remedy: "Run `npx pulumi-gpu pin ami <family> <release> --region <region>` and use driverAmi(), or write the exact id or release.",
  types: [...HOST_TYPES, `${NODE_CLASS}*`],
  judge(resource, context) {
    if (resource.type.startsWith(NODE_CLASS)) {
      const gpus = gpusOfClass(resource, context);
      return gpus === "none" ? [] : nodeClass(resource).map((finding) => (gpus === "gpu" ? finding : openly(finding)));
    }
    const host = hostOf(resource, context);
    if (!mayHaveGpu(host, resource, context)) return [];
    if (resource.type === NODE_GROUP) return nodeGroup(resource);
    return judgeImageId(resource, host, context);
  },
};

/** Other hosts may follow the newest image: nothing here depends on their driver. */
const mayHaveGpu = ({ types, claims, ami }: Host, { props }: Resource, context: Context): boolean =>
  ami !== undefined ||
  Object.keys(claims).length > 0 ||
  (typeof props.amiType === "string" && Object.hasOwn(GPU_AMI_TYPES, props.amiType)) ||
  types.some(({ type }) => isUnknown(type) || gpuKindOf(type, context) !== "none");

function judgeImageId({ type, props }: Resource, { amiPath, imageId, claims }: Host, context: Context): Finding[] {
  if (isUnknown(imageId)) {
    // An AMI that is resolved at the update by its exact name and owner is named by the claim.
    if (/^[^@]+@\d/.test(claimText(claims.ami)?.replace("@v", "@") ?? "")) return [];
    return [undecided(amiPath, "the AMI is not known before the update; it may come from a lookup of the newest")];
  }
  if (imageId === undefined) {
    if (type === COMPUTE)
      return [
        violation(
          amiPath,
          "without an AMI of your own, Batch starts the newest ECS GPU image",
          "Set imageIdOverride to the id of one ECS GPU release.",
        ),
      ];
    // A template without an image takes it from what uses it, and an instance may take it from its template.
    if (type === "aws:ec2/launchTemplate:LaunchTemplate") return [undecided(amiPath, "the template names no AMI; what uses it decides")];
    return at(props, "launchTemplate") === undefined ? [] : [undecided(amiPath, "the AMI is that of a launch template")];
  }
  const moving = movingParameter(imageId);
  if (moving !== undefined) return [violation(amiPath, `the AMI is read from a parameter ${moving}`)];
  if (/^resolve:ssm:/.test(imageId)) {
    return knownAmi(imageId, context) || /:\d+$/.test(imageId)
      ? []
      : [undecided(amiPath, "the parameter is none of the public ones that name one release; its value can change")];
  }
  if (/[*?]/.test(imageId)) return [violation(amiPath, "the AMI is named by a pattern")];
  return /^ami-[0-9a-f]{8,17}$/.test(imageId) ? [] : [undecided(amiPath, "this is neither an AMI id nor a parameter that can be read")];
}

const movingParameter = (imageId: string): string | undefined =>
  /\/latest(?:\/|:|$)/.test(imageId)
    ? "named latest, which moves with every release"
    : /\/recommended(?:\/|:|$)/.test(imageId)
      ? "named recommended, which moves with every release"
      : undefined;

function nodeGroup({ props }: Resource): Finding[] {
  const release = textAt(props, "releaseVersion");
  if (isUnknown(release)) return [undecided("releaseVersion", "the release is not known before the update")];
  if (release !== undefined) return [];
  const amiType = textAt(props, "amiType");
  if (amiType === "CUSTOM" || (amiType === undefined && at(props, "launchTemplate") !== undefined)) return [];
  if (isUnknown(amiType)) return [undecided("amiType", "the AMI type is not known before the update")];
  return [
    violation(
      "releaseVersion",
      "without a release, EKS starts the newest image of the AMI type",
      'Set releaseVersion, for example "1.34.9-20260714"; releases and their drivers: `npx pulumi-gpu explain --ami`.',
    ),
  ];
}

/** A node class that serves every machine of a cluster is no GPU host for certain. */
const openly = ({ kind, path, message }: Finding): Finding =>
  undecided(path, kind === "violation" ? `${message}; whether GPU nodes start from it cannot be seen` : message);

/** Karpenter: `alias: family@latest` follows the newest, `family@v20260714` is one release. */
function nodeClass({ props }: Resource): Finding[] {
  const spec = at(props, "spec");
  if (isUnknown(spec)) return [undecided("spec", "not known before the update")];
  const terms = at(spec, "amiSelectorTerms");
  if (isUnknown(terms)) return [undecided("spec.amiSelectorTerms", "not known before the update")];
  if (!Array.isArray(terms) || terms.length === 0) {
    return [
      violation(
        "spec.amiSelectorTerms",
        "absent; Karpenter then starts the newest image of the family, or refuses the class",
        'Name a release, for example amiSelectorTerms: [{ alias: "al2023@v20260714" }].',
      ),
    ];
  }
  return terms.flatMap((term: unknown, index): Finding[] => {
    const path = `spec.amiSelectorTerms[${index}]`;
    const alias = textAt(term, "alias");
    if (isUnknown(term) || isUnknown(alias)) return [undecided(path, "not known before the update")];
    if (alias !== undefined)
      return alias.endsWith("@latest")
        ? [violation(`${path}.alias`, "the alias follows the newest release", "Name a release, for example al2023@v20260714.")]
        : [];
    const id = textAt(term, "id");
    if (id !== undefined) return isUnknown(id) ? [undecided(`${path}.id`, "not known before the update")] : [];
    const name = textAt(term, "name");
    if (isUnknown(name)) return [undecided(`${path}.name`, "not known before the update")];
    if (name !== undefined)
      return /[*?]/.test(name) ? [violation(`${path}.name`, "the AMI is named by a pattern; the newest match wins")] : [];
    const parameter = textAt(term, "ssmParameter");
    if (parameter !== undefined) {
      const moving = isUnknown(parameter) ? undefined : movingParameter(parameter);
      return [
        moving === undefined
          ? undecided(`${path}.ssmParameter`, "the AMI is that of a parameter, whose value can change")
          : violation(`${path}.ssmParameter`, `the AMI is read from a parameter ${moving}`),
      ];
    }
    return isDictionary(at(term, "tags")) ? [violation(`${path}.tags`, "the AMI is chosen by tags; the newest match wins")] : [];
  });
}
