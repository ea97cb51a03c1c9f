import { isUnknown } from "../../catalog";
import { at, textAt } from "../reading/value";
import { type Rule, undecided, violation } from "../rule";

const PATH = "metadataOptions.httpTokens";

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
  ],
  judge({ type, props }) {
    const options = at(props, "metadataOptions");
    const endpoint = textAt(options, "httpEndpoint");
    if (endpoint === "disabled") return [];
    const tokens = textAt(options, "httpTokens");
    if (isUnknown(options) || isUnknown(tokens)) return [undecided(PATH, "not known before the update")];
    if (tokens === "required") return [];
    // What the instance leaves open, its launch template says, and that is judged by itself.
    if (options === undefined && type === "aws:ec2/instance:Instance" && at(props, "launchTemplate") !== undefined) return [];
    return [
      violation(
        PATH,
        tokens === undefined
          ? "absent, so the metadata service may answer without a token"
          : "the metadata service answers without a token",
      ),
    ];
  },
};
