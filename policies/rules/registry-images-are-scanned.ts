import { isUnknown } from "../../catalog";
import { flagAt } from "../reading/value";
import { type Rule, undecided, violation } from "../rule";

const PATH = "imageScanningConfiguration.scanOnPush";

export const registryImagesAreScanned: Rule = {
  name: "registry-images-are-scanned",
  description: "Images are scanned for known vulnerabilities when they are pushed.",
  severity: "medium",
  level: "advisory",
  remedy: "Set imageScanningConfiguration: { scanOnPush: true }, or except the repository where the registry's own scan rules cover it.",
  types: ["aws:ecr/repository:Repository"],
  judge({ props }) {
    const scanned = flagAt(props, "imageScanningConfiguration", "scanOnPush");
    if (isUnknown(scanned)) return [undecided(PATH, "not known before the update")];
    return scanned === true ? [] : [violation(PATH, "the repository does not scan what is pushed")];
  },
};
