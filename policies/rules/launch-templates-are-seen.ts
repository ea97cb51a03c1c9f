import { TEMPLATE_USERS, templatePath, templatesOf } from "../reading/launch-templates";
import { pathOf } from "../reading/value";
import { type Rule, undecided } from "../rule";

/** Only where the whole plan is at hand; it never breaks, it says what was not judged. */
export const launchTemplatesAreSeen: Rule = {
  name: "launch-templates-are-seen",
  description:
    "What starts machines takes them from a template of the same plan, so that AMI, disks, metadata service and user data are judged.",
  severity: "medium",
  level: "advisory",
  remedy: "Create the launch template in this program, or run check on the stack that holds it.",
  types: TEMPLATE_USERS,
  judge(resource, context) {
    const path = context.neighbours && templatePath(resource);
    if (path === undefined || templatesOf(resource, context).length > 0) return [];
    return [
      undecided(pathOf(path), "the template lies outside of this plan: its AMI, disks, metadata service and user data were not judged"),
    ];
  },
};
