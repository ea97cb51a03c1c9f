import { isUnknown } from "../../catalog";
import { textAt } from "../reading/value";
import { type Rule, undecided, violation } from "../rule";

export const registryTagsAreImmutable: Rule = {
  name: "registry-tags-are-immutable",
  description: "A tag that was pushed to a registry never moves to other bytes.",
  severity: "high",
  level: "mandatory",
  remedy: 'Set imageTagMutability: "IMMUTABLE" on the repository, or use ImageRegistry, which does.',
  types: ["aws:ecr/repository:Repository", "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"],
  judge({ props }) {
    const mutability = textAt(props, "imageTagMutability");
    if (isUnknown(mutability)) return [undecided("imageTagMutability", "not known before the update")];
    if (mutability === "IMMUTABLE") return [];
    // A filter that excludes `*` makes every tag movable again.
    if (mutability === "IMMUTABLE_WITH_EXCLUSION")
      return [undecided("imageTagMutability", "some tags are excluded; whether a GPU image uses one cannot be seen")];
    return [
      violation(
        "imageTagMutability",
        mutability === undefined ? "absent, and the default of ECR is MUTABLE: a tag can be moved" : "tags can be moved to other bytes",
      ),
    ];
  },
};
