import { createHash } from "node:crypto";
import type { Result as Entry, Log } from "sarif";
import { exceptionsAreJustified, type Result, RULES } from "../../policies/rules";
import { packageVersion } from "../version";
import type { Report } from "./report";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
const LAWS = [...RULES, exceptionsAreJustified];
/** GitHub's numbers for security findings: 9 and more is critical, 7 high, 4 medium. */
const SCORE: Readonly<Record<Result["severity"], string>> = { critical: "9.0", high: "7.0", medium: "5.0", low: "2.0" };

/** SARIF 2.1.0, for code scanning and editors. A finding stands at the program's own line where the plan names it. */
export function asSarif({ source, plan, results }: Report): string {
  const version = packageVersion();
  const file = source === "standard input" ? "stdin" : source;
  const entry = (result: Result): Entry => {
    const { rule, kind, level, resource, path, message, remedy, excepted } = result;
    const place = plan.placeOf?.(resource, path);
    return {
      ruleId: rule,
      ruleIndex: LAWS.findIndex(({ name }) => name === rule),
      kind: kind === "undecided" ? "review" : "fail",
      // SARIF wants level none for every kind but fail.
      level: kind === "undecided" ? "none" : level === "mandatory" ? "error" : "warning",
      message: { text: kind === "undecided" ? `undecided: ${message}` : `${message}. ${remedy}` },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: uriOf(place?.file ?? file) }, region: { startLine: place?.line ?? 1 } },
          logicalLocations: [{ name: resource.name, fullyQualifiedName: `${resource.urn ?? resource.name} ${path}`, kind: "resource" }],
        },
      ],
      // Where the finding moves to another line, it is still the same finding.
      partialFingerprints: {
        "pulumiGpu/v1": createHash("sha256")
          .update(`${rule}\n${resource.urn ?? resource.name}\n${path}\n${message}`)
          .digest("hex"),
      },
      ...(excepted ? { suppressions: [{ kind: "external", status: "accepted", justification: excepted.reason }] } : {}),
    };
  };
  const log: Log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "pulumi-gpu",
            version,
            semanticVersion: version,
            rules: LAWS.map(({ name, description, level, severity, remedy }) => ({
              id: name,
              shortDescription: { text: description },
              help: { text: remedy },
              defaultConfiguration: { level: level === "mandatory" ? "error" : "warning" },
              properties: { "security-severity": SCORE[severity], tags: ["gpu", "policy"] },
            })),
          },
        },
        results: results.map(entry),
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: plan.gaps.map((gap) => ({ level: "warning", message: { text: gap } })),
          },
        ],
        columnKind: "utf16CodeUnits",
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** A relative reference with each part encoded; an absolute path becomes a file URI. */
const uriOf = (file: string): string => {
  const encoded = file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  return encoded.startsWith("/") ? `file://${encoded}` : encoded;
};
