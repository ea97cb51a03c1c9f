import { isUnknown } from "../../catalog";
import { at, textAt } from "../reading/value";
import { type Rule, undecided, violation } from "../rule";

const NODE_CLASS = "kubernetes:karpenter.k8s.aws/";

export const instancesRequireImdsv2: Rule = {
  name: "instances-require-imdsv2",
  description: "The metadata service of a machine, which hands out its credentials, answers only to session tokens.",
  severity: "high",
  level: "mandatory",
  remedy:
    'Set metadataOptions: { httpTokens: "required", httpEndpoint: "enabled" }; containers that need it also httpPutResponseHopLimit: 2.',
  types: [
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "aws:ec2/instance:Instance",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    `${NODE_CLASS}*`,
  ],
  judge({ type, props }) {
    const isNodeClass = type.startsWith(NODE_CLASS);
    const options = isNodeClass ? at(props, "spec", "metadataOptions") : at(props, "metadataOptions");
    const path = `${isNodeClass ? "spec." : ""}metadataOptions.httpTokens`;
    const endpoint = textAt(options, "httpEndpoint");
    if (endpoint === "disabled") return [];
    const tokens = textAt(options, "httpTokens");
    if (isUnknown(options) || isUnknown(tokens)) return [undecided(path, "not known before the update")];
    if (tokens === "required") return [];
    // Karpenter requires tokens by default.
    if (isNodeClass && tokens === undefined) return [];
    // What the instance leaves open, its launch template says, and that is judged by itself.
    if (options === undefined && type === "aws:ec2/instance:Instance" && at(props, "launchTemplate") !== undefined) return [];
    return [
      violation(
        path,
        tokens === undefined
          ? "absent, so the metadata service may answer without a token"
          : "the metadata service answers without a token",
      ),
    ];
  },
};
