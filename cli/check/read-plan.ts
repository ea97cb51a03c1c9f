import { isDictionary } from "../../policies/rules";
import { FORMATS, FormatError, type Judgeable } from "./plan-format";
import { fromPlan } from "./plan-json";
import { fromPreview } from "./pulumi-preview";
import { fromStackExport } from "./pulumi-state";

/** Finds out what the text is, and reads it. */
export async function readPlan(raw: string, file: string): Promise<Judgeable> {
  const text = raw.replace(/^\uFEFF/, "");
  if (text.trim() === "") throw new FormatError(`the file is empty; give ${FORMATS}`);
  if (/^\s*[{[]/.test(text)) return fromJson(parseJson(text));
  const { fromManifests } = await import("./manifests.js");
  return fromManifests(text, file);
}

async function fromJson(document: unknown): Promise<Judgeable> {
  if (isDictionary(document)) {
    if (Object.hasOwn(document, "deployment")) return fromStackExport(document);
    if (Object.hasOwn(document, "steps") || Object.hasOwn(document, "changeSummary")) return fromPreview(document);
    if (Object.hasOwn(document, "schemaVersion") && Object.hasOwn(document, "resources")) return fromPlan(document);
    if (Object.hasOwn(document, "resourcePlans")) {
      throw new FormatError(
        "this is an update plan of `pulumi preview --save-plan`, which holds only differences; give `pulumi preview --json`",
      );
    }
    if (Object.hasOwn(document, "terraform_version")) throw new FormatError(`this is a Terraform file; give ${FORMATS}`);
    if (typeof document.kind === "string" && typeof document.apiVersion === "string") {
      const { fromObjects } = await import("./manifests.js");
      return fromObjects([document]);
    }
  }
  throw new FormatError(`the JSON is none of the formats known here; give ${FORMATS}`);
}

/** JSON with a place in words: the file may be cut off, or have lines of a log in front. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
    const before = text.slice(0, position);
    const line = before.split("\n").length;
    const column = position - before.lastIndexOf("\n");
    const cut = position >= text.trimEnd().length - 1;
    throw new FormatError(`line ${line}, column ${column}: the JSON ${cut ? "ends too early; the file was cut off" : "is broken"}`);
  }
}
