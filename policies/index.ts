import "./pack/quick-start";
import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "./pack/policies-of";
import { surroundings } from "./pack/surroundings";
import { RULES } from "./rules/all";

// Starting a pack starts a server: nothing but the engine may load this file.
new PolicyPack("pulumi-gpu", {
  description: "GPU hosts whose driver supports their image, and everything around them that must hold.",
  policies: policiesOf(RULES, surroundings()),
});
