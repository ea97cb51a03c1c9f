export { NO_CONFIG, type PolicyConfig } from "../config";
export type { Exception } from "../exception";
export { exceptionsAreJustified, judge, type Result } from "../judge";
export { ConfigError, readPolicyConfig } from "../read-config";
export { type Dictionary, isDictionary } from "../reading/value";
export type { Context, Finding, Level, Resource, Rule, Severity } from "../rule";
export { RULES } from "./all";
