/** Images whose tag begins with `prefix`, of which the newest `keep` stay. */
export interface KeepTagged {
  /** @example "ci-" */
  prefix: string;
  /** Images, at least 1. */
  keep: number;
}

interface LifecycleArgs {
  readonly expireUntaggedAfterDays?: number;
  readonly keepTagged?: readonly KeepTagged[];
}

/** Rules of an ECR lifecycle policy. Only what has no tag, and only prefixes that were named: a rule over all tags deletes what runs. */
export const lifecycleRules = ({ expireUntaggedAfterDays = 14, keepTagged = [] }: LifecycleArgs) => [
  ...keepTagged.map(({ prefix, keep }, index) => ({
    rulePriority: index + 1,
    description: `keep the newest ${keep} of ${prefix}`,
    selection: { tagStatus: "tagged", tagPrefixList: [prefix], countType: "imageCountMoreThan", countNumber: keep },
    action: { type: "expire" },
  })),
  {
    rulePriority: keepTagged.length + 1,
    description: `expire what has no tag for ${expireUntaggedAfterDays} days`,
    selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: expireUntaggedAfterDays },
    action: { type: "expire" },
  },
];
