import { parseDocument } from "yaml";
import { ConfigError, type PolicyConfig, RULES, readPolicyConfig } from "../../policies/rules";
import { UsageError } from "../command";

/** Levels and exceptions from YAML; JSON is YAML too. */
export function parseConfig(file: string, text: string): PolicyConfig {
  const document = parseDocument(text.replace(/^\uFEFF/, ""), { uniqueKeys: true });
  if (document.errors.length > 0)
    throw new UsageError(document.errors.map(({ message }) => `${file}: ${message.split("\n")[0]}`).join("\n"));
  try {
    return readPolicyConfig(document.toJS(), RULES);
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.problems.map((problem) => `${file}: ${problem}`).join("\n"));
    throw error;
  }
}
